import numpy as np
import pytest

from mcsim.jit import kernel
from mcsim.physics.nuclear_elastic import PROTON_MASS, sample_hydrogen, sample_nucleus
from mcsim.tables.nuclear import build_elastic
from tests.physics.sampling import DRAWS, assert_follows, started, words_per_draw

ENERGIES = [0.5, 20.0, 150.0, 300.0]
ELEMENTS = [6, 8, 29, 82]


@kernel
def draw_hydrogen(energy, state, found):
    for i in range(found.shape[0]):
        found[i, 0], found[i, 1], found[i, 2], found[i, 3] = sample_hydrogen(energy, state)


@kernel
def draw_nucleus(table, element, energy, state, found):
    for i in range(found.shape[0]):
        found[i, 0], found[i, 1], found[i, 2] = sample_nucleus(table, element, energy, state)


def hydrogen(energy, seed=41):
    state, found = started(seed), np.empty((DRAWS, 4))
    draw_hydrogen(energy, state, found)
    return found.T, words_per_draw(seed, state, DRAWS)


def nucleus(z, energy, seed=42):
    state, found = started(seed), np.empty((DRAWS, 3))
    draw_nucleus(build_elastic(ELEMENTS), ELEMENTS.index(z), energy, state, found)
    return found.T, words_per_draw(seed, state, DRAWS)


def momentum(kinetic, mass=PROTON_MASS):
    return np.sqrt(kinetic * (kinetic + 2.0 * mass))


@pytest.mark.parametrize("energy", ENERGIES)
def test_hydrogen_conserves_energy_and_momentum(energy):
    (kept, turn, struck, other), words = hydrogen(energy)
    along = momentum(kept) * (1.0 - turn) + momentum(struck) * (1.0 - other)
    across = momentum(kept) * np.sqrt(turn * (2.0 - turn)) - momentum(struck) * np.sqrt(other * (2.0 - other))
    np.testing.assert_allclose(kept + struck, energy, rtol=1e-14)
    np.testing.assert_allclose(along, momentum(energy), rtol=1e-12)
    assert np.abs(across).max() < 1e-7 * momentum(energy)
    assert words == 1.0


@pytest.mark.parametrize("energy", ENERGIES)
def test_hydrogen_is_isotropic_in_the_centre_of_mass(energy):
    (kept, turn, _, _), _ = hydrogen(energy)
    gamma2 = 1.0 + energy / (2.0 * PROTON_MASS)
    along = momentum(kept) * (1.0 - turn)
    total = kept + PROTON_MASS
    beta = momentum(energy) / (energy + 2.0 * PROTON_MASS)
    cosine = np.sqrt(gamma2) * (along - beta * total) / momentum((np.sqrt(gamma2) - 1.0) * PROTON_MASS)
    edges = np.linspace(-1e-6, 1.0 + 1e-6, 21)  # the faster proton goes forward
    assert_follows(cosine, edges, np.ones(20))


@pytest.mark.parametrize("z", ELEMENTS)
@pytest.mark.parametrize("energy", ENERGIES)
def test_nucleus_conserves_energy_and_momentum(z, energy):
    (left, turn, recoil), words = nucleus(z, energy)
    mass = build_elastic([z]).mass[0]
    square = (
        momentum(energy) ** 2 + momentum(left) ** 2 - 2.0 * momentum(energy) * momentum(left) * (1.0 - turn)
    )
    np.testing.assert_allclose(left + recoil, energy, rtol=1e-14)
    np.testing.assert_allclose(
        np.sqrt(np.maximum(square, 0.0)), momentum(recoil, mass), atol=1e-5 * momentum(energy)
    )
    assert words == 1.0


@pytest.mark.parametrize(("z", "slope"), [(6, 14.5 * 12.011 ** (2 / 3)), (82, 60.0 * 207.2 ** (1 / 3))])
@pytest.mark.parametrize("energy", [20.0, 150.0])
def test_momentum_transfer_falls_as_ranft_says(z, slope, energy):
    (_, _, recoil), _ = nucleus(z, energy)
    mass = build_elastic([z]).mass[0]
    transfer = 2.0 * mass * recoil * 1e-6
    largest = 4e-6 * (mass * momentum(energy)) ** 2 / ((mass + PROTON_MASS) ** 2 + 2.0 * mass * energy)
    edges = np.linspace(0.0, min(largest * (1.0 + 1e-9), 8.0 / slope), 41)
    edges[-1] = largest * (1.0 + 1e-9)
    assert_follows(transfer, edges, -np.diff(np.exp(-slope * edges)))


def test_mean_angle_on_oxygen():
    """At 150 MeV b = 92 per GeV2 and p = 551 MeV/c: mean of theta^2 is close to 1 / (b p^2) = (0.19)^2."""
    (_, turn, _), _ = nucleus(8, 150.0)
    assert 2.0 * turn.mean() == pytest.approx(1.0 / (92.0 * 0.5508**2), rel=0.03)
