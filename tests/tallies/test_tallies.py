"""Tallies and their bins."""

from __future__ import annotations

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.tallies import (
    CosineBins,
    Dose,
    EnergyBins,
    Escape,
    LengthBins,
    PlaneFluence,
    PulseHeight,
    RegionEnergy,
    Tracks,
)


def test_linear_and_logarithmic_bins():
    np.testing.assert_allclose(EnergyBins(to="6 MeV", number=3).values(), [0, 2, 4, 6])
    np.testing.assert_allclose(
        EnergyBins(from_="10 keV", to="10 MeV", number=3, spacing="logarithmic").values(), [0.01, 0.1, 1, 10]
    )
    assert EnergyBins(edges="0, 1, 6 MeV").values() == (0.0, 1.0, 6.0)
    assert LengthBins(from_="-5 mm", to="5 mm", number=2).values() == (-0.5, 0.0, 0.5)
    assert CosineBins(number=4).values() == (0.0, 0.25, 0.5, 0.75, 1.0)
    assert CosineBins(edges="0, 0.9, 1").values() == (0.0, 0.9, 1.0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: EnergyBins(), "EnergyBins.to: is missing, or 'edges'"),
        (lambda: EnergyBins(to="6 MeV"), "EnergyBins.number: is missing, or 'edges'"),
        (lambda: EnergyBins(to="0 MeV", number=3), "the highest edge (0) must lie above the lowest (0)"),
        (lambda: EnergyBins(to="6 MeV", number=0), "must be at least 1"),
        (
            lambda: EnergyBins(to="6 MeV", number="1e12"),
            "EnergyBins.number: '1e12' must not be above 1000000",
        ),
        (
            lambda: LengthBins(from_=0, to=1, number=10**9),
            "LengthBins.number: '1000000000' must not be above",
        ),
        (lambda: CosineBins(number="1e7"), "CosineBins.number: '1e7' must not be above 1000000"),
        (lambda: EnergyBins(edges="0, 1 MeV", number=2), "leave the other keys out"),
        (lambda: EnergyBins(edges="1, 0 MeV"), "at least two ascending edges"),
        (lambda: EnergyBins(to="6 MeV", number=3, spacing="logarithmic"), "need a lowest edge above 0"),
        (lambda: EnergyBins(to="6 MV", number=3), "is a voltage"),
        (lambda: LengthBins(to="1 cm", number=3), "LengthBins.from: is missing"),
        (lambda: CosineBins(edges="-1, 0, 1"), "cosines run from 0 to 1"),
        (lambda: CosineBins(), "CosineBins.to: is missing, or 'edges'"),
        (lambda: Dose("a/b"), "'a/b' is no name for a tally"),
        (lambda: Dose(""), "is no name for a tally"),
        (lambda: Dose(), "Dose.name: is missing"),
        (lambda: PlaneFluence("p", axis="w", position="1 cm"), "'w' is not one of x, y, z"),
        (lambda: PlaneFluence("p", axis="z"), "PlaneFluence.position: is missing"),
        (lambda: RegionEnergy("r", grid="1 cm"), "RegionEnergy.grid: unknown key"),
        (lambda: Tracks("t", 0), "Tracks.histories: '0' must be at least 1"),
        (lambda: Tracks("t", "1e12"), "Tracks.histories: '1e12' must not be above 10000"),
        (lambda: Tracks("t", "1.5"), "Tracks.histories: '1.5' is not a whole number"),
        (lambda: PulseHeight("h"), "PulseHeight.energy_bins: is missing"),
    ],
)
def test_wrong_tallies(make, message):
    with pytest.raises(InputError) as caught:
        make()
    assert message in str(caught.value)


def test_tallies_read_back():
    for tally in (
        Dose("dose", grid={"size": "1, 1, 1 cm", "voxel": "1 mm"}),
        RegionEnergy("energies"),
        Escape("out", energy_bins={"to": "6 MeV", "number": 12}, cosine_bins={"number": 3}),
        PulseHeight("pulses", {"to": "1 MeV", "number": 4}, region="crystal"),
        PlaneFluence("plane", "z", "5 cm", first_bins={"from": "-1 cm", "to": "1 cm", "number": 2}),
    ):
        assert type(tally).model_validate(tally.to_mapping()) == tally
