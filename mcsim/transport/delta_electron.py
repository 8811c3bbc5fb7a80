"""Delta electrons of protons and light ions, where a run asks for them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics import delta_electron, slowing
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import rotate
from mcsim.transport.particles import ELECTRON, SECONDARY
from mcsim.transport.world import hand_over

_FIRST = 2  # number of the first hadron in tables of charged particles


class DeltaTable(NamedTuple):
    """What delta electrons need besides the slowing-down tables."""

    masses: np.ndarray  # (hadrons,) rest energies, MeV


@device
def knock_on(deltas, world, work, charge, material, u, v, w, energy, weight):
    """Decide whether a hard collision of a hadron is with an electron, and set that free.

    deltas: None in a run without, for which nothing of this is compiled. Returns the energy transferred, MeV,
    0 when the collision is with a nucleus, and the quanta handed over per place. The hadron goes straight on:
    its deflection, below 0.6 mrad, is part of its multiple scattering.
    """
    if deltas is None:
        return 0.0, 0
    state = work.state
    with_electron, _, _ = slowing.collision_fractions(world.slowing, charge, material, energy)
    if uniform(state) >= with_electron:
        return 0.0, 0
    mass = deltas.masses[charge - _FIRST]
    transfer = delta_electron.sample(energy, mass, world.electron_production, state)
    given = 0
    if transfer > world.electron_cutoff:
        turn = delta_electron.one_minus_cos(energy, mass, transfer)
        a, b, c = rotate(u, v, w, turn, uniform(state))
        given = hand_over(world, work, ELECTRON, a, b, c, transfer, weight, SECONDARY)
    return transfer, given
