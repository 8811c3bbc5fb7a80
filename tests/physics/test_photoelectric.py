import numpy as np
import pytest

from mcsim.data.subshells import subshells
from mcsim.jit import kernel
from mcsim.materials import material
from mcsim.physics import attenuation
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.physics.photoelectric import sample_angle, sample_shell
from mcsim.tables.attenuation import build_attenuation
from mcsim.tables.photoelectric import build_photoelectric
from tests.physics.sampling import DRAWS, assert_follows, bin_integrals, started, words_per_draw

NUMBERS = (1, 6, 53, 82)
LEAD = 3


@kernel
def count_shells(table, shells, element, energy, state, counts, draws):
    index, fraction = attenuation.locate(table, energy)
    for _ in range(draws):
        counts[1 + sample_shell(shells, element, index, fraction, state)] += 1


@kernel
def draw_angles(kinetic_energy, state, deflections):
    for i in range(deflections.size):
        deflections[i] = sample_angle(kinetic_energy, state)


@pytest.fixture(scope="module")
def tables():
    materials = [material(name) for name in ("hydrogen", "carbon", "iodine", "lead")]
    return build_attenuation(materials, NUMBERS), build_photoelectric(NUMBERS)


def counted(tables, element, energy, seed=21):
    """Counts of no shell, K, L1, ... and words per draw."""
    counts, state = np.zeros(20, np.int64), started(seed)
    count_shells(*tables, element, energy, state, counts, DRAWS)
    return counts, words_per_draw(seed, state, DRAWS)


def lead_shares(energy):
    """Shares of the shells of lead from EPDL97's subshell cross sections."""
    parts = [
        np.exp(np.interp(np.log(energy), np.log(shell.energy), np.log(shell.cross_section)))
        * (energy >= shell.binding_energy)
        for shell in subshells(82)
    ]
    return np.array(parts) / np.sum(parts)


@pytest.mark.parametrize("energy", [0.00313, 0.0141, 0.0501, 0.2, 3.0])
def test_shells_of_lead_follow_their_cross_sections(tables, energy):
    counts, _ = counted(tables, LEAD, energy)
    expected = lead_shares(energy)[:9]
    found = counts[1:10] / DRAWS
    assert np.all(found[expected == 0.0] == 0.0)
    assert found == pytest.approx(expected, abs=4.0 * np.sqrt(0.25 / DRAWS) + 1e-3)
    assert counts[10:].sum() == 0


def test_shells_open_exactly_at_their_edges(tables):
    binding = tables[1].binding[LEAD, 0]
    assert counted(tables, LEAD, np.nextafter(binding, 0.0))[0][1] == 0
    assert counted(tables, LEAD, binding)[0][1] / DRAWS == pytest.approx(lead_shares(binding)[0], abs=0.05)


def test_no_binding_energy_exceeds_the_photon_s(tables):
    table, shells = tables
    for element, followed in enumerate(shells.shells):
        if followed == 0:
            continue
        block = shells.cumulative[shells.offset[element] :][: followed * table.energy.size]
        chance = np.diff(block.reshape(-1, followed), prepend=0.0, axis=1)
        upper = np.append(table.energy[1:], np.inf)
        for shell in range(followed):
            assert np.all(chance[upper <= shells.binding[element, shell], shell] == 0.0)


def test_lead_k_share_agrees_with_the_jump_of_xcom(tables):
    low, high = 532.4, 2519.0  # barn/atom, photoelectric, below and above the K edge (NIST XCOM)
    assert lead_shares(tables[1].binding[LEAD, 0])[0] == pytest.approx(1.0 - low / high, rel=0.003)


def test_light_elements_need_no_random_number(tables):
    counts, words = counted(tables, 1, 0.03)
    assert counts[0] == DRAWS
    assert words == 0.0
    assert counted(tables, LEAD, 0.2)[1] == 1.0


def sauter(t, kinetic_energy):
    gamma = 1.0 + kinetic_energy / ELECTRON_MASS
    beta = np.sqrt(1.0 - gamma**-2)
    forward = 1.0 / (gamma**2 * (1.0 + beta)) + beta * t  # 1 - beta cos theta
    bracket = 1.0 + 0.5 * gamma * (gamma - 1.0) * (gamma - 2.0) * forward
    return t * (2.0 - t) / forward**4 * bracket


@pytest.mark.parametrize("kinetic_energy", [0.001, 0.06, 0.4, 0.52, 0.8, 3.0, 40.0])
def test_angles_follow_sauter(kinetic_energy):
    state, deflections = started(22), np.empty(DRAWS)
    draw_angles(kinetic_energy, state, deflections)
    scale = (1.0 + kinetic_energy / ELECTRON_MASS) ** -2
    edges = np.append(np.expm1(np.linspace(0.0, np.log1p(2.0 / scale), 61))[:-1] * scale, 2.0)
    assert_follows(deflections, edges, bin_integrals(lambda t: sauter(t, kinetic_energy), edges))


@pytest.mark.parametrize(("kinetic_energy", "words"), [(0.001, 4.0), (0.3, 4.3), (1.0, 3.85), (50.0, 3.02)])
def test_random_numbers_of_angles(kinetic_energy, words):
    state, deflections = started(23), np.empty(DRAWS)
    draw_angles(kinetic_energy, state, deflections)
    assert words_per_draw(23, state, DRAWS) == pytest.approx(words, rel=0.05)


def test_slow_photoelectrons_are_a_dipole():
    state, deflections = started(24), np.empty(DRAWS)
    draw_angles(0.0, state, deflections)
    cosines = 1.0 - deflections
    assert cosines.mean() == pytest.approx(0.0, abs=4.0 * np.sqrt(0.2 / DRAWS))
    assert (cosines**2).mean() == pytest.approx(0.2, abs=4.0 * 0.2 / np.sqrt(DRAWS))
