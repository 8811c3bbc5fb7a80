import numpy as np
import pytest

from mcsim.data.scattering_factors import form_factor
from mcsim.jit import kernel
from mcsim.materials import material
from mcsim.physics.lookup import make_grid
from mcsim.physics.momentum_transfer import X2_MAX, X2_MIN, backward_x2
from mcsim.physics.rayleigh import ODDS_MAX, ODDS_MIN, sample
from mcsim.tables.rayleigh import build_rayleigh
from tests.physics.sampling import DRAWS, assert_follows, bin_integrals, started, words_per_draw


@kernel
def draw(table, material, energy, state, deflections):
    for i in range(deflections.size):
        deflections[i] = sample(table, material, energy, state)


def drawn(table, number, energy, seed):
    """1 - cos theta and words per draw."""
    state, deflections = started(seed), np.empty(DRAWS)
    draw(table, number, energy, state, deflections)
    return deflections, words_per_draw(seed, state, DRAWS)


@pytest.fixture(scope="module")
def table():
    return build_rayleigh([material("water"), material("lead")])


ATOMS = (((1, 2.0), (8, 1.0)), ((82, 1.0),))


def thomson(t):
    return 1.0 + (1.0 - t) ** 2


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("energy", [0.0012, 0.02, 0.06, 1.3])
def test_follows_form_factors_and_thomson(table, number, energy):
    def distribution(t):
        x = np.sqrt(0.5 * backward_x2(energy) * t)
        squares = 0.0
        for z, count in ATOMS[number]:
            points, values = form_factor(z)
            seen = values > 0.0
            seen[0] = False
            squares = squares + count * np.exp(
                2.0 * np.interp(np.log(x), np.log(points[seen]), np.log(values[seen]))
            )
        return thomson(t) * squares

    peak = min(1.0, 4.0 / backward_x2(energy))
    edges = np.concatenate([np.linspace(0.0, peak, 30), np.geomspace(peak, 2.0, 15)[1:]])
    deflections, _ = drawn(table, number, energy, seed=11)
    assert_follows(deflections, np.unique(edges), bin_integrals(distribution, np.unique(edges)))


def test_point_like_atom_scatters_as_thomson(table):
    """F = 1: A is proportional to x^2, and so are the odds as long as they are small."""
    point = table._replace(
        cumulative=1e-3 * make_grid(X2_MIN, X2_MAX)[None, :],
        inverse=1e3 * make_grid(ODDS_MIN, ODDS_MAX)[None, :],
    )
    deflections, _ = drawn(point, 0, 0.01, seed=12)
    edges = np.linspace(0.0, 2.0, 21)
    assert_follows(deflections, edges, bin_integrals(thomson, edges))


@pytest.mark.parametrize(("energy", "words"), [(0.0012, 2.98), (0.03, 2.46), (1.0, 2.0)])
def test_random_numbers_used(table, energy, words):
    assert drawn(table, 0, energy, seed=13)[1] == pytest.approx(words, rel=0.05)


def test_deflections_stay_within_the_sphere(table):
    deflections, _ = drawn(table, 1, 0.001, seed=14)
    assert deflections.min() > 0.0
    assert deflections.max() <= 2.0
