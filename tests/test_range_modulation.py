"""Weights of spread-out Bragg peaks."""

from __future__ import annotations

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.materials import material
from mcsim.range_modulation import spread_out_peak
from mcsim.sources import LineSpectrum, SpotList


@pytest.fixture(scope="module")
def peak():
    return spread_out_peak("15 cm", "5 cm", energy_sigma="0.8 MeV")


def test_the_plateau_is_flat(peak):
    assert peak.flatness < 0.02
    assert peak.weights.sum() == pytest.approx(1.0)
    assert peak.weights.min() >= 0.0
    inside = (peak.depth > 10.2) & (peak.depth < 14.5)
    assert np.std(peak.dose[inside]) < 0.005
    assert peak.plateau[0] == 10.0
    assert 14.5 < peak.plateau[1] < 15.0


def test_the_dose_falls_to_80_percent_at_the_distal_depth(peak):
    behind = peak.depth > peak.plateau[1]
    fall = np.interp(-0.8, -peak.dose[behind], peak.depth[behind])
    assert fall == pytest.approx(15.0, abs=0.05)


def test_energies_reach_as_deep_as_tabulated_ranges(peak):
    """PSTAR: protons of 150 MeV have a range of 15.77 g/cm2 in water, of 115 MeV 9.93 g/cm2."""
    assert peak.energies[-1] == pytest.approx(145.5, abs=1.0)
    assert peak.energies[0] == pytest.approx(115.5, abs=1.0)
    assert np.all(np.diff(peak.energies) > 0.0)


def test_analytic_depth_dose_of_one_energy():
    """The ratio of peak to entrance and the width at half maximum of a beam of 150 MeV without spread.

    T. Bortfeld, Med. Phys. 24 (1997) 2024: straggling of 0.012 R^0.935 = 1.6 mm; for a Gaussian of ranges the
    peak at half maximum is about four of them wide.
    """
    one = spread_out_peak("15.77 cm", "0.8 cm", energies=[150.0])
    top = one.depth[np.argmax(one.dose)]
    half = one.depth[one.dose > 0.5 * one.dose.max()]
    assert top == pytest.approx(15.77 - 0.15, abs=0.1)
    assert half[-1] - half[0] == pytest.approx(0.75, abs=0.3)
    assert 3.0 < one.dose.max() / one.dose[0] < 6.0


def test_denser_media_need_more_energy(peak):
    bone = spread_out_peak("15 cm", "5 cm", medium=material("cortical bone"))
    assert bone.energies[-1] > 1.3 * peak.energies[-1]


def test_weights_from_given_curves(peak):
    """Triangles of width 1 one apart add up to a constant."""
    depth = np.arange(0.05, 8.0, 0.1)
    curves = [np.clip(1.0 - np.abs(depth - top), 0.0, None) for top in (3.05, 4.05, 5.05, 6.05)]
    found = spread_out_peak("6.3 cm", "3.2 cm", energies=[60, 70, 80, 90], curves=curves, depth=depth)
    np.testing.assert_allclose(found.weights, 0.25, atol=1e-9)
    assert found.flatness < 1e-9


def test_spectrum_and_spots(peak):
    spectrum = peak.spectrum()
    assert isinstance(spectrum, LineSpectrum)
    assert spectrum.energies == tuple(peak.energies)
    used = np.count_nonzero(peak.weights)
    spots = peak.spots(x="-5, 0, 5 mm", y=[0.0, 1.0])
    assert isinstance(spots, SpotList)
    assert len(spots.energy) == 6 * used
    assert spots.x[:3] == pytest.approx((-0.5, 0.0, 0.5))
    assert spots.y[:6] == (0.0, 0.0, 0.0, 1.0, 1.0, 1.0)
    assert sum(spots.weight) == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"distal_depth": "15"}, "distal_depth: '15' has no unit; write a length"),
        ({"width": "0 cm"}, "width: '0 cm' must be above 0"),
        ({"width": "20 cm"}, "width: a plateau of 20 cm does not fit before 15 cm"),
        ({"width": "14.9999 cm"}, "width: no protons stop at 0.0001 cm"),
        ({"distal_depth": "80 cm"}, "distal_depth: no protons stop at 80 cm"),
        ({"energy_sigma": "1"}, "energy_sigma: '1' has no unit; write an energy"),
        ({"medium": "watr"}, "unknown material 'watr'; did you mean 'water'"),
        ({"energies": [400.0]}, "energies: must be a list of energies from 0.5 to 300 MeV"),
        ({"energies": [np.nan]}, "energies: must be a list of energies"),
        ({"energies": [100.0, 90.0]}, "energies: must ascend"),
        ({"energies": [50.0]}, "curves: the deepest peak lies at"),
        ({"energies": [100.0], "curves": []}, "curves: 0 curves for 1 energies"),
        ({"energies": [100.0], "curves": [[1.0, 2.0]]}, "depth: is missing"),
        (
            {"energies": [100.0], "curves": [[1.0]], "depth": [1.0, 2.0]},
            "curves: every curve must hold the 2",
        ),
        (
            {"energies": [100.0], "curves": [[0.0]], "depth": [1.0]},
            "curves: curves must be finite, and not all 0",
        ),
    ],
)
def test_wrong_input(given, message):
    with pytest.raises(InputError) as caught:
        spread_out_peak(**{"distal_depth": "15 cm", "width": "5 cm", **given})
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_peak_shows_itself_in_a_line():
    shown = repr(spread_out_peak("13 cm", "5 cm"))
    assert shown.startswith("<SpreadOutPeak 8 to 12.8")
    assert len(shown) < 120
