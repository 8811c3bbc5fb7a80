"""1/e radius of maps made up of Gaussians."""

import numpy as np
import pytest

from mcsim.results.raw import Axis
from mcsim.validation.radius import beam_radius, fit_spread, map_radius

AXIS = Axis("x", "cm", np.linspace(-20.0, 20.0, 161))


def gaussian(sigma):
    square = AXIS.centers[:, None] ** 2 + AXIS.centers[None, :] ** 2
    return np.exp(-0.5 * square / sigma**2) / sigma**2


def test_the_radius_of_a_gaussian_is_sigma_times_the_root_of_two():
    radius = np.linspace(0.2, 10.0, 40)
    assert beam_radius(radius, 3.0 * np.exp(-((radius / 4.0) ** 2))) == pytest.approx(4.0)
    assert map_radius(gaussian(3.0), AXIS, 0.0) == pytest.approx(3.0 * np.sqrt(2.0), rel=1e-3)


def test_divergence_adds_in_quadrature_and_is_found_again():
    assert map_radius(gaussian(3.0), AXIS, 1.5) == pytest.approx(np.sqrt(2.0 * (9.0 + 2.25)), rel=2e-3)
    assert fit_spread(gaussian(3.0), AXIS, np.sqrt(2.0 * (9.0 + 2.25))) == pytest.approx(1.5, rel=0.02)
    assert fit_spread(gaussian(3.0), AXIS, 4.0) == 0.0  # wider than the reference already
