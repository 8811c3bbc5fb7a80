import numpy as np
import pytest

from mcsim.jit import kernel
from mcsim.physics.nuclear_angle import sample_one_minus_cos, slope
from mcsim.tables.nuclear_reactions import build_nuclear_reactions
from tests.physics.sampling import DRAWS, assert_follows, bin_integrals, started


@kernel
def draw(a, state, found):
    for i in range(found.shape[0]):
        found[i] = sample_one_minus_cos(a, state)


@pytest.mark.parametrize("a", [1e-5, 0.3, 2.0, 9.0])
def test_cosine_follows_kalbach(a):
    found = np.empty(DRAWS)
    draw(a, started(51), found)
    edges = np.linspace(-1.0, 1.0, 31)

    assert_follows(1.0 - found, edges, bin_integrals(lambda mu: np.exp(a * mu), edges))


def test_slope_by_hand():
    """Carbon, protons of 60 MeV in, protons and alphas of 30 MeV out; separation energies as in the table."""
    table = build_nuclear_reactions([6])
    for kind, factor in ((1, 1.0), (5, 2.0), (0, 0.5)):
        incident = 60.0 * 12.0 / 13.0 + table.separation[0, 1]
        leaving = 30.0 + table.separation[0, kind]
        x1, x3 = leaving, min(incident, 41.0) * leaving / incident
        expected = 0.04 * x1 + 1.8e-6 * x1**3 + 6.7e-7 * factor * x3**4
        assert slope(table, 0, 60.0, kind, 30.0) == pytest.approx(expected, rel=1e-12)


def test_separation_energies_of_the_liquid_drop():
    """Lead plus proton, bismuth 209: proton about 5, neutron about 7 MeV."""
    separation = build_nuclear_reactions([82]).separation[0]
    assert separation[1] == pytest.approx(4.5, abs=1.5)
    assert separation[0] == pytest.approx(6.8, abs=1.5)


def test_fast_particles_are_more_forward_the_faster():
    table = build_nuclear_reactions([8])
    slopes = [slope(table, 0, 150.0, 1, energy) for energy in (1.0, 20.0, 60.0, 140.0)]
    assert np.all(np.diff(slopes) > 0.0)
    assert 5.0 < slopes[-1] < 15.0
