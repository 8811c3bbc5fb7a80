import math

import pytest

from mcsim.physics import bhabha, moller
from mcsim.physics.kinematics import ELECTRON_MASS, THOMSON_CONSTANT


def momentum(energy):
    return math.sqrt(energy * (energy + 2.0 * ELECTRON_MASS))


@pytest.mark.parametrize("angles", [moller.one_minus_cosines, bhabha.one_minus_cosines])
@pytest.mark.parametrize("energy", [0.001, 0.02, 0.511, 6.0, 64.0])
@pytest.mark.parametrize("share", [1e-6, 0.01, 0.3, 0.5, 1.0])
def test_collisions_conserve_momentum(angles, energy, share):
    transfer = share * energy
    primary, secondary = angles(energy, transfer)
    kept, given = momentum(energy - transfer), momentum(transfer)
    forward = kept * (1.0 - primary) + given * (1.0 - secondary)
    sideways = kept * math.sqrt(primary * (2.0 - primary)) - given * math.sqrt(secondary * (2.0 - secondary))
    assert forward == pytest.approx(momentum(energy), rel=1e-12)
    assert abs(sideways) < 1e-12 * momentum(energy)


def test_small_deflections_keep_their_digits():
    primary, _ = moller.one_minus_cosines(50.0, 1e-9)
    exact = ELECTRON_MASS * 1e-9 / (50.0 * (50.0 + 2.0 * ELECTRON_MASS))  # first order in the transfer
    assert primary == pytest.approx(exact, rel=1e-8)


def test_no_transfer_is_no_deflection():
    assert moller.one_minus_cosines(1.0, 0.0) == (0.0, 1.0)


def test_constant_of_the_bethe_formula():
    """0.307075 MeV cm2/mol (Particle Data Group) is twice the constant here times Avogadro's number."""
    assert pytest.approx(0.307075, rel=1e-6) == 2.0 * THOMSON_CONSTANT * 6.02214076e23
