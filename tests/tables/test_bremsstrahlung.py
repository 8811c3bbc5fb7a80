import numpy as np
import pytest

from mcsim.materials import material
from mcsim.tables.bremsstrahlung import (
    build_bremsstrahlung,
    positron_factor,
    radiative_cross_section,
    radiative_stopping,
    scaled_cross_section,
)
from mcsim.tables.charged_grid import ENERGIES
from tests.physics.sampling import bin_integrals

ENERGY = np.array([0.0033, 0.1, 1.3, 20.0, 64.0])


def spectrum(medium, energy):
    """dsigma/dk in cm2/g as a function of k, straight from the table."""
    table = scaled_cross_section(medium)
    row = np.array([np.interp(energy, ENERGIES[::8], column) for column in table.T])
    beta2 = 1.0 - (1.0 + energy / 0.51099895069) ** -2
    return lambda k: np.interp(k / energy, np.linspace(0.0, 1.0, row.size), row) / (beta2 * k)


@pytest.mark.parametrize("name", ["water", "lead"])
def test_integrals_are_those_of_the_sampled_spectrum(name):
    medium = material(name)
    for energy in ENERGY:
        threshold = max(0.001, 0.013 * energy)
        density = spectrum(medium, energy)
        grid = energy * np.arange(65) / 64.0
        upper = np.unique(np.append(grid[grid > threshold], threshold))
        lower = np.unique(np.append(grid[grid < threshold], threshold))
        energies = np.array([energy])
        hard = radiative_cross_section(medium, energies, 0, threshold)[0]
        soft = radiative_stopping(medium, energies, 0, threshold)[0]
        whole = radiative_stopping(medium, energies)[0]
        assert hard == pytest.approx(bin_integrals(density, upper).sum(), rel=1e-9)
        assert soft == pytest.approx(bin_integrals(lambda k, f=density: k * f(k), lower).sum(), rel=1e-9)
        above = bin_integrals(lambda k, f=density: k * f(k), upper).sum()
        assert whole == pytest.approx(soft + above, rel=1e-9)


def test_a_threshold_above_the_energy_leaves_nothing_hard():
    medium = material("copper")
    assert radiative_cross_section(medium, ENERGY, 0, 64.0) == pytest.approx(0.0, abs=1e-30)
    assert radiative_stopping(medium, ENERGY, 0, 64.0) == pytest.approx(radiative_stopping(medium, ENERGY))


def test_positrons_radiate_less_at_low_energy():
    """The factor grows with T / Z^2 and tends to 1 (L. Kim et al. 1986)."""
    factors = np.array([positron_factor(z, ENERGIES) for z in range(1, 101)])
    assert (np.diff(factors, axis=1) >= 0.0).all()
    assert (np.diff(factors, axis=0) <= 0.0).all()
    assert factors[0, -1] == pytest.approx(1.0, abs=0.01)
    assert factors[-1, 0] < 0.02
    ratio = radiative_stopping(material("gold"), ENERGY, 1) / radiative_stopping(material("gold"), ENERGY)
    assert ratio == pytest.approx(positron_factor(79, ENERGY), rel=1e-12)


def test_mixture_is_the_sum_of_its_elements():
    medium = material("water")
    parts = [material(symbol) for symbol in ("H", "O")]
    expected = sum(
        w * scaled_cross_section(part) for w, part in zip(medium.mass_fractions, parts, strict=True)
    )
    assert scaled_cross_section(medium) == pytest.approx(expected, rel=1e-12)


def test_ceiling_bounds_the_rest_of_each_row():
    table = build_bremsstrahlung([material("water"), material("tungsten")])
    for j in range(table.scaled.shape[2]):
        assert (table.ceiling[..., j] == table.scaled[..., j:].max(axis=-1)).all()
    assert (table.scaled > 0.0).all()
