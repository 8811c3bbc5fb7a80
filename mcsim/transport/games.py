"""Games with statistical weights: their rules, and Russian roulette.

A game leaves the expectation of every score what it is and changes its variance and its cost. What it
makes or destroys in one history is booked on a ledger line of its own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.rng import uniform
from mcsim.transport.ledger import WEIGHT_GAMES, quanta


class Games(NamedTuple):
    """Rules of the games; 0 or False: not played."""

    flights_per_energy: float  # 1/MeV: flights into which a photon of weight one is split, per energy
    forcing: bool  # every flight of a photon ends in an interaction
    bremsstrahlung_splitting: int  # photons for one, of an electron of weight one; 1: not played
    lowest_weight: np.ndarray  # (9,) by kind: lighter particles play for their survival
    range_rejection: float  # MeV: electrons below it that cannot leave their voxel stop


@device
def play_roulette(world, work, kind, energy, weight):
    """Weight with which a particle goes on: a light one survives with the lowest, or not at all (0)."""
    lowest = world.games.lowest_weight[kind]
    if weight >= lowest:
        return weight
    survives = uniform(work.state) * lowest < weight
    after = lowest if survives else 0.0
    made = quanta(after * energy, world.scale) - quanta(weight * energy, world.scale)
    work.ledger[WEIGHT_GAMES] += made * work.here.size[0]
    return after
