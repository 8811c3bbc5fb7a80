import numpy as np
import pytest

from mcsim.data.subshells import subshells
from mcsim.materials import material
from mcsim.physics import bhabha, moller
from mcsim.tables.binding import loss_out_of_reach, within_reach
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.electron import slowing_down
from mcsim.tables.stopping import collision_stopping, radiative_stopping
from tests.physics.sampling import bin_integrals

LAWS = [(0, moller), (1, bhabha)]


def test_shares_count_the_electrons_of_the_open_shells():
    """Gold: K 80.7, L 11.9 to 14.4, M 2.2 to 3.4, all others below 0.8 keV."""
    shares = within_reach(material("gold"), np.array([0.001, 0.005, 0.016, 0.079, 0.082]))
    assert shares == pytest.approx(np.array([51, 69, 77, 77, 79]) / 79.0)
    assert within_reach(material("water"), np.array([0.0005, 0.0006])) == pytest.approx([0.8, 1.0])


def test_nothing_is_out_of_reach_above_the_last_shell():
    for name in ("water", "gold", "uranium"):
        assert (loss_out_of_reach(material(name), 0, 0.2) == 0.0).all()


@pytest.mark.parametrize(("charge", "law"), LAWS)
@pytest.mark.parametrize("threshold", [0.001, 0.0123])
def test_loss_out_of_reach_is_that_of_the_shells_one_by_one(charge, law, threshold):
    lost = loss_out_of_reach(material("gold"), charge, threshold)
    for energy in (0.02, 0.1, 1.0):
        expected = 0.0
        for shell in subshells(79):
            top = min(shell.binding_energy, energy * (0.5, 1.0)[charge])
            if top > threshold:
                edges = np.geomspace(threshold, top, 60)
                parts = bin_integrals(lambda w, t=energy: w * law.differential_cross_section(t, w), edges)
                expected += shell.occupancy / 79.0 * parts.sum()
        found = np.interp(energy, ENERGIES, lost)
        assert found == pytest.approx(material("gold").electrons_per_gram * expected, rel=2e-3)


@pytest.mark.parametrize(("charge", "law"), LAWS)
def test_continuous_and_hard_losses_sum_up_to_the_stopping_power(charge, law):
    medium, threshold = material("gold"), 0.001
    part = slowing_down(medium, charge, threshold, 0.01)
    soft = part.stopping - radiative_stopping(medium, ENERGIES, charge, 0.01)
    for index in (300, 500, 700):
        energy = ENERGIES[index]
        largest = energy * (0.5, 1.0)[charge]
        inside = (threshold < ENERGIES) & (largest > ENERGIES)
        edges = np.concatenate([[threshold], ENERGIES[inside], [largest]])
        loss = bin_integrals(lambda w, t=energy: w * law.differential_cross_section(t, w), edges)
        kept = 0.5 * np.interp(edges, ENERGIES, part.within_reach)
        hard = medium.electrons_per_gram * (loss * (kept[1:] + kept[:-1])).sum()
        whole = collision_stopping(medium, ENERGIES[index : index + 1], charge)[0]
        assert soft[index] + hard == pytest.approx(whole, rel=1e-4)
