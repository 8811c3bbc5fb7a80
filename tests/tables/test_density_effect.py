"""Density effect against ESTAR and the published parameters of Sternheimer, Berger and Seltzer."""

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.materials import material
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.tables.density_effect import density_effect, oscillators, plasma_energy

# R. Sternheimer, M. Berger, S. Seltzer, At. Data Nucl. Data Tables 30 (1984) 261: X0 and delta there.
THRESHOLDS = {
    "carbon": (-0.0351, 0.10),
    "silicon": (0.2015, 0.14),
    "phosphorus": (0.1696, 0.14),
    "sulfur": (0.1580, 0.14),
    "germanium": (0.3376, 0.14),
    "selenium": (0.2258, 0.10),
    "iodine": (0.0549, 0.0),
    "aluminum": (0.1708, 0.12),
    "gold": (0.2021, 0.14),
}


def test_water_agrees_with_estar():
    medium = material("water", mean_excitation_energy=75e-6)
    assert density_effect(medium, np.array([0.5, 1.0, 10.0, 50.0])) == pytest.approx(
        [0.0, 0.2428, 2.9922, 5.7412], abs=2e-4
    )


@pytest.mark.parametrize("name", THRESHOLDS)
def test_conductors_are_those_of_the_published_parameters(name):
    """The published fit starts at X0 = log10(beta gamma): from 0 in insulators, above it in conductors."""
    threshold, published = THRESHOLDS[name]
    energies = ELECTRON_MASS * (np.sqrt(1.0 + 100.0 ** np.array([threshold])) - 1.0)
    assert density_effect(material(name), energies) == pytest.approx([published], abs=0.0055)


def test_density_effect_at_high_energy_is_fermi_s():
    """delta tends to 2 ln(hbar omega_p gamma beta / I) - 1."""
    energies = np.array([1e5])
    momentum = energies / ELECTRON_MASS
    for name in ("water", "copper", "air"):
        medium = material(name)
        expected = 2.0 * np.log(plasma_energy(medium) * momentum / medium.mean_excitation_energy) - 1.0
        assert density_effect(medium, energies) == pytest.approx(expected, abs=2e-3)


def test_density_effect_is_smooth_positive_and_starts_at_zero_in_insulators():
    energies = np.geomspace(1e-3, 64.0, 500)
    insulator, metal = density_effect(material("water"), energies), density_effect(material("lead"), energies)
    assert insulator[0] == 0.0
    assert metal[0] > 0.0
    for delta in (insulator, metal):
        assert (np.diff(delta) >= 0.0).all()


def test_impossible_density_is_refused():
    message = (
        r"'hydrogen' cannot have 30 g/cm3 with a mean .* 19.2 eV; write at most 0.\d+ g/cm3, or a higher"
    )
    with pytest.raises(InputError, match=message) as caught:
        density_effect(material("hydrogen", density=30.0), np.array([0.01, 1.0]))
    largest = float(str(caught.value).split("at most ")[1].split()[0])
    assert oscillators(material("hydrogen", density=largest)).level2.min() > 0.0
    with pytest.raises(InputError):
        oscillators(material("hydrogen", density=1.01 * largest))


def test_gases_between_the_stars():
    delta = density_effect(material("hydrogen", density=1e-20), np.array([0.01, 50.0]))
    np.testing.assert_array_equal(delta, 0.0)
