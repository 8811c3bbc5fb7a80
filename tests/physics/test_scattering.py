"""Deflections of condensed steps against the exact moments and densities of Goudsmit and Saunderson."""

import numpy as np
import pytest

from mcsim.jit import kernel
from mcsim.materials import material
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import rotate
from mcsim.physics.scattering import sample
from mcsim.tables.angles import MU, WEIGHTS
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.elastic import deflection_cross_section
from mcsim.tables.scattering import SCATTERING_ENERGIES, build_scattering, deflection_density
from tests.physics.sampling import DRAWS, assert_follows, started, words_per_draw

WATER, GOLD = material("water"), material("gold")
MATERIALS = (WATER, GOLD)
THRESHOLD = 0.2


@kernel
def draw(table, charge, material, energy, state, deflections):
    for i in range(deflections.size):
        deflections[i] = sample(table, charge, material, energy, state)


@kernel
def draw_twice(table, charge, material, energy, state, cosines):
    for i in range(cosines.size):
        u, v, w = 0.0, 0.0, 1.0
        for _ in range(2):
            turn = sample(table, charge, material, energy, state)
            u, v, w = rotate(u, v, w, turn, uniform(state))
        cosines[i] = w


def lengths(factor=1.0):
    """About the path on which the energy falls by 15 %, g/cm2, smooth in energy."""
    stopping = 1.8 * (1.0 + 0.5 * (0.511 / ENERGIES) ** 0.8)
    return np.broadcast_to(factor * 0.15 * ENERGIES / stopping, (2, len(MATERIALS), len(ENERGIES)))


@pytest.fixture(scope="module")
def table():
    return build_scattering(MATERIALS, THRESHOLD, lengths())


def decay(charge, number, energy, order, factor=1.0):
    """Path of a step times G_l."""
    cross_section = deflection_cross_section(MATERIALS[number], np.array([energy]), charge, THRESHOLD)[0]
    polynomial = np.polynomial.legendre.Legendre.basis(order)(1.0 - 2.0 * MU)
    path = np.interp(np.log(energy), np.log(ENERGIES), lengths(factor)[charge, number])
    return path * (cross_section @ (WEIGHTS * (1.0 - polynomial)))


# At points of the table, in the middle between them, and elsewhere.
@pytest.mark.parametrize("energy", [2.0**-9, 0.0317, 0.53125, 1.0, 2.6, 17.3])
@pytest.mark.parametrize(("charge", "number"), [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_mean_legendre_polynomials(table, charge, number, energy):
    deflections = np.empty(DRAWS)
    draw(table, charge, number, energy, started(1), deflections)
    cosine = 1.0 - deflections
    for order, allowed in ((1, 5e-4), (2, 2e-3)):
        lost = 1.0 - np.polynomial.legendre.Legendre.basis(order)(cosine)
        exact = -np.expm1(-decay(charge, number, energy, order))
        assert abs(lost.mean() - exact) < 4.0 * lost.std() / np.sqrt(DRAWS) + allowed * exact


@pytest.mark.parametrize("energy", [2.0**-10, 0.0625, 1.0, 16.0])
@pytest.mark.parametrize("number", [0, 1])
def test_follows_the_density(table, number, energy):
    cross_section = deflection_cross_section(MATERIALS[number], np.array([energy]), 0, THRESHOLD)
    path = np.interp(np.log(energy), np.log(ENERGIES), lengths()[0, number])
    density, undeflected = deflection_density(cross_section, np.array([path]))
    mass = density[0] * WEIGHTS
    ends = np.searchsorted(np.cumsum(mass) / mass.sum(), np.linspace(0.02, 0.98, 25))
    edges = 2.0 * np.concatenate([[0.0], np.sqrt(MU[ends] * MU[ends + 1]), [1.0]])
    probability = np.array([part.sum() for part in np.split(mass, ends + 1)])
    deflections = np.empty(DRAWS)
    draw(table, 0, number, energy, started(2), deflections)
    stays = np.count_nonzero(deflections == 0.0) / DRAWS
    assert stays == pytest.approx(undeflected[0], abs=4.0 * np.sqrt(undeflected[0] / DRAWS) + 1e-12)
    assert_follows(deflections[deflections > 0.0], edges, probability)


@pytest.mark.parametrize("energy", [0.125, 4.0])
def test_two_steps_are_one_of_twice_the_length(energy):
    """Legendre moments of a sum of independent deflections multiply."""
    half = build_scattering(MATERIALS, THRESHOLD, lengths(0.5))
    cosines = np.empty(DRAWS)
    draw_twice(half, 0, 0, energy, started(3), cosines)
    for order in (1, 2, 3, 4):
        polynomial = np.polynomial.legendre.Legendre.basis(order)(cosines)
        exact = np.exp(-decay(0, 0, energy, order))
        assert abs(polynomial.mean() - exact) < 4.0 * polynomial.std() / np.sqrt(DRAWS) + 1e-3 * (1.0 - exact)


def test_three_random_numbers(table):
    state, deflections = started(4), np.empty(DRAWS)
    draw(table, 0, 0, 1.37, state, deflections)
    assert words_per_draw(4, state, DRAWS) == 3.0


def test_outside_the_table_the_nearest_energy_holds(table):
    for outside, end in ((0.0003, SCATTERING_ENERGIES[0]), (200.0, SCATTERING_ENERGIES[-1])):
        there, here = np.empty(100), np.empty(100)
        draw(table, 1, 1, outside, started(5), there)
        draw(table, 1, 1, end, started(5), here)
        assert np.array_equal(there, here)
        assert np.all((there >= 0.0) & (there <= 2.0))
