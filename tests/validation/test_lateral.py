"""Width and rings of layers made up of Gaussians."""

import numpy as np
import pytest
from scipy.special import ndtr

from mcsim.results.raw import Axis
from mcsim.validation.case import Rings, Widths
from mcsim.validation.lateral import gaussian_width, ring_part, ring_rows, width_rows
from mcsim.validation.sample import Sample

X_EDGES = np.linspace(-10.0, 10.0, 201)
Y_EDGES = np.concatenate(([-10.0, -4.0], np.linspace(-3.0, 3.0, 61), [4.0, 10.0]))  # unequal
AXES = (Axis("y", "cm", Y_EDGES), Axis("x", "cm", X_EDGES))


def profile(edges, width):
    return np.diff(ndtr(edges / width)) / np.diff(edges)


def layer(width):
    return np.outer(profile(Y_EDGES, width), profile(X_EDGES, width))


@pytest.fixture
def sample():
    spread = 1.0 + 0.01 * np.linspace(-1.0, 1.0, 10)
    return Sample({"layer": np.stack([layer(0.5) * each for each in spread])}, {"layer": AXES}, 10, 1.0, True)


def test_the_width_of_a_gaussian_is_found_from_wide_bins():
    assert gaussian_width(X_EDGES, 1.0, profile(X_EDGES, 0.5)) == pytest.approx(0.5, abs=1e-4)
    coarse = np.linspace(-5.0, 5.0, 21)  # bins as wide as the Gaussian's standard deviation
    assert gaussian_width(coarse, 1.0, 7.0 * profile(coarse, 0.5)) == pytest.approx(0.5, abs=1e-4)


def test_a_halo_outside_the_window_does_not_widen_the_core():
    density = profile(X_EDGES, 0.3) + 0.5 * (np.abs(X_EDGES[1:]) > 2.0)
    assert gaussian_width(X_EDGES, 1.0, density) == pytest.approx(0.3, abs=1e-4)


def test_energy_in_a_ring_is_weighted_by_the_area_of_bins():
    axes = (Axis("y", "cm", X_EDGES), Axis("x", "cm", X_EDGES))
    dose = np.outer(profile(X_EDGES, 0.5), profile(X_EDGES, 0.5))
    assert ring_part(axes, (0.5, 1.0), dose) == pytest.approx(np.exp(-0.5) - np.exp(-2.0), rel=0.02)
    assert ring_part(AXES, (0.0, 20.0), layer(0.5)) == pytest.approx(1.0)


def test_rows_of_widths_and_rings(sample):
    width = {"tally": "layer", "window": "1 cm", "value": "4.9 mm", "within": "0.2 mm"}
    (row,), _ = width_rows(Widths(name="width", entries={"here": width}), sample)
    assert row.quantity == "width, here"
    assert row.deviation == pytest.approx(0.1, abs=0.01)
    assert row.verdict == "passed"
    ring = {"tally": "layer", "radii": "0, 20 cm", "value": 0.5, "within": "10 %"}
    (row,), _ = ring_rows(Rings(name="part", entries={"all": ring}), sample)
    assert row.deviation == pytest.approx(100.0)
    assert row.verdict == "failed"
