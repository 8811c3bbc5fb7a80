"""Slices: the right way round, with isodoses where they say something."""

import numpy as np
import pytest

from mcsim.errors import InputError
from tests.plots.conftest import grid_of

RISING = np.arange(1, 121).reshape(6, 5, 4)  # z slowest


def washed(axes):
    """Values of the colour wash, shape (rows, columns)."""
    (mesh,) = [one for one in axes.collections if type(one).__name__ == "QuadMesh"]
    return mesh.get_array()


@pytest.mark.parametrize(
    ("across", "labels", "expected"),
    [
        ("y", ("x (cm)", "z (cm)"), RISING[:, 2, :]),
        ("x", ("y (cm)", "z (cm)"), RISING[:, :, 1]),
        ("z", ("x (cm)", "y (cm)"), RISING[3]),
    ],
)
def test_orientation(across, labels, expected):
    at = {"y": 2.5, "x": 1.5, "z": 3.5}[across]
    axes = grid_of(RISING).slice(across, at).plot()
    assert (axes.get_xlabel(), axes.get_ylabel()) == labels
    np.testing.assert_array_equal(washed(axes), expected)
    assert axes.yaxis_inverted() == (across != "z")  # depth goes down
    assert axes.get_aspect() == 1.0


def test_colours_say_their_unit():
    axes = grid_of(RISING).slice("y").plot()
    bar = axes.figure.axes[1]
    assert bar.get_ylabel() == "Dose (Gy per source particle)"
    assert axes.get_title() == "y = 2.5 cm; isodoses in %"


def test_isodoses_are_for_doses():
    assert "isodoses" not in grid_of(RISING, "linear energy transfer", "keV/um").slice("y").plot().get_title()
    assert "isodoses" not in grid_of(RISING).slice("y").plot(isodoses=False).get_title()
    assert "isodoses" not in grid_of(0 * RISING).slice("y").plot().get_title()


def test_uncertainty_and_difference_are_panels(result):
    cut = result["dose"].slice("y")
    figure = cut.plot(cut, uncertainty=True).figure
    titles = [axes.get_title() for axes in figure.axes]
    assert "first \u2212 other" in titles
    assert "where above 1 % of the maximum" in titles
    difference = figure.axes[titles.index("first \u2212 other")]
    np.testing.assert_array_equal(washed(difference), np.zeros(cut.value.shape))
    labels = [axes.get_ylabel() for axes in figure.axes]
    assert {"Difference (% of maximum)", "Uncertainty (1σ, %)"} <= set(labels)


def test_differences_need_equal_bins(result):
    with pytest.raises(InputError, match="different bins or units"):
        result["dose"].slice("y").plot(grid_of(RISING).slice("y"))


def test_the_colour_scale_can_be_set():
    axes = grid_of(RISING).slice("y").plot(maximum=500.0)
    (mesh,) = [one for one in axes.collections if type(one).__name__ == "QuadMesh"]
    assert mesh.get_clim() == (0.0, 500.0)
