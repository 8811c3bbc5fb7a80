"""Comparisons of curves on numbers made up for the purpose."""

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.validation.case import BlockMeans, Curve, Points, ReferenceCurve
from mcsim.validation.curves import block_rows, curve_panel, point_rows
from mcsim.validation.reading import ComparedCurve, ReferenceValues, mean_between

EDGES = np.linspace(0.0, 10.0, 11)
REFERENCE = np.array([8.0, 9.0, 10.0, 9.0, 7.0, 5.0, 3.0, 1.0, 0.5, 0.5])
CURVE = Curve(unit="Gy cm2", reference=ReferenceCurve(file="none.csv", value="dose"))


def compared(parts, reference_sigma=0.0):
    """A curve in ten parts beside the reference."""
    parts = np.asarray(parts, dtype=np.float64)
    value = parts.mean(axis=0)
    sigma = parts.std(axis=0, ddof=1) / np.sqrt(len(parts))
    sigmas = np.full(len(REFERENCE), reference_sigma)
    reference = ReferenceValues(EDGES[:-1], EDGES[1:], REFERENCE, sigmas)
    return ComparedCurve(CURVE, "dose", EDGES, parts, parts, value, sigma, reference)


def test_the_worst_point_decides():
    shifted = np.tile(REFERENCE, (10, 1))
    shifted[:, 4] += 0.15
    (row,) = point_rows(compared(shifted), Points(curve="dose", maximum="2 %", target_maximum="1 %"))
    assert row.deviation == pytest.approx(1.5)
    assert row.unit == "% of max"
    assert (row.verdict, row.target_verdict) == ("passed", "failed")
    (row,) = point_rows(compared(shifted), Points(curve="dose", local="2 %"))
    assert row.deviation == pytest.approx(100.0 * 0.15 / 7.0)
    assert row.verdict == "failed"


def test_points_outside_the_range_do_not_count():
    shifted = np.tile(REFERENCE, (10, 1))
    shifted[:, 0] += 5.0
    check = Points(curve="dose", maximum="2 %", between="1, 10")
    assert point_rows(compared(shifted), check)[0].verdict == "passed"
    panel = curve_panel(compared(shifted), [check])
    assert np.isnan(panel.tolerance[0])
    assert panel.tolerance[1:] == pytest.approx(2.0)


def test_a_share_of_the_points_may_be_outside():
    shifted = np.tile(REFERENCE, (10, 1))
    shifted[:, 0] += 5.0
    check = Points(curve="dose", maximum="2 %", share="90 %")
    assert point_rows(compared(shifted), check)[0].verdict == "passed"
    shifted[:, 1] += 5.0
    assert point_rows(compared(shifted), check)[0].verdict == "failed"


def test_twice_the_noise_of_the_reference_is_allowed_where_it_is_large():
    shifted = np.tile(REFERENCE + 0.25, (10, 1))
    check = Points(curve="dose", maximum="2 %")
    assert point_rows(compared(shifted), check)[0].verdict == "failed"
    assert point_rows(compared(shifted, reference_sigma=0.1), check)[0].verdict == "passed"


def test_noise_above_a_third_of_the_tolerance_leaves_it_open():
    noise = np.random.default_rng(3).normal(0.0, 0.5, (10, len(REFERENCE)))
    row = point_rows(compared(REFERENCE + noise - noise.mean(axis=0)), Points(curve="dose", maximum="2 %"))[0]
    assert row.deviation == pytest.approx(0.0, abs=1e-9)
    assert row.verdict == "undecided"


def test_a_check_without_tolerance_is_refused():
    with pytest.raises(InputError, match="tolerance"):
        point_rows(compared([REFERENCE] * 10), Points(curve="dose"))


def test_block_means_hold_their_own_noise():
    parts = REFERENCE * (1.0 + 0.01 * np.linspace(-1.0, 1.0, 10))[:, None]
    check = BlockMeans(curve="dose", edges="0, 5, 10", within="1 %")
    rows = block_rows(compared(parts * 1.004, reference_sigma=0.01), check)
    spread = np.linspace(-1.0, 1.0, 10).std(ddof=1) / np.sqrt(10.0)
    assert rows[0].reference_sigma == pytest.approx(100.0 * 0.01 / REFERENCE[:5].mean(), rel=0.02)
    for row in rows:
        assert row.deviation == pytest.approx(0.4)
        assert row.sigma == pytest.approx(1.004 * spread)  # the same in a mean: depths rise and fall together


def test_means_need_whole_bins():
    assert mean_between(REFERENCE, EDGES, 1.0, 3.0) == pytest.approx(9.5)
    with pytest.raises(InputError, match="whole bins"):
        mean_between(REFERENCE, EDGES, 0.5, 3.0)
