"""Curves beside each other, with their differences."""

from dataclasses import replace

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.plots.curves import plot_curves
from tests.results.conftest import make_result


@pytest.fixture
def curve(result):
    return result["dose"].depth_curve()


def test_a_curve_with_its_band(curve):
    axes = curve.plot()
    (line,) = axes.get_lines()
    np.testing.assert_array_equal(line.get_ydata(), curve.value)
    low, high = axes.collections[0].get_paths()[0].get_extents().intervaly
    assert low == pytest.approx((curve.value - curve.uncertainty).min())
    assert high == pytest.approx((curve.value + curve.uncertainty).max())
    assert axes.get_xlabel() == "z (cm)"
    axes.figure.canvas.draw()
    ticks = [float(text.get_text()) for text in axes.get_yticklabels()]
    assert max(ticks) > 1e11 * curve.value.max()  # in pGy, as the label says
    assert axes.get_ylabel() == "Dose (pGy per source particle)"


def test_differences_to_the_others(curve):
    other = replace(curve, value=0.9 * curve.value)
    upper, lower = curve.plot(other).figure.axes
    assert len(upper.get_lines()) == 2
    (drawn,) = [line for line in lower.get_lines() if len(line.get_xdata()) == len(curve.value)]
    np.testing.assert_allclose(drawn.get_ydata(), 10.0 * curve.value / curve.value.max())
    assert lower.get_ylabel() == "First \u2212 other\n(% of maximum)"
    assert drawn.get_color() == upper.get_lines()[1].get_color()


def test_a_panel_of_uncertainties(curve):
    _, lower = plot_curves(curve, uncertainty=True).figure.axes
    np.testing.assert_allclose(lower.get_lines()[0].get_ydata(), 100 * curve.uncertainty / curve.value)
    assert lower.get_ylabel() == "Uncertainty\n(1σ, %)"


def test_more_curves_on_the_same_axes(result):
    axes = result["dose"].profile("x", at="1 cm").plot()
    high = replace(result["dose"].profile("x", at="2 cm"), label="deeper")
    high = replace(high, value=3 * high.value)
    assert high.plot(axes=axes) is axes
    assert axes.get_lines()[1].get_label() == "deeper"
    assert [text.get_text() for text in axes.get_legend().get_texts()][1] == "deeper"
    assert axes.get_ylim()[0] == 0.0
    assert axes.get_ylim()[1] > high.value.max()


def test_curves_of_other_things_are_refused(curve, result):
    with pytest.raises(InputError, match="cannot stand beside"):
        curve.plot(result["dose"].profile("x"))
    with pytest.raises(InputError, match="cannot stand beside"):
        curve.plot(replace(curve, unit="MeV"))


def test_empty_and_unknown_curves_are_drawn(curve):
    unknown = replace(curve, value=0 * curve.value, uncertainty=np.full_like(curve.value, np.nan))
    plot_curves(unknown, [unknown], uncertainty=True).figure.canvas.draw()


def test_one_batch_has_a_curve_without_a_band():
    make_result([0])["dose"].depth_curve().plot().figure.canvas.draw()
