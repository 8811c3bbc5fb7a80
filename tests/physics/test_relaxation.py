import numpy as np
import pytest

from mcsim.jit import kernel
from mcsim.physics.relaxation import sample_transition
from mcsim.tables.photoelectric import build_photoelectric, followed_shells
from mcsim.tables.relaxation import alias_table, build_relaxation
from tests.physics.sampling import DRAWS, started, words_per_draw

NUMBERS = (6, 29, 53, 74, 82)
CASCADE_DEPTH = 64


@kernel
def draw(table, element, shell, state, radiative, energies):
    for i in range(energies.size):
        radiative[i], energies[i], _, _ = sample_transition(table, element, shell, state)


@kernel
def cascade(table, element, shell, state, pending, emitted):
    """Run cascades to their end: energies emitted, and the largest number of vacancies at one time."""
    most = 0
    for i in range(emitted.size):
        pending[0] = shell
        count = 1
        while count > 0:
            count -= 1
            _, energy, first, second = sample_transition(table, element, pending[count], state)
            emitted[i] += energy
            if first >= 0:
                pending[count] = first
                count += 1
            if second >= 0:
                pending[count] = second
                count += 1
            most = max(most, count)
    return most


@pytest.fixture(scope="module")
def table():
    return build_relaxation(NUMBERS)


@pytest.mark.parametrize(
    ("z", "shell", "fluorescence_yield", "tolerance"),
    [
        # M. O. Krause, J. Phys. Chem. Ref. Data 8 (1979) 307; EADL is known to be 4-5 % high at copper
        (29, 0, 0.440, 0.06),
        (53, 0, 0.884, 0.01),
        (74, 0, 0.958, 0.01),
        (82, 0, 0.963, 0.01),
        (82, 3, 0.360, 0.08),
    ],
)
def test_fluorescence_yields(table, z, shell, fluorescence_yield, tolerance):
    radiative, energies, state = np.empty(DRAWS, np.bool_), np.empty(DRAWS), started(31)
    draw(table, NUMBERS.index(z), shell, state, radiative, energies)
    noise = 4.0 * np.sqrt(0.25 / DRAWS)
    assert radiative.mean() == pytest.approx(fluorescence_yield, rel=tolerance, abs=noise)
    assert words_per_draw(31, state, DRAWS) == 1.0


@pytest.mark.parametrize(
    ("z", "stronger", "weaker", "ratio"),
    [
        # R. D. Deslattes et al., Rev. Mod. Phys. 75 (2003) 35; intensities: J. H. Scofield (1974)
        (29, 8.0478e-3, 8.0278e-3, 0.51),
        (53, 28.6120e-3, 28.3172e-3, 0.54),
        (74, 59.3182e-3, 57.9817e-3, 0.58),
        (82, 74.9694e-3, 72.8042e-3, 0.60),
    ],
)
def test_k_alpha_lines(table, z, stronger, weaker, ratio):
    element = NUMBERS.index(z)
    radiative, energies = np.empty(DRAWS, np.bool_), np.empty(DRAWS)
    draw(table, element, 0, started(32), radiative, energies)
    width = 1.5e-5 if z > 29 else 8e-6
    first = radiative & (np.abs(energies - stronger) < width)
    second = radiative & (np.abs(energies - weaker) < width)
    assert second.sum() / first.sum() == pytest.approx(ratio, rel=0.06, abs=4.0 / np.sqrt(first.sum()))


def test_no_row_gives_out_more_than_the_binding_energy(table):
    shells = build_photoelectric(NUMBERS)
    for element in range(len(NUMBERS)):
        binding = np.append(shells.binding[element], 0.0)  # place -1: a vacancy that is not followed
        for shell in range(shells.shells[element]):
            first, rows = table.first[element, shell], table.rows[element, shell]
            block = slice(first, first + rows)
            given = table.energy[block] + binding[table.vacancy1[block]] + binding[table.vacancy2[block]]
            assert np.all(given <= binding[shell] * (1.0 + 1e-15))
            assert np.all(table.energy[block] >= 0.0)
            assert np.all((table.alias[block] >= first) & (table.alias[block] < first + rows))
            assert np.all((table.vacancy1[block] > shell) | (table.vacancy1[block] == -1))


@pytest.mark.parametrize("shell", [0, 1, 3])
def test_cascades_end_and_stay_within_the_binding_energy(table, shell):
    emitted, pending = np.zeros(min(DRAWS, 20_000)), np.zeros(CASCADE_DEPTH, np.int64)
    most = cascade(table, NUMBERS.index(82), shell, started(33), pending, emitted)
    binding = followed_shells(82)[shell].binding_energy
    assert emitted.max() <= binding * (1.0 + 1e-12)
    assert emitted.mean() > 0.8 * binding
    assert most <= 4


def test_light_elements_do_not_relax(table):
    state = started(34)
    assert sample_transition(table, 0, 0, state) == (False, 0.0, -1, -1)
    assert np.array_equal(state, started(34))


def test_alias_table_keeps_the_probabilities():
    probability = np.array([0.5, 0.0, 0.2, 0.05, 0.25])
    threshold, alias = alias_table(probability)
    kept = threshold / 5.0
    np.add.at(kept, alias, (1.0 - threshold) / 5.0)
    assert kept == pytest.approx(probability, abs=1e-15)
