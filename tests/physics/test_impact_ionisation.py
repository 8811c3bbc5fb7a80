import numpy as np
import pytest

from mcsim.jit import kernel
from mcsim.materials import material
from mcsim.physics.impact_ionisation import sample
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.impact_ionisation import build_impact_ionisation, cross_section, ionised_shells
from tests.physics.sampling import DRAWS, started, words_between


@kernel
def draw(table, energy, state, elements, shells):
    for i in range(elements.size):
        elements[i], shells[i] = sample(table, 0, energy, state)


def test_shells_are_chosen_by_their_cross_sections():
    elements = [55, 74]
    cesium, tungsten = material("cesium"), material("tungsten")
    table = build_impact_ionisation([tungsten, cesium], elements, 0.001)
    state = started(1)
    chosen, shells = np.empty((2, DRAWS), dtype=np.int64)
    draw(table, 0.1, state, chosen, shells)
    assert np.all(chosen == 1)
    energy = np.array([0.1])
    expected = np.array([cross_section(74, shell, energy)[0] for _, shell in ionised_shells(74, 0.001)])
    counts = np.bincount(shells, minlength=4)
    share = expected / expected.sum()
    assert counts / DRAWS == pytest.approx(share, abs=4.5 * np.sqrt(share.max() / DRAWS))
    assert words_between(started(1), state, 2 * DRAWS) == DRAWS


@pytest.mark.parametrize("energy", [0.0695, 0.011])
def test_closed_shells_are_never_chosen(energy):
    table = build_impact_ionisation([material("tungsten")], [74], 0.001)
    chosen, shells = np.empty((2, 2000), dtype=np.int64)
    draw(table, energy, started(2), chosen, shells)
    bindings = [shell.binding_energy for _, shell in ionised_shells(74, 0.001)]
    spacing = np.diff(ENERGIES)[np.searchsorted(ENERGIES, energy)]
    assert max(bindings[shell] for shell in set(shells)) < energy + spacing
