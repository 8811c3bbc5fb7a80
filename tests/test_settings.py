"""Physics and run settings."""

from __future__ import annotations

import pytest

from mcsim.errors import InputError
from mcsim.settings import Physics, Run


def test_defaults():
    physics = Physics()
    assert (physics.cutoff.electron, physics.cutoff.photon) == (0.2, 0.01)
    assert (physics.production_electron, physics.production_photon) == (0.2, 0.01)
    assert (physics.accuracy, physics.photon_transport) == ("standard", "woodcock")


def test_production_follows_the_cutoffs():
    physics = Physics(cutoff={"electron": "100 keV"}, production={"photon": "50 keV"})
    assert (physics.production_electron, physics.production_photon) == (0.1, 0.05)


@pytest.mark.parametrize("energy", ["1 keV", "50 MeV", 0.001])
def test_ends_of_the_range_are_in(energy):
    assert Physics(cutoff={"electron": energy}).cutoff.electron > 0.0


@pytest.mark.parametrize("energy", ["0.9 keV", "51 MeV", "0 MeV", "-1 MeV"])
def test_cutoffs_outside_the_data(energy):
    with pytest.raises(InputError, match="the data reach from 1 keV to 50 MeV"):
        Physics(cutoff={"photon": energy})


@pytest.mark.parametrize("histories", ["1e6", "1_000_000", 1_000_000, 1e6])
def test_histories_however_written(histories):
    assert Run(histories=histories).histories == 1_000_000


def test_large_seeds_are_exact():
    assert Run(seed=str(2**64 - 1)).seed == 2**64 - 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"histories": "1.5"}, "not a whole number"),
        ({"histories": 0}, "at least 1"),
        ({"histories": "-1e6"}, "at least 1"),
        ({"histories": True}, "not a whole number"),
        ({"histories": float("inf")}, "not a finite number"),
        ({"batches": 1}, "at least 2"),
        ({"seed": -1}, "at least 0"),
        ({"seed": 2**64}, "must not be above"),
        ({"until": "0 %"}, "must be above 0"),
        ({"until": "1 cm"}, "is a length"),
        ({"threads": 0}, "at least 1"),
        ({"threads": "1e9"}, "'1e9' must not be above 4096"),
    ],
)
def test_wrong_run_settings(values, message):
    with pytest.raises(InputError, match=message):
        Run(**values)
