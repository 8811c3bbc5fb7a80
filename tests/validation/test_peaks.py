"""Place and width of peaks made up of Gaussians."""

import numpy as np
import pytest

from mcsim.validation.peaks import peak_shape

X = np.arange(0.5, 200.0)
WIDTH_OF_A_GAUSSIAN = 2.0 * np.sqrt(2.0 * np.log(2.0))


def gaussian(center, sigma):
    return np.exp(-0.5 * ((X - center) / sigma) ** 2)


@pytest.mark.parametrize("center", [60.0, 60.3, 100.5])
def test_a_gaussian(center):
    peak, width = peak_shape(X, 7.0 * gaussian(center, 15.0))
    assert peak == pytest.approx(center, abs=0.02)
    assert width == pytest.approx(15.0 * WIDTH_OF_A_GAUSSIAN, rel=0.01)


def test_noise_hardly_moves_it():
    counts = np.random.default_rng(4).poisson(3000.0 * gaussian(80.0, 20.0) + 300.0 * gaussian(150.0, 10.0))
    peak, width = peak_shape(X, counts.astype(float))
    assert peak == pytest.approx(80.0, abs=1.0)
    assert width == pytest.approx(20.0 * WIDTH_OF_A_GAUSSIAN, rel=0.03)


def test_the_highest_of_two_peaks():
    peak, width = peak_shape(X, gaussian(50.0, 5.0) + 1.5 * gaussian(120.0, 8.0))
    assert peak == pytest.approx(120.0, abs=0.05)
    assert width == pytest.approx(8.0 * WIDTH_OF_A_GAUSSIAN, rel=0.03)


def test_a_peak_at_the_end_of_the_axis():
    assert peak_shape(X, np.exp(-X / 20.0))[1] == pytest.approx(20.0 * np.log(2.0), rel=0.15)
