"""Slowing down of electrons and positrons between hard events: what a step reads.

A condensed step subtracts its path length from the residual range and reads the new energy off the
range: energy after a step comes from ranges, never from a stopping power times a length. Hard
events (ionisation above the electron threshold, bremsstrahlung above the photon threshold, annihilation
in flight, vacancies made in inner shells) are placed along the path with a majorant that holds for the
whole way down, and accepted with the cross section at the place. Both are linear between the same points
and the majorant never falls with the range, so that it cannot be violated.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.lookup import lookup

READINGS = 16
"""Points of `SlowingTable.by_clock` per unit of the clock, in which a range changes by 10 or 20 per cent."""


class SlowingTable(NamedTuple):
    """Ranges and hard events of every material of a run; first index 0 electron, 1 positron."""

    energy_code: int  # code of the first point of the energy grid
    range_code: int  # code of the first point of the range grid
    by_energy: np.ndarray  # (2, materials, energies, 5): residual range of the restricted stopping power,
    # g/cm2; shares of ionisation, annihilation in flight and inner-shell ionisation among hard events; share
    # of the electrons bound by at most this energy
    by_range: np.ndarray  # (2, materials, ranges, 8): the fields of `Residue` on the range grid
    by_clock: np.ndarray  # (2, materials, clocks): residual range at readings 0, 1 / `READINGS`, ... of the
    # hinge clock, g/cm2


@device
def _read(rows, first_code, value, column):
    """One column of a table at `value`, linear between the points of its grid."""
    index, fraction = lookup(value, first_code, rows.shape[0])
    low = rows[index, column]
    return low + fraction * (rows[index + 1, column] - low)


@device
def residual_range(table, charge, material, energy):
    """Residual range of the restricted stopping power, g/cm2, at kinetic energy `energy` (MeV)."""
    rows = table.by_energy[charge, material]
    return _read(rows, table.energy_code, energy, 0)


class Residue(NamedTuple):
    """What is left of a particle at a residual range, and how it goes on."""

    energy: float  # kinetic, MeV
    clock: float  # reading of the hinge clock, units
    rate: float  # of the hinge clock, units per g/cm2
    hard: float  # cross section of hard events, cm2/g
    majorant: float  # the largest of these over all smaller ranges, cm2/g
    spread: float  # relative variance of the soft energy loss times mass thickness, g/cm2
    share: float  # variance of the soft loss over the product of its mean and of the largest single loss
    rise: float  # relative rise of the mean soft loss by straggling, per mass thickness, cm2/g


@device
def state_at(table, charge, material, residual):
    """The `Residue` at a residual range (g/cm2)."""
    rows = table.by_range[charge, material]
    index, fraction = lookup(residual, table.range_code, rows.shape[0])
    low, high = rows[index], rows[index + 1]
    return Residue(
        low[0] + fraction * (high[0] - low[0]),
        low[1] + fraction * (high[1] - low[1]),
        low[2] + fraction * (high[2] - low[2]),
        low[3] + fraction * (high[3] - low[3]),
        low[4] + fraction * (high[4] - low[4]),
        low[5] + fraction * (high[5] - low[5]),
        low[6] + fraction * (high[6] - low[6]),
        low[7] + fraction * (high[7] - low[7]),
    )


@device
def energy_at(table, charge, material, residual):
    """Kinetic energy (MeV) of `state_at`, alone."""
    rows = table.by_range[charge, material]
    return _read(rows, table.range_code, residual, 0)


@device
def clock_at(table, charge, material, residual):
    """Reading of the hinge clock of `state_at`, alone."""
    rows = table.by_range[charge, material]
    return _read(rows, table.range_code, residual, 1)


@device
def range_at_clock(table, charge, material, clock):
    """Residual range, g/cm2, at which the hinge clock reads `clock`."""
    rows = table.by_clock[charge, material]
    place = max(clock, 0.0) * float(READINGS)
    index = min(int(place), rows.shape[0] - 2)
    return rows[index] + (place - float(index)) * (rows[index + 1] - rows[index])


@device
def collision_fractions(table, charge, material, energy):
    """Shares of hard events at kinetic energy `energy` (MeV): (ionisation, annihilation, inner shells).

    Ionisation is Moller or Bhabha scattering, annihilation that in flight; the rest is bremsstrahlung.
    """
    rows = table.by_energy[charge, material]
    index, fraction = lookup(energy, table.energy_code, rows.shape[0])
    low, high = rows[index], rows[index + 1]
    return (
        low[1] + fraction * (high[1] - low[1]),
        low[2] + fraction * (high[2] - low[2]),
        low[3] + fraction * (high[3] - low[3]),
    )


@device
def within_reach(table, charge, material, transfer):
    """Share of the atomic electrons that can take an energy `transfer` (MeV): those bound by less."""
    rows = table.by_energy[charge, material]
    return _read(rows, table.energy_code, transfer, 4)
