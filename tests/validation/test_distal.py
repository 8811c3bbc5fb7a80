"""Depths behind the maximum, and curves aligned at them, on curves made up for the purpose."""

from itertools import pairwise

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.validation.case import Curve, DistalDepth, Maximum, Points, ReferenceCurve
from mcsim.validation.curves import curve_panel, point_rows
from mcsim.validation.distal import aligned, distal_depth, distal_depth_rows, maximum_rows
from mcsim.validation.reading import ComparedCurve, ReferenceValues, mean_between
from mcsim.validation.sample import jackknife

EDGES = np.linspace(0.0, 10.0, 201)
FINE = np.linspace(0.0, 10.0, 401)
CURVE = Curve(unit="MeV/mm", reference=ReferenceCurve(file="none.csv", value="energy"))
ALIGN = {"level": "80 %", "within": "0.3 mm"}


def peak(edges, place):
    """A plateau with a peak 1 cm wide at `place` and nothing behind it: means over bins."""
    x = np.linspace(0.0, 10.0, 20001)
    density = np.where(x < place, 1.0 + 2.0 * np.exp(x - place), 3.0 * np.exp(-50.0 * (x - place) ** 2))
    integral = np.append(0.0, np.cumsum(0.5 * (density[1:] + density[:-1]) * np.diff(x)))
    return np.diff(np.interp(edges, x, integral)) / np.diff(edges)


def compared(place, noise=0.0, at_points=False):
    """A curve with its peak at `place`, in bins half as wide as the reference's, which has it at 8 cm."""
    raw = peak(FINE, place) * (1.0 + noise * np.linspace(-1.0, 1.0, 10))[:, None]
    middle = 0.5 * (EDGES[1:] + EDGES[:-1])
    low, high = (middle, middle) if at_points else (EDGES[:-1], EDGES[1:])
    reference = ReferenceValues(low, high, peak(EDGES, 8.0), np.zeros(len(middle)))
    spans = pairwise(EDGES)
    parts = np.stack([mean_between(raw, FINE, *span) for span in spans], axis=1)
    value, sigma = jackknife(parts, lambda part: part)
    return ComparedCurve(CURVE, "depth dose", FINE, raw, parts, value, sigma, reference)


def test_the_depth_is_interpolated_at_any_level():
    depth = np.arange(0.5, 10.0)
    dose = np.array([8.0, 9.0, 10.0, 9.0, 7.0, 5.0, 3.0, 1.0, 0.5, 0.5])
    assert distal_depth(depth, dose, 0.5) == pytest.approx(5.5)
    assert distal_depth(depth, dose, 0.8) == pytest.approx(4.0)
    assert np.isnan(distal_depth(depth, np.ones(10), 0.8))


def test_a_deviation_of_the_depth_has_a_row_in_mm():
    check = DistalDepth(curve="depth dose", level="80 %", within="0.5 mm", target="0.1 mm")
    (row,) = distal_depth_rows(compared(8.02), check)
    assert row.quantity == "depth dose, R80"
    assert row.deviation == pytest.approx(0.2, abs=0.02)
    assert (row.verdict, row.target_verdict) == ("passed", "failed")


def test_a_depth_may_be_given_or_be_the_difference_of_two_runs():
    check = DistalDepth(curve="depth dose", level="80 %", depth="80 mm", within="1 mm")
    (row,) = distal_depth_rows(compared(8.02), check)
    assert row.reference == "80.00 mm"
    check = DistalDepth(curve="depth dose", depth="-10 mm", minus_run="water", within="0.1 mm")
    (row,) = distal_depth_rows(compared(7.0), check, compared(8.0))
    assert row.quantity == "depth dose, R50 less that of the run 'water'"
    assert row.deviation == pytest.approx(0.0, abs=0.01)
    assert row.verdict == "passed"
    with pytest.raises(InputError, match="needs a 'depth'"):
        distal_depth_rows(compared(7.0), check.model_copy(update={"depth": None}), compared(8.0))


@pytest.mark.parametrize("at_points", [False, True])
def test_an_aligned_curve_falls_off_where_the_reference_does(at_points):
    moved = compared(8.017, at_points=at_points)
    shape = aligned(moved, 0.8)
    middle, reference = moved.reference.middle, moved.reference.value
    assert np.max(np.abs(moved.value - reference)) > 0.1
    goal = distal_depth(middle, reference, 0.8)
    assert distal_depth(middle, shape.value, 0.8) == pytest.approx(goal, abs=5e-4)  # 5 um
    assert shape.value == pytest.approx(reference, abs=0.01 * reference.max())


def test_points_of_an_aligned_curve_come_with_the_shift():
    check = Points(curve="depth dose", maximum="1.5 %", align=ALIGN)
    shift, points = point_rows(compared(8.017), check)
    assert shift.deviation == pytest.approx(0.17, abs=0.02)
    assert (shift.tolerance, shift.verdict) == (pytest.approx(0.3), "passed")
    assert points.verdict == "passed"
    assert "R80 aligned" in points.quantity
    shift, points = point_rows(compared(8.05), check)
    assert (shift.verdict, points.verdict) == ("failed", "passed")
    assert point_rows(compared(8.017), Points(curve="depth dose", maximum="1.5 %"))[0].verdict == "failed"
    panel = curve_panel(compared(8.017), [check])
    assert np.max(np.abs(panel.difference)) < 1.5


def test_alignment_does_not_hide_another_height():
    wrong = compared(8.017)
    wrong.raw[:] *= 1.03
    wrong.parts[:] *= 1.03
    shift, points = point_rows(wrong, Points(curve="depth dose", maximum="1.5 %", align=ALIGN))
    assert shift.verdict == "passed"
    assert points.deviation == pytest.approx(3.0, abs=0.3)
    assert points.verdict == "failed"


def test_the_maximum_in_wider_bins_is_lower():
    curve, highest = compared(8.0, noise=0.001), []
    for width in ("0.5 mm", "1 mm", "5 mm"):
        (row,) = maximum_rows(curve, Maximum(curve="depth dose", bin=width, value=2.0, within="1 %"))
        highest.append(2.0 * (1.0 + row.deviation / 100.0))
    assert highest[0] == pytest.approx(peak(EDGES, 8.0).max())
    assert highest[0] > highest[1] > highest[2]
    assert row.quantity == "depth dose, maximum in bins of 5 mm"
    with pytest.raises(InputError, match="whole bins"):
        maximum_rows(curve, Maximum(curve="depth dose", bin="0.3 mm", value=2.0, within="1 %"))
