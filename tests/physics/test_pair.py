import numpy as np
import pytest

from mcsim.jit import kernel
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.physics.pair import sample_angle, sample_energies
from mcsim.tables.pair import build_pair, energy_distribution
from tests.physics.sampling import DRAWS, assert_follows, bin_integrals, started, words_per_draw

NUMBERS = (8, 82)


@kernel
def draw_energies(table, element, energy, state, electrons, positrons):
    for i in range(electrons.size):
        electrons[i], positrons[i] = sample_energies(table, element, energy, state)


@kernel
def draw_angles(kinetic_energy, state, deflections):
    for i in range(deflections.size):
        deflections[i] = sample_angle(kinetic_energy, state)


@pytest.fixture(scope="module")
def table():
    return build_pair(NUMBERS)


def drawn(table, element, energy, seed):
    """Kinetic energies of electrons and positrons, words per draw."""
    electrons, positrons, state = np.empty(DRAWS), np.empty(DRAWS), started(seed)
    draw_energies(table, element, energy, state, electrons, positrons)
    return electrons, positrons, words_per_draw(seed, state, DRAWS)


@pytest.mark.parametrize("element", [0, 1])
@pytest.mark.parametrize("energy", [1.15, 2.6, 11.3, 55.0])
def test_energies_follow_the_cross_section(table, element, energy):
    """Energies lie between the rows of the table, so that its interpolation is tested too."""
    electrons, positrons, _ = drawn(table, element, energy, seed=41)
    available = energy - 2.0 * ELECTRON_MASS
    assert electrons + positrons == pytest.approx(available, rel=1e-12)
    assert electrons.min() >= 0.0
    edges = np.linspace(0.0, 1.0, 31)

    def density(share):
        rows = energy_distribution(
            NUMBERS[element], np.array([[energy / ELECTRON_MASS]]), share.reshape(1, -1)
        )
        return rows.reshape(share.shape)

    expected = bin_integrals(density, edges)
    assert_follows(electrons / available, edges, expected)
    assert_follows(positrons / available, edges, expected)


@pytest.mark.parametrize(("energy", "words"), [(1.03, 3.55), (6.0, 3.42), (60.0, 3.17)])
def test_random_numbers_used(table, energy, words):
    assert drawn(table, 0, energy, seed=42)[2] == pytest.approx(words, rel=0.05)


def test_nothing_is_left_at_the_threshold(table):
    electrons, positrons, _ = drawn(table, 1, 2.0 * ELECTRON_MASS, seed=43)
    assert np.all(electrons == 0.0)
    assert np.all(positrons == 0.0)


@pytest.mark.parametrize("kinetic_energy", [0.0, 0.01, 1.0, 50.0])
def test_angles(kinetic_energy):
    state, deflections = started(44), np.empty(DRAWS)
    draw_angles(kinetic_energy, state, deflections)
    gamma = 1.0 + kinetic_energy / ELECTRON_MASS
    beta = np.sqrt(1.0 - gamma**-2)
    scale = gamma**-2
    edges = np.append(np.expm1(np.linspace(0.0, np.log1p(2.0 / scale), 31))[:-1] * scale, 2.0)
    below = edges / (1.0 - beta + beta * edges)  # integral of (1 - beta cos theta)^-2
    assert_follows(deflections, edges, np.diff(below))
    assert words_per_draw(44, state, DRAWS) == 1.0
