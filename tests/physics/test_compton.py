import numpy as np
import pytest

from mcsim.data.scattering_factors import scattering_function
from mcsim.jit import kernel
from mcsim.materials import material
from mcsim.physics.compton import ROWS_SHIFT, electron_one_minus_cos, klein_nishina, sample
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.physics.lookup import make_grid
from mcsim.physics.momentum_transfer import backward_x2
from mcsim.tables.attenuation import ENERGY_MAX, ENERGY_MIN
from mcsim.tables.compton import build_compton
from tests.physics.sampling import DRAWS, assert_follows, bin_integrals, started, words_per_draw


@kernel
def draw(table, material, energy, state, energies, deflections):
    for i in range(energies.size):
        energies[i], deflections[i] = sample(table, material, energy, state)


def drawn(table, energy, seed, draws=DRAWS):
    """Scattered energies, 1 - cos theta and words per draw."""
    state, energies, deflections = started(seed), np.empty(draws), np.empty(draws)
    draw(table, 0, energy, state, energies, deflections)
    return energies, deflections, words_per_draw(seed, state, draws)


@pytest.fixture(scope="module")
def water():
    return build_compton([material("water")])


def bins(energy):
    """Bin edges in 1 - cos theta that resolve the forward peak."""
    k = energy / ELECTRON_MASS
    return np.append(np.expm1(np.linspace(0.0, np.log1p(2.0 * k), 41))[:-1] / k, 2.0)


def shape(energy, t):
    return np.vectorize(klein_nishina)(1.0 / (1.0 + energy / ELECTRON_MASS * t), t)


@pytest.mark.parametrize("energy", [0.001, 0.05, 0.511, 1.7, 63.0])
def test_free_electrons_follow_klein_nishina(water, energy):
    free = water._replace(scattering=np.ones_like(water.scattering))
    _, deflections, _ = drawn(free, energy, seed=1)
    assert_follows(deflections, bins(energy), bin_integrals(lambda t: shape(energy, t), bins(energy)))


@pytest.mark.parametrize("energy", [0.0015, 0.01, 0.06, 0.3])
def test_bound_electrons_follow_klein_nishina_times_s(water, energy):
    def scattering(t):
        x = np.sqrt(0.5 * backward_x2(energy) * t)
        parts = [scattering_function(1), scattering_function(8)]
        hydrogen, oxygen = (np.exp(np.interp(np.log(x), np.log(p[0][1:]), np.log(p[1][1:]))) for p in parts)
        return shape(energy, t) * (2.0 * hydrogen + oxygen)

    _, deflections, _ = drawn(water, energy, seed=2)
    assert_follows(deflections, bins(energy), bin_integrals(scattering, bins(energy)))


def test_energy_and_angle_obey_compton_s_relation(water):
    energies, deflections, _ = drawn(water, 2.0, seed=3, draws=2000)
    assert energies == pytest.approx(2.0 / (1.0 + 2.0 / ELECTRON_MASS * deflections), rel=1e-12)
    assert deflections.min() > 0.0
    assert deflections.max() <= 2.0


def test_momentum_is_conserved():
    for energy in (0.001, 0.3, 20.0):
        for deflection in (1e-8, 1e-3, 0.7, 2.0):
            scattered = energy / (1.0 + energy / ELECTRON_MASS * deflection)
            turn = electron_one_minus_cos(energy, scattered, deflection)
            kinetic = energy - scattered
            momentum = np.sqrt(kinetic * (kinetic + 2.0 * ELECTRON_MASS))
            along = scattered * (1.0 - deflection) + momentum * (1.0 - turn)
            across = scattered * np.sqrt(deflection * (2.0 - deflection))
            assert along == pytest.approx(energy, rel=1e-9)
            assert momentum * np.sqrt(turn * (2.0 - turn)) == pytest.approx(across, rel=1e-6, abs=1e-9)


def test_no_transfer_leaves_an_electron_at_right_angles():
    assert electron_one_minus_cos(1.0, 1.0, 0.0) == 1.0


def test_steps_bound_the_formula_at_all_energies(water):
    rows = make_grid(ENERGY_MIN, ENERGY_MAX)[: -1 : 1 << ROWS_SHIFT]
    assert len(rows) == len(water.staircase)
    t = np.linspace(0.0, 2.0, 4001)
    for energy in np.exp(np.random.default_rng(1).uniform(np.log(0.001), np.log(64.0), 500)):
        row = water.staircase[np.searchsorted(rows, energy, side="right") - 1]
        cell = np.minimum(np.searchsorted(row[:, 0], t, side="right"), len(row) - 1) - 1
        assert np.all(shape(energy, t) <= row[cell, 1] * (1.0 + 1e-12))


@pytest.mark.parametrize(
    ("energy", "words"), [(0.001, 3.93), (0.01, 2.42), (0.06, 2.11), (1.0, 2.07), (10.0, 2.13)]
)
def test_random_numbers_used(water, energy, words):
    assert drawn(water, energy, seed=4)[2] == pytest.approx(words, rel=0.05)


def test_s_is_one_at_large_and_vanishes_at_small_momentum_transfer():
    table = build_compton([material("water"), material("lead")])
    assert table.scattering[:, -1] == pytest.approx(1.0, abs=1e-4)
    assert np.all(table.scattering[:, 0] < 1e-4)
    assert np.all(np.diff(table.scattering, axis=1) >= 0.0)
