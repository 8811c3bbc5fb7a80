"""Energies and spectra."""

from __future__ import annotations

import pytest

from mcsim.errors import InputError
from mcsim.sources import (
    Beam,
    GaussianEnergy,
    HistogramSpectrum,
    LineSpectrum,
    MonoEnergy,
    Spectrum,
    SpectrumFile,
    spectrum_names,
)


def _energy(given):
    return Beam("photon", energy=given).energy


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("6 MeV", MonoEnergy(6.0)),
        (6.0, MonoEnergy(6.0)),
        ({"mono": "6 MeV"}, MonoEnergy(6.0)),
        ({"gaussian": {"mean": "12 MeV", "sigma": "300 keV"}}, GaussianEnergy(12.0, 0.3)),
        (
            {"lines": {"energies": "1173.2, 1332.5 keV", "weights": "1, 1"}},
            LineSpectrum([1.1732, 1.3325], [1, 1]),
        ),
        ({"histogram": {"edges": "0, 1, 2 MeV", "weights": [3, 1]}}, HistogramSpectrum([0, 1, 2], [3, 1])),
    ],
)
def test_ways_to_write_energies(given, made):
    beam = Beam("photon", energy=given)
    assert beam.energy == made
    assert Beam.model_validate(beam.to_mapping()) == beam


@pytest.mark.parametrize(
    ("given", "maximum"),
    [
        ("6 MeV", 6.0),
        ({"gaussian": {"mean": "10 MeV", "sigma": "1 MeV"}}, 15.0),
        ({"lines": {"energies": "2, 1 MeV", "weights": "1, 1"}}, 2.0),
        ({"spectrum": "mohan6"}, 6.0),
    ],
)
def test_maximum(given, maximum):
    assert _energy(given).maximum == pytest.approx(maximum)


def test_shipped_spectrum():
    """The 6 MV spectrum of Mohan et al. (1985): 24 bins of 0.25 MeV with a mean energy of 1.90 MeV."""
    assert "mohan6" in spectrum_names()
    spectrum = _energy({"spectrum": "mohan6"})
    assert isinstance(spectrum, HistogramSpectrum)
    assert spectrum == _energy(Spectrum("mohan6"))
    assert (len(spectrum.weights), spectrum.edges[0], spectrum.edges[-1]) == (24, 0.0, 6.0)
    centres = [0.5 * (a + b) for a, b in zip(spectrum.edges, spectrum.edges[1:], strict=False)]
    mean = sum(e * w for e, w in zip(centres, spectrum.weights, strict=True)) / sum(spectrum.weights)
    assert mean == pytest.approx(1.90, abs=0.005)


def test_spectrum_files(tmp_path):
    (tmp_path / "tube.csv").write_text("# a tube\nE_upper_keV,weight\n10,0\n20,1.5\n30,0.5\n")
    (tmp_path / "lines.csv").write_text("E_MeV, weight\n0.662, 85\n0.032, 5\n")
    histogram = _energy(SpectrumFile(str(tmp_path / "tube.csv")))
    assert histogram == HistogramSpectrum([0.0, 0.01, 0.02, 0.03], [0.0, 1.5, 0.5])
    assert _energy({"file": str(tmp_path / "lines.csv")}) == LineSpectrum([0.662, 0.032], [85, 5])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "t.csv: this spectrum is empty"),
        ("energy;weight\n", "t.csv:1: the header 'energy;weight' is not known"),
        ("# c\nE_MeV,weight\n1,2,3\n", "t.csv:3: '1,2,3' holds 3 values; 2 are needed"),
        ("E_MeV,weight\n1,x\n", "t.csv:2: 'x' is not a plain number"),
        ("E_MeV,weight\n1,nan\n", "t.csv:2: 'nan' is not a finite number"),
        ("E_MeV,weight\n1,-1\n", "t.csv: weight number 1 is -1"),
        ("E_upper_MeV,weight\n2,1\n1,1\n", "t.csv: bin edges must ascend"),
        ("E_MeV,weight\n100,1\n", "lies outside the data"),
    ],
)
def test_wrong_spectrum_files(tmp_path, text, message):
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(InputError) as caught:
        _energy({"file": str(tmp_path / "t.csv")})
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("6 MV", "Beam.energy: '6 MV' is a voltage, not an energy"),
        ("6", "Beam.energy: '6' has no unit; write an energy"),
        ("nan MeV", "not a finite number"),
        ("0 MeV", "must be above 0"),
        ("500 eV", "500 eV lies outside the data, which reach from 1 keV to 50 MeV"),
        ("60 MeV", "60 MeV lies outside the data"),
        ({"spectrum": "mohan"}, "no spectrum is called 'mohan'; did you mean 'mohan6'"),
        ({"spectrum": "xyz"}, "there are: "),
        ({"file": "/nowhere/t.csv"}, "/nowhere/t.csv: there is no such file, nor the folder"),
        (
            {"gaussian": {"mean": "1 MeV", "sigma": "0.5 MeV"}},
            "gaussian.sigma: the mean less 5 sigma (-1.5 MeV) lies outside the data",
        ),
        ({"gaussian": {"mean": "1 MeV"}}, "gaussian.sigma: is missing"),
        ({"lines": {"energies": "1, 2 MeV", "weights": "1"}}, "lines.weights: 1 weights for 2 lines"),
        ({"lines": {"energies": "1, 2 MeV", "weights": "0, 0"}}, "all weights are 0"),
        ({"histogram": {"edges": "0, 1 MeV", "weights": "1, 1"}}, "2 weights for 2 bin edges"),
        ({"histogram": {"edges": "1, 0 MeV", "weights": "1"}}, "bin edges must ascend"),
        ({"histogram": {"edges": "0, 1 MeV", "weights": "-1"}}, "must not be below 0"),
    ],
)
def test_wrong_energies(given, message):
    with pytest.raises(InputError) as caught:
        _energy(given)
    assert message in str(caught.value)
