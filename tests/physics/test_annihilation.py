import numpy as np
import pytest

from mcsim.jit import kernel
from mcsim.physics.annihilation import cross_section, sample_in_flight
from mcsim.physics.kinematics import CLASSICAL_ELECTRON_RADIUS, ELECTRON_MASS
from tests.physics.sampling import DRAWS, assert_follows, bin_integrals, started, words_per_draw

ENERGIES = [0.001, 0.05, 0.511, 6.0, 64.0]


@kernel
def draw(energy, state, photons):
    for i in range(photons.shape[0]):
        photons[i, 0], photons[i, 1], photons[i, 2], photons[i, 3] = sample_in_flight(energy, state)


def drawn(energy, seed):
    state, photons = started(seed), np.empty((DRAWS, 4))
    draw(energy, state, photons)
    return photons, words_per_draw(seed, state, DRAWS)


def heitler(energy, share):
    """dsigma/dzeta in cm2, counting each of the two photons."""
    gamma = 1.0 + energy / ELECTRON_MASS

    def one(zeta):
        return -((gamma + 1.0) ** 2) + (gamma**2 + 4.0 * gamma + 1.0) / zeta - zeta**-2

    scale = np.pi * CLASSICAL_ELECTRON_RADIUS**2 / ((gamma + 1.0) * (gamma**2 - 1.0))
    return scale * (one(share) + one(1.0 - share))


def lowest_share(energy):
    gamma = 1.0 + energy / ELECTRON_MASS
    return 1.0 / (gamma + 1.0 + np.sqrt(gamma**2 - 1.0))


@pytest.mark.parametrize("energy", ENERGIES)
def test_softer_photon_follows_heitler(energy):
    photons, _ = drawn(energy, seed=31)
    share = np.minimum(photons[:, 0], photons[:, 2]) / (energy + 2.0 * ELECTRON_MASS)
    edges = np.geomspace(lowest_share(energy) * (1.0 - 1e-12), 0.5, 31)
    edges[-1] = 0.5
    assert_follows(share, edges, bin_integrals(lambda zeta: heitler(energy, zeta), edges))


@pytest.mark.parametrize("energy", ENERGIES)
def test_cross_section_is_the_integral(energy):
    edges = np.geomspace(lowest_share(energy), 0.5, 31)
    integral = bin_integrals(lambda zeta: heitler(energy, zeta), edges).sum()
    assert cross_section(np.array([energy]))[0] == pytest.approx(integral, rel=1e-7)


@pytest.mark.parametrize("energy", ENERGIES)
def test_energy_and_momentum_are_conserved(energy):
    first, turn, second, other_turn = drawn(energy, seed=32)[0].T
    momentum = np.sqrt(energy * (energy + 2.0 * ELECTRON_MASS))
    sideways = first * np.sqrt(turn * (2.0 - turn)) - second * np.sqrt(other_turn * (2.0 - other_turn))
    assert first + second == pytest.approx(energy + 2.0 * ELECTRON_MASS, rel=1e-12)
    assert first * (1.0 - turn) + second * (1.0 - other_turn) == pytest.approx(momentum, rel=1e-10)
    assert np.abs(sideways).max() < 1e-7 * momentum


def test_slow_positrons_annihilate_at_a_constant_rate():
    """Dirac's limit: sigma beta tends to pi r_e^2."""
    energy = np.array([1e-9])
    beta = np.sqrt(2.0 * energy / ELECTRON_MASS)
    expected = np.pi * CLASSICAL_ELECTRON_RADIUS**2
    assert cross_section(energy)[0] * beta[0] == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(("energy", "words"), [(0.05, 2.029), (6.0, 2.447)])
def test_random_numbers(energy, words):
    assert drawn(energy, seed=33)[1] == pytest.approx(words, rel=4.0 / DRAWS**0.5)
