"""Ionisation of inner shells by electron and positron impact: which atom is left with a vacancy.

Ionisations of K and L shells are events of their own beside the hard collisions: the particle loses the
binding energy, the atom keeps it as a vacancy and relaxes (mcsim.physics.relaxation). What the ejected
electron takes on top is part of the collisions with free electrons, hard or soft, which know no shells. The
restricted stopping power is smaller by the mean of the binding energies lost (mcsim.tables.electron), so that
the mean energy loss is that of the collision stopping power.

Neglected: the link between a vacancy and an ejected electron of the same event, and deflection.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.lookup import lookup
from mcsim.physics.rng import uniform


class ImpactTable(NamedTuple):
    """Shells that are ionised in M materials, at most S in one, on n energies."""

    energy_code: int  # bin code of the first energy
    shells: np.ndarray  # (M,) int64: number of shells s_m
    cumulative: np.ndarray  # (M, n, S): share of the shells 0..s in the ionisations; 1 from the last on
    element: np.ndarray  # (M, S) int64: element number of the run
    shell: np.ndarray  # (M, S) int64: shell as in mcsim.physics.photoelectric


@device
def sample(table, material, energy, state):
    """Element and shell that lose an electron to a particle of kinetic energy `energy`, MeV.

    One random number. The material must have such shells.
    """
    index, fraction = lookup(energy, table.energy_code, table.cumulative.shape[1])
    low, high = table.cumulative[material, index], table.cumulative[material, index + 1]
    u = uniform(state)
    place = 0
    while place + 1 < table.shells[material] and u >= low[place] + fraction * (high[place] - low[place]):
        place += 1
    return table.element[material, place], table.shell[material, place]
