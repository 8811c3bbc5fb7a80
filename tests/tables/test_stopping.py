"""Stopping powers against single values of NIST ESTAR (M. Berger et al., NISTIR 4999), MeV cm2/g."""

import numpy as np
import pytest

from mcsim.data.elements import element
from mcsim.errors import DataError
from mcsim.materials import material
from mcsim.physics import bhabha, moller
from mcsim.tables.stopping import collision_stopping, radiative_stopping
from tests.physics.sampling import bin_integrals

ENERGIES = np.array([0.01, 0.1, 1.0, 10.0, 50.0])
ESTAR = {  # collision and radiative, at ENERGIES
    "hydrogen": ((51.24, 8.737, 3.815, 4.390, 5.090), (9.702e-4, 1.216e-3, 5.152e-3, 8.809e-2, 0.5959)),
    "water": ((22.561, 4.1153, 1.8491, 1.9680, 2.1392), (3.898e-3, 4.228e-3, 1.280e-2, 0.18143, 1.1464)),
    "aluminum": ((16.490, 3.1772, 1.4647, 1.6355, 1.7891), (6.559e-3, 7.476e-3, 2.119e-2, 0.28577, 1.7609)),
    "copper": ((13.18, 2.698, 1.263, 1.436, 1.603), (1.213e-2, 1.710e-2, 4.580e-2, 0.5650, 3.375)),
    "sodium iodide": ((11.16, 2.382, 1.167, 1.374, 1.548), (1.518e-2, 2.628e-2, 7.189e-2, 0.7876, 4.609)),
    "tungsten": ((8.974, 2.047, 1.016, 1.203, 1.362), (1.977e-2, 4.084e-2, 0.1159, 1.132, 6.477)),
    "lead": ((8.428, 1.964, 0.9939, 1.201, 1.365), (2.045e-2, 4.454e-2, 0.1290, 1.206, 6.865)),
}
WATER = material("water", mean_excitation_energy=75e-6)


@pytest.mark.parametrize("name", ESTAR)
def test_stopping_powers_agree_with_estar(name):
    medium = WATER if name == "water" else material(name)
    collision, radiative = (np.array(values) for values in ESTAR[name])
    ours = collision_stopping(medium, ENERGIES), radiative_stopping(medium, ENERGIES)
    assert ours[0] == pytest.approx(collision, rel=6e-4)  # the density of a gas, rounding of the values
    assert ours[1] == pytest.approx(radiative, rel=0.026)
    assert sum(ours) == pytest.approx(collision + radiative, rel=0.003 if max(medium.z) <= 20 else 0.006)


def test_water_agrees_with_estar_to_the_last_digit():
    expected = [22.561, 4.1153, 1.8491, 1.9680, 2.1392]
    assert collision_stopping(WATER, ENERGIES) == pytest.approx(expected, rel=5e-5)


def test_mean_excitation_energy_of_78_ev_lowers_the_stopping_power():
    ratio = collision_stopping(material("water"), ENERGIES[:3]) / collision_stopping(WATER, ENERGIES[:3])
    assert ((ratio > 0.992) & (ratio < 0.998)).all()


@pytest.mark.parametrize("name", ["water", "lead"])
@pytest.mark.parametrize("threshold", [0.001, 0.05, 0.2])
@pytest.mark.parametrize(("charge", "law"), [(0, moller), (1, bhabha)])
def test_restricted_is_unrestricted_less_hard_collisions(name, threshold, charge, law):
    medium = material(name)
    for energy in (2.5 * threshold, 1.0, 30.0):
        energies = np.array([energy])
        edges = np.geomspace(threshold, energy if charge else 0.5 * energy, 60)
        hard = bin_integrals(lambda w, t=energy: w * law.differential_cross_section(t, w), edges).sum()
        whole = collision_stopping(medium, energies, charge)[0]
        rest = collision_stopping(medium, energies, charge, threshold)[0]
        assert rest + medium.electrons_per_gram * hard == pytest.approx(whole, rel=1e-9)


@pytest.mark.parametrize(("charge", "largest"), [(0, 0.5), (1, 1.0)])
def test_threshold_above_every_loss_changes_nothing(charge, largest):
    whole = collision_stopping(WATER, ENERGIES, charge)
    assert collision_stopping(WATER, ENERGIES, charge, 50.0 * largest) == pytest.approx(whole, rel=1e-14)


def test_positrons_lose_more_when_slow_and_less_when_fast():
    ours = collision_stopping(WATER, np.array([0.01, 0.1, 1.0, 10.0]), charge=1)
    electrons = collision_stopping(WATER, np.array([0.01, 0.1, 1.0, 10.0]))
    assert ours[0] > electrons[0]
    assert ours[2] < electrons[2]


@pytest.mark.parametrize("charge", [0, 1])
@pytest.mark.parametrize("threshold", [None, 0.001, 0.2])
def test_every_element_slows_at_every_energy(charge, threshold):
    energies = np.geomspace(2.0**-10, 64.0, 97)
    for z in range(1, 101):
        assert (collision_stopping(material(element(z).symbol), energies, charge, threshold) > 0.0).all()


@pytest.mark.parametrize("charge", [0, 1])
def test_medium_without_a_level_within_reach_is_refused(charge):
    with pytest.raises(DataError, match="too high"):
        collision_stopping(material("helium", mean_excitation_energy=2e-3), np.array([0.001]), charge)
