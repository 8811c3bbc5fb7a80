"""Constants of the electron, and the kinematics of a collision between two particles of its mass.

Constants: CODATA 2022 (P. Mohr et al., Rev. Mod. Phys. 97 (2025) 025002). Energies in MeV, lengths in cm.
"""

from __future__ import annotations

import math

from mcsim.jit import device

ELECTRON_MASS = 0.51099895069
"""Rest energy of the electron, MeV."""
CLASSICAL_ELECTRON_RADIUS = 2.8179403205e-13
"""Classical electron radius, cm."""
FINE_STRUCTURE = 7.2973525643e-3
"""Fine-structure constant."""
AVOGADRO = 6.02214076e23
"""Particles per mole."""
THOMSON_CONSTANT = 2.0 * math.pi * CLASSICAL_ELECTRON_RADIUS**2 * ELECTRON_MASS
"""2 pi r_e^2 m_e c^2 in MeV cm2: the scale of every collision of an electron with an electron."""

MAXIMUM_TRIES = 1000
"""Bound of every rejection loop; reached with a probability below 1e-200."""


@device
def collision_one_minus_cosines(energy, transfer):
    """1 - cos of both particles after a collision of two electron masses: (primary, secondary).

    The struck particle was at rest and free. With momentum p = sqrt(T (T + 2 m)) of each particle,
    conservation of energy and momentum gives for the one that leaves with T' = T - transfer (primary) or
    T' = transfer (secondary) cos^2 = T' (T + 2 m) / [T (T' + 2 m)].

    energy: kinetic energy T of the incident particle, MeV; transfer: kinetic energy of the struck one,
    MeV, 0 <= transfer <= energy. For electron on electron and positron on electron. No random number.
    """
    kept = energy - transfer
    return _one_minus_cos(energy, kept, transfer), _one_minus_cos(energy, transfer, kept)


@device
def _one_minus_cos(energy, own, other):
    """1 - cos of the particle with `own`, through sin^2 = 2 m other / [T (own + 2 m)]: exact when small."""
    sin2 = min(2.0 * ELECTRON_MASS * other / (energy * (own + 2.0 * ELECTRON_MASS)), 1.0)
    return sin2 / (1.0 + math.sqrt(1.0 - sin2))
