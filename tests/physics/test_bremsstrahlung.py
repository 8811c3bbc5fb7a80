import math

import numpy as np
import pytest

from mcsim.jit import kernel
from mcsim.materials import material
from mcsim.physics.bremsstrahlung import sample_angle, sample_energy
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.tables.bremsstrahlung import build_bremsstrahlung
from tests.physics.sampling import DRAWS, assert_follows, bin_integrals, started, words_per_draw

MATERIALS = ("water", "tungsten")


@kernel
def draw_energies(table, material, energy, threshold, state, photons):
    for i in range(photons.size):
        photons[i] = sample_energy(table, 0, material, energy, threshold, state)


@kernel
def draw_angles(table, material, energy, photon, state, deflections):
    for i in range(deflections.size):
        deflections[i] = sample_angle(table, material, energy, photon, state)


@pytest.fixture(scope="module")
def table():
    return build_bremsstrahlung([material(name) for name in MATERIALS])


def spectrum(table, number, energy):
    """k dsigma/dk as the table has it, as a function of k: bilinear in energy and k / energy."""
    rows = table.scaled.shape[1]
    octave, place = divmod(math.log2(energy) + 10.0, 1.0)
    position = 8.0 * (octave + 2.0**place - 1.0)  # eight rows, equally spaced, in every octave from 2^-10 MeV
    row = min(int(position), rows - 2)
    low, high = table.scaled[number, row], table.scaled[number, row + 1]
    values = low + (position - row) * (high - low)
    return lambda k: np.interp(k / energy, np.linspace(0.0, 1.0, values.size), values)


@pytest.mark.parametrize("number", range(len(MATERIALS)))
@pytest.mark.parametrize(("energy", "threshold"), [(0.0013, 0.001), (0.1, 0.01), (2.3, 0.01), (63.0, 0.2)])
def test_photon_energies_follow_the_table(table, number, energy, threshold):
    state, photons = started(41), np.empty(DRAWS)
    draw_energies(table, number, energy, threshold, state, photons)
    edges = np.geomspace(threshold, energy, 257)
    edges[0], edges[-1] = threshold, energy
    chi = spectrum(table, number, energy)
    assert_follows(photons, edges, bin_integrals(lambda k: chi(k) / k, edges))


@pytest.mark.parametrize(("energy", "words"), [(0.1, 3.077), (6.0, 2.740)])
def test_random_numbers_of_an_energy(table, energy, words):
    state, photons = started(42), np.empty(DRAWS)
    draw_energies(table, 0, energy, 0.01, state, photons)
    assert words_per_draw(42, state, DRAWS) == pytest.approx(words, rel=4.0 / DRAWS**0.5)


def koch_motz(energy, photon, z23):
    """Formula 2BS, per unit of x = (E0 theta)^2, as published (constants left out)."""
    before = 1.0 + energy / ELECTRON_MASS
    after = before - photon / ELECTRON_MASS

    def density(x):
        logarithm = -np.log((0.5 * (before - after) / (before * after)) ** 2 + z23 / (111.0 * (1.0 + x)) ** 2)
        peak = 16.0 * x * after / ((1.0 + x) ** 4 * before)
        middle = (before + after) ** 2 / ((1.0 + x) ** 2 * before**2)
        brace = (before**2 + after**2) / ((1.0 + x) ** 2 * before**2) - 4.0 * x * after / (
            (1.0 + x) ** 4 * before
        )
        return peak - middle + brace * logarithm

    return density


@pytest.mark.parametrize(
    ("energy", "photon"), [(0.002, 0.001), (0.1, 0.09), (1.0, 0.01), (20.0, 1.0), (60.0, 60.0)]
)
def test_angles_follow_koch_and_motz(table, energy, photon):
    state, deflections = started(43), np.empty(DRAWS)
    draw_angles(table, 1, energy, photon, state, deflections)
    gamma = 1.0 + energy / ELECTRON_MASS
    beta = math.sqrt(1.0 - gamma**-2)
    scale = beta * (1.0 + beta) * gamma**2
    edges = np.expm1(np.linspace(0.0, math.log1p(2.0 * scale), 60))
    edges[-1] = 2.0 * scale * (1.0 + 1e-12)
    assert_follows(
        deflections * scale, edges, bin_integrals(koch_motz(energy, photon, 74.0 ** (2.0 / 3.0)), edges)
    )


def test_at_low_energy_photons_leave_as_from_a_slow_dipole(table):
    """Forward and backward alike."""
    state, deflections = started(44), np.empty(DRAWS)
    draw_angles(table, 0, 1e-6, 1e-7, state, deflections)
    assert deflections.mean() == pytest.approx(1.0, abs=4.0 / math.sqrt(3.0 * DRAWS))


@pytest.mark.parametrize(("energy", "words"), [(0.1, 2.565), (6.0, 4.676)])
def test_random_numbers_of_an_angle(table, energy, words):
    state, deflections = started(45), np.empty(DRAWS)
    draw_angles(table, 0, energy, 0.05, state, deflections)
    assert words_per_draw(45, state, DRAWS) == pytest.approx(words, rel=4.0 / DRAWS**0.5)


def test_no_photon_below_the_threshold(table):
    state = started(46)
    before = state.copy()
    assert sample_energy(table, 0, 0, 0.01, 0.01, state) == 0.0
    assert (state == before).all()
