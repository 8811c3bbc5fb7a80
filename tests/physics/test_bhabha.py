import numpy as np
import pytest

from mcsim.jit import kernel
from mcsim.physics.bhabha import cross_section, differential_cross_section, sample
from tests.physics.sampling import DRAWS, assert_follows, bin_integrals, started, words_per_draw

CASES = [(0.0011, 0.001), (0.1, 0.001), (0.3, 0.2), (1.0, 0.2), (6.0, 0.01), (63.0, 0.2)]


@kernel
def draw(energy, threshold, state, transfers):
    for i in range(transfers.size):
        transfers[i] = sample(energy, threshold, state)


def drawn(energy, threshold, seed):
    state, transfers = started(seed), np.empty(DRAWS)
    draw(energy, threshold, state, transfers)
    return transfers, words_per_draw(seed, state, DRAWS)


def bins(energy, threshold):
    edges = np.geomspace(threshold, energy, 41)
    edges[0], edges[-1] = threshold, energy
    return edges


@pytest.mark.parametrize(("energy", "threshold"), CASES)
def test_transfers_follow_the_cross_section(energy, threshold):
    transfers, _ = drawn(energy, threshold, seed=21)
    edges = bins(energy, threshold)
    assert_follows(transfers, edges, bin_integrals(lambda w: differential_cross_section(energy, w), edges))


@pytest.mark.parametrize(("energy", "threshold"), CASES)
def test_cross_section_is_the_integral(energy, threshold):
    edges = bins(energy, threshold)
    integral = bin_integrals(lambda w: differential_cross_section(energy, w), edges).sum()
    assert cross_section(np.array([energy]), threshold)[0] == pytest.approx(integral, rel=1e-9)


def test_at_low_energy_the_cross_section_is_rutherford_s():
    energy, share = 1e-7, np.array([0.1, 0.5, 1.0])
    ratio = differential_cross_section(energy, share * energy) * share**2
    assert ratio / ratio[0] == pytest.approx(np.ones(3), rel=1e-5)


@pytest.mark.parametrize("energy", np.geomspace(1e-3, 64.0, 9))
def test_rejection_weight_stays_a_probability(energy):
    """The sampler accepts with dsigma eps^2 in units of its value at eps = 0."""
    share = np.linspace(1e-6, 1.0, 2001)
    weight = differential_cross_section(energy, share * energy) * share**2
    assert (weight > 0.0).all()
    assert weight.max() <= weight[0] * (1.0 + 1e-5)


@pytest.mark.parametrize(
    ("energy", "threshold", "words"), [(0.3, 0.2, 2.40), (1.0, 0.2, 2.584), (6.0, 0.01, 2.02)]
)
def test_random_numbers(energy, threshold, words):
    assert drawn(energy, threshold, seed=22)[1] == pytest.approx(words, rel=4.0 / DRAWS**0.5)


def test_nothing_happens_below_the_threshold():
    state = started(23)
    before = state.copy()
    assert sample(0.2, 0.2, state) == 0.0
    assert (state == before).all()
    assert cross_section(np.array([0.1, 0.2]), 0.2) == pytest.approx(0.0, abs=1e-40)
