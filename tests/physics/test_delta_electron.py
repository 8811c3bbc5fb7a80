"""Delta electrons: sampled spectrum, its integral, kinematics, and what is left to the stopping power."""

import itertools

import numpy as np
import pytest
from scipy.integrate import quad

from mcsim.materials import material
from mcsim.physics import delta_electron
from mcsim.physics.hadrons import ALPHA, PROTON
from mcsim.physics.kinematics import ELECTRON_MASS, THOMSON_CONSTANT
from mcsim.physics.rng import seed_history
from mcsim.tables.hadron_stopping import electronic_stopping, largest_transfer, loss_variance

THRESHOLD = 0.02


def formula(transfer, energy, hadron):
    tau = energy / hadron.mass
    beta2 = tau * (tau + 2.0) / (tau + 1.0) ** 2
    largest = largest_transfer(np.array([energy]), hadron)[0]
    return THOMSON_CONSTANT * hadron.charge**2 / beta2 / transfer**2 * (1.0 - beta2 * transfer / largest)


@pytest.mark.parametrize(("energy", "hadron"), [(15.0, PROTON), (150.0, PROTON), (100.0, ALPHA)])
def test_cross_section_is_the_integral(energy, hadron):
    largest = largest_transfer(np.array([energy]), hadron)
    expected, _ = quad(formula, THRESHOLD, largest[0], args=(energy, hadron))
    total = delta_electron.cross_section(np.array([energy]), hadron, largest, THRESHOLD)
    assert total.item() == pytest.approx(expected, rel=1e-9)
    assert delta_electron.cross_section(np.array([energy]), hadron, largest, 2.0 * largest[0]).item() == 0.0


@pytest.mark.parametrize(("energy", "hadron"), [(150.0, PROTON), (250.0, PROTON)])
@pytest.mark.parametrize("power", [1, 2])
def test_soft_and_hard_losses_are_all_losses(energy, hadron, power):
    """Mean loss and variance of both sides of the threshold add up to the unrestricted ones.

    The struck electrons were free and at rest; their binding adds 0.3 % to the variance of losses this large.
    """
    water, energies = material("water"), np.array([energy])
    largest = largest_transfer(energies, hadron)[0]
    hard, _ = quad(lambda w: w**power * formula(w, energy, hadron), THRESHOLD, largest)
    whole = (electronic_stopping, loss_variance)[power - 1]
    soft = whole(water, energies, hadron, THRESHOLD).item() + hard * water.electrons_per_gram
    assert soft == pytest.approx(whole(water, energies, hadron).item(), rel=5e-3 if power == 2 else 1e-6)


def test_sampled_transfers_have_the_spectrum():
    state = np.zeros(2, np.uint64)
    seed_history(state, np.uint64(5), np.uint64(1))
    count, energy = 20_000, 150.0
    drawn = np.array([delta_electron.sample(energy, PROTON.mass, THRESHOLD, state) for _ in range(count)])
    largest = largest_transfer(np.array([energy]), PROTON)[0]
    assert drawn.min() >= THRESHOLD
    assert drawn.max() <= largest
    edges = np.geomspace(THRESHOLD, largest, 9)
    total, _ = quad(formula, THRESHOLD, largest, args=(energy, PROTON))
    shares = [quad(formula, a, b, args=(energy, PROTON))[0] / total for a, b in itertools.pairwise(edges)]
    seen = np.histogram(drawn, edges)[0] / count
    np.testing.assert_array_less(np.abs(seen - shares), 4.0 * np.sqrt(np.array(shares) / count) + 1e-12)
    assert delta_electron.sample(5.0, PROTON.mass, THRESHOLD, state) == 0.0


def test_kinematics():
    """The largest transfer goes straight on; slow electrons go sideways; momentum is conserved exactly."""
    energy = 150.0
    largest = largest_transfer(np.array([energy]), PROTON)[0]
    assert delta_electron.one_minus_cos(energy, PROTON.mass, largest) == pytest.approx(0.0, abs=1e-9)
    assert delta_electron.one_minus_cos(energy, PROTON.mass, 1e-5) == pytest.approx(1.0, abs=0.01)
    transfer = 0.1
    cosine = 1.0 - delta_electron.one_minus_cos(energy, PROTON.mass, transfer)
    before = np.sqrt(energy * (energy + 2.0 * PROTON.mass))
    electron = np.sqrt(transfer * (transfer + 2.0 * ELECTRON_MASS))
    left = energy - transfer
    after2 = before**2 + electron**2 - 2.0 * before * electron * cosine
    assert after2 == pytest.approx(left * (left + 2.0 * PROTON.mass), rel=1e-9)
