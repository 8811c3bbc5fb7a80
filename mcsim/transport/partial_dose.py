"""Doses that count a part of each deposit: what some particles leave, or the dose to water.

A deposit belongs to the particle that leaves it, told by its kind and by whether it is a secondary. Dose to
water takes each deposit times the mean ratio of the mass electronic stopping powers of water and of the
medium over the energies that the particle loses with it (Bragg and Gray: so little water that it changes
nothing of what passes),

    <s> = (W(E1) - W(E2)) / (E1 - E2),   W(E) = integral of S_water / S_medium dE from 0 to E.

A particle that stops leaves its energy as one that slows down to rest. What photons leave where they collide
(electrons below the cutoff) counts as of electrons, what struck nuclei leave as of alphas.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device, subroutine
from mcsim.physics.lookup import lookup
from mcsim.transport.ledger import quanta
from mcsim.transport.particles import ELECTRON, RECOIL, SECONDARY

_RATIO, _INTEGRAL = 0, 1
_SMALL_LOSS = 0.1  # of the energy; the mean of the ratio over it is that at the mean energy
_ALPHA_ROW = 6


class WaterTable(NamedTuple):
    """Mass electronic stopping power of water over that of each medium of a run."""

    first_code: int  # of the energy grids
    lowest: float  # their first energy, MeV; below it the ratio is constant
    rows: np.ndarray  # (species, M, n, 2): the ratio, and its integral over energy from 0 on, MeV; M may be 0


class Deposit(NamedTuple):
    """What one particle leaves at one go."""

    quanta: int  # energy left
    rest: int  # energy that the particle keeps, in quanta
    depositor: int  # who leaves it, as `depositor` counts
    material: int  # where
    weight: float


@device
def depositor(kind, bits):
    """Number of the particles of a kind, source particles and secondaries apart: a bit of a dose's mask."""
    return 2 * kind + (1 if bits & SECONDARY else 0)


def depositor_mask(kind: int, primary: bool, secondary: bool) -> int:
    """Mask of a kind's source particles, its secondaries, or both."""
    return (int(primary) | int(secondary) << 1) << (2 * kind)


@subroutine
def part_of(parts, particles, to_water, scale, deposit):
    """Quanta of a deposit that a dose counts.

    parts: `WaterTable`, or None in a run without partial doses, for which nothing of this is compiled;
    particles: mask of the depositors that count; to_water: 1 for dose to water.
    """
    if parts is None:
        return deposit.quanta
    if (particles >> deposit.depositor) & 1 == 0:
        return 0
    if to_water == 0:
        return deposit.quanta
    kind = deposit.depositor >> 1
    row = _ALPHA_ROW if kind == RECOIL else max(kind - ELECTRON, 0)
    rows = parts.rows[row, deposit.material]
    unit = 1.0 / (float(scale) * deposit.weight)  # MeV per quantum of a particle
    after = float(deposit.rest) * unit
    before = after + float(deposit.quanta) * unit
    return quanta(float(deposit.quanta) * _mean_ratio(parts, rows, before, after), 1.0)


@device
def _mean_ratio(parts, rows, before, after):
    """Mean ratio of stopping powers between two energies, MeV."""
    if abs(before - after) <= _SMALL_LOSS * before:
        return _read(rows, parts.first_code, 0.5 * (before + after), _RATIO)
    return (_integral(parts, rows, before) - _integral(parts, rows, after)) / (before - after)


@device
def _integral(parts, rows, energy):
    """W at an energy, MeV."""
    if energy < parts.lowest:
        return rows[0, _RATIO] * energy
    return _read(rows, parts.first_code, energy, _INTEGRAL)


@device
def _read(rows, first_code, energy, column):
    """One column at `energy`, linear between the points of the grid."""
    index, fraction = lookup(energy, first_code, rows.shape[0])
    low = rows[index, column]
    return low + fraction * (rows[index + 1, column] - low)
