"""Beams as the numbers that the transport emits particles from."""

from __future__ import annotations

import numpy as np
import pytest

from mcsim.report.words import energy_words
from mcsim.sources import Beam, HistogramSpectrum, LineSpectrum, ScannedBeam, SpotList
from mcsim.world.source import build_source
from mcsim.world.spots import alias_table

SPECTRA = {
    "lines": lambda weights: LineSpectrum("1, 2, 4 MeV", weights),
    "histogram": lambda weights: HistogramSpectrum("1, 2, 3, 4 MeV", weights),
}


@pytest.mark.parametrize("kind", list(SPECTRA))
@pytest.mark.parametrize("scale", [2.0**1023, 2.0**-1070])
def test_weights_of_any_size_mean_their_ratios(kind, scale):
    """To the bit, although the sum of the large ones is no float."""
    usual = SPECTRA[kind]((1.0, 0.5, 1.5))
    extreme = SPECTRA[kind]((1.0 * scale, 0.5 * scale, 1.5 * scale))
    expected = build_source(Beam("photon", energy=usual)).cumulative
    np.testing.assert_allclose(expected, [1 / 3, 0.5, 1.0], rtol=1e-15)
    np.testing.assert_array_equal(build_source(Beam("photon", energy=extreme)).cumulative, expected)
    assert energy_words(extreme) == energy_words(usual)


@pytest.mark.parametrize("scale", [2.0**1023, 2.0**-1070])
def test_spots_with_weights_of_any_size(scale):
    weights = np.array([1.0, 0.5, 1.5])
    for extreme, usual in zip(alias_table(weights * scale), alias_table(weights), strict=True):
        np.testing.assert_array_equal(extreme, usual)
    spots = SpotList([100.0] * 3, [0.0, 1.0, 2.0], [0.0] * 3, weights * scale)
    assert np.isfinite(build_source(ScannedBeam(spots)).spots.numbers).all()
