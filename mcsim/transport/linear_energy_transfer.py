"""Linear energy transfer from the tracks of protons and light ions.

The part of a track in a voxel, or up to a nuclear collision in it, on which the particle goes from the energy
E1 to E2 over the path s, adds to the numerator and denominator of the means of the stopping power L

    dose average    (E1 - E2) <L>,  E1 - E2     <L> = (G(E1) - G(E2)) / (E1 - E2),  G(E) = integral of L dE
    track average   s <L>,  s                   <L> = (H(E1) - H(E2)) / (R(E1) - R(E2)),  H = integral of L dR

with R the range in the voxel's medium; a small loss takes L at the mean energy. Paths are scored as mass
thickness, which is the same mean in a voxel. What nuclei take (recoils, products that are not followed) is
no part of a track. At its cutoff a particle adds the way down to rest. A tally may leave out what is below an
energy; of a piece of track that passes it the path counts in proportion to the loss.

A hadron stands at one place: only photons are repeated at several. So one record of its track will do.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.lookup import lookup
from mcsim.transport.ledger import quanta
from mcsim.transport.particles import CELL, ELECTRON, PROTON, SECONDARY
from mcsim.transport.scoring import add_score

DOSE, TRACK = 0, 1  # averages
PRIMARY_PROTONS, PROTONS, ALL_HADRONS = 0, 1, 2  # particles
WATER, MEDIUM = 0, 1  # whose stopping power
DOSE_UNIT, TRACK_UNIT = 2.0**-10, 2.0**-4
"""Numerators are scored in quanta times MeV/cm times these, which leaves room for slow alphas in gold."""

_STOPPING, _RANGE, _OVER_ENERGY, _OVER_RANGE = 0, 1, 2, 3
_SMALL_LOSS = 0.1  # of the energy; the mean of L over it is that at the mean energy within 0.1 %
_SLOW = 0.01  # MeV; a remainder too small for the tables


class LetTable(NamedTuple):
    """Stopping powers of water (0) and of the media of a run (1), for the hadrons from the proton on."""

    first_code: int  # of the energy grid
    rows: np.ndarray  # (2, 5, M, n, 4): L, MeV cm2/g; range R, g/cm2; G, MeV2 cm2/g; H, MeV


@device
def begin_track(let, work, energy):
    """Note the energy (MeV) with which the particle being followed sets out."""
    if let is None:
        return
    work.track[0], work.track[1] = energy, 0.0


@device
def lengthen_track(let, work, path):
    """Note a straight piece of track (cm) in the voxel where the particle is."""
    if let is None:
        return
    work.track[1] += path


@device
def score_track(let, world, work, bins, charge, cell, energy, weight, bits):
    """Score the track in voxel `cell` down to `energy` (MeV), and begin anew there; no random numbers."""
    if let is None:
        return
    tallies, track = world.tallies, work.track
    before, path = track[0], track[1]
    track[0], track[1] = energy, 0.0
    hadron = charge - (PROTON - ELECTRON)
    density = world.grid.density[cell]
    if hadron < 0 or density <= 0.0:
        return
    thickness = path * density
    for k in range(tallies.lets.shape[0]):
        row = tallies.lets[k]
        if row[3] < ALL_HADRONS and (hadron > 0 or (row[3] == PRIMARY_PROTONS and bits & SECONDARY)):
            continue
        limit = tallies.edges[row[5]]
        if before <= limit:
            continue
        after, part = energy, 1.0
        if energy < limit:
            after, part = limit, (before - limit) / (before - energy)
        rows = let.rows[row[4], hadron, world.grid.material[cell]]
        transfer = _mean(rows, let.first_code, before, after, row[2])
        if row[4] == MEDIUM:
            transfer *= density
        if row[2] == DOSE:
            share, amount = DOSE_UNIT, weight * (before - after)
        else:
            share, amount = TRACK_UNIT, weight * part * thickness
        add_score(tallies, bins, row[0] + cell, quanta(amount * transfer * share, world.scale))
        add_score(tallies, bins, row[1] + cell, quanta(amount, world.scale))


@device
def end_track(let, world, work, bins, charge, energy, weight, bits):
    """Score the track of a particle that stops where it stands with `energy` (MeV) left."""
    if let is None:
        return
    hadron, cell = charge - (PROTON - ELECTRON), work.here.numbers[0, CELL]
    density = world.grid.density[cell]
    if hadron >= 0 and density > 0.0:
        rows = let.rows[WATER, hadron, world.grid.material[cell]]
        work.track[1] += _read(rows, let.first_code, energy, _RANGE) / density
    score_track(let, world, work, bins, charge, cell, 0.0, weight, bits)


@device
def _mean(rows, first_code, before, after, average):
    """Mean mass stopping power (MeV cm2/g) between two energies, over energy (`DOSE`) or over range."""
    if abs(before - after) <= _SMALL_LOSS * before or before < _SLOW:
        return _read(rows, first_code, 0.5 * (before + after), _STOPPING)
    if average == DOSE:
        upper = _read(rows, first_code, before, _OVER_ENERGY)
        return (upper - _read(rows, first_code, after, _OVER_ENERGY)) / (before - after)
    upper = _read(rows, first_code, before, _OVER_RANGE)
    lower = _read(rows, first_code, after, _OVER_RANGE)
    way = _read(rows, first_code, before, _RANGE) - _read(rows, first_code, after, _RANGE)
    return (upper - lower) / way


@device
def _read(rows, first_code, energy, column):
    """One column at `energy`, linear between the points of the grid."""
    index, fraction = lookup(energy, first_code, rows.shape[0])
    low = rows[index, column]
    return low + fraction * (rows[index + 1, column] - low)
