"""Slowing down of electrons and positrons between hard events: the tables a step reads, and the draws.

A condensed step subtracts its path length from the residual range and reads the new energy off the
range: energy after a step comes from ranges, never from a stopping power times a length. Hard
events (ionisation above the electron threshold, bremsstrahlung above the photon threshold, annihilation
in flight) are placed along the path with a majorant that holds for the whole way down, and accepted with
the cross section at the place: since both are linear between the same points, no violation can occur.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.lookup import lookup

RANGE, IONISATION, RADIATION = 0, 1, 2
"""Columns of `SlowingTable.by_energy`."""
ENERGY, CLOCK, HARD, MAJORANT = 0, 1, 2, 3
"""Columns of `SlowingTable.by_range`."""


class SlowingTable(NamedTuple):
    """Ranges and hard events of every material of a run; first index 0 electron, 1 positron."""

    energy_code: int  # code of the first point of the energy grid
    range_code: int  # code of the first point of the range grid
    by_energy: np.ndarray  # (2, materials, energies, 3): residual range of the restricted stopping power
    # (g/cm2); share of hard events that are ionisation; share that are ionisation or bremsstrahlung
    by_range: np.ndarray  # (2, materials, ranges, 4): kinetic energy (MeV), hinge clock (units), cross section
    # of hard events (cm2/g), its largest value at or below this range (cm2/g)


@device
def residual_range(table, charge, material, energy):
    """Residual range of the restricted stopping power, g/cm2, at kinetic energy `energy` (MeV)."""
    rows = table.by_energy[charge, material]
    index, fraction = lookup(energy, table.energy_code, rows.shape[0])
    low = rows[index, RANGE]
    return low + fraction * (rows[index + 1, RANGE] - low)


@device
def at_range(table, charge, material, residual, column):
    """Column ENERGY, CLOCK, HARD or MAJORANT at residual range `residual` (g/cm2)."""
    rows = table.by_range[charge, material]
    index, fraction = lookup(residual, table.range_code, rows.shape[0])
    low = rows[index, column]
    return low + fraction * (rows[index + 1, column] - low)


@device
def hard_event_shares(table, charge, material, energy):
    """(share of ionisation, share of ionisation or bremsstrahlung) among hard events at `energy` (MeV).

    The rest is annihilation in flight, for positrons only: an electron's second share is 1.
    """
    rows = table.by_energy[charge, material]
    index, fraction = lookup(energy, table.energy_code, rows.shape[0])
    low, high = rows[index], rows[index + 1]
    ionisation = low[IONISATION] + fraction * (high[IONISATION] - low[IONISATION])
    radiation = low[RADIATION] + fraction * (high[RADIATION] - low[RADIATION])
    return ionisation, radiation
