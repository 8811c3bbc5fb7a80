"""Verdicts on deviations."""

import pytest

from mcsim.validation.outcome import CaseReport, Row, allowed_deviation, judge


@pytest.mark.parametrize(
    ("deviation", "sigma", "verdict"),
    [
        (0.9, 0.1, "passed"),
        (-0.9, 0.1, "passed"),
        (1.1, 0.1, "failed"),
        (0.1, 0.5, "undecided"),  # quiet enough only by luck
        (1.4, 0.5, "undecided"),
        (-2.7, 0.5, "failed"),  # sure in spite of the noise
        (float("nan"), 0.1, "failed"),
        (0.0, float("nan"), "failed"),
    ],
)
def test_a_case_passes_only_within_tolerance_and_with_little_noise(deviation, sigma, verdict):
    assert judge(deviation, sigma, tolerance=1.0, allowed=1.0) == verdict


def test_noise_of_the_reference_widens_a_tolerance_only_where_it_is_large():
    assert allowed_deviation(1.0, 0.3) == 1.0
    assert allowed_deviation(1.0, 0.4) == pytest.approx(1.8)


def test_a_noisy_reference_cannot_fail_a_case_by_a_hair():
    assert judge(1.1, 0.1, 1.0, 1.0, reference_sigma=0.2) == "failed"
    assert judge(1.1, 0.1, 1.0, 1.0, reference_sigma=0.4) == "undecided"
    assert judge(2.5, 0.1, 1.0, 1.0, reference_sigma=0.4) == "failed"
    assert judge(0.9, 0.1, 1.0, 1.0, reference_sigma=0.4) == "passed"


def row(verdict):
    return Row("q", "1", "1", 0.0, 0.0, 0.0, 1.0, None, "%", verdict)


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        (["passed", "passed"], "passed"),
        (["passed", "undecided"], "undecided"),
        (["undecided", "failed", "passed"], "failed"),
        ([], "not run"),
    ],
)
def test_a_report_says_the_worst_verdict_of_its_rows(rows, verdict):
    report = CaseReport("case", "title", rows=[row(each) for each in rows])
    assert report.verdict == verdict
    assert report.failed == (verdict == "failed")


def test_a_case_that_was_not_run_never_passes():
    report = CaseReport("case", "title", rows=[row("passed")], reason="reference missing: a.csv")
    assert report.verdict == "not run"
    assert str(report) == "case: not run (reference missing: a.csv)"
