import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from mcsim.data.spline import evaluate_spline, make_spline


def test_agrees_with_scipy():
    random = np.random.default_rng(1)
    x, y = np.sort(random.random(30)), random.random(30)
    places = np.linspace(x[0], x[-1] + 0.01, 200)
    expected = CubicSpline(x, y, bc_type="not-a-knot")(places)
    assert evaluate_spline(make_spline(x, y), places) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_goes_on_linearly_below():
    x = np.array([0.0, 1.0, 2.0, 3.0])
    spline = make_spline(x, x**3)
    assert evaluate_spline(spline, np.array([-1.0])) == pytest.approx(-1.0)
    assert evaluate_spline(spline, np.array([0.5])) == pytest.approx(0.125)
