"""Scoring: one flat array of integers per batch holds every tally of a run.

A voxel, kerma or LET tally, a tally grid of its own, an escape, plane or pulse-height tally are stretches of
it; `Tallies` says where each begins and how it is binned. Energy is scored in quanta (`ledger.quanta`),
numbers in units of 2^-20 of a particle of weight one, pulses one by one.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.transport.atomic import atomic_add
from mcsim.transport.ledger import quanta
from mcsim.transport.partial_dose import part_of
from mcsim.transport.particles import origin_class

NUMBER_SCALE = 2.0**20
GRAZING_COSINE = 1.0e-3  # below it, fluence through a plane is scored with half this cosine


class Tallies(NamedTuple):
    """Where and how to score. Edges of all tallies lie one after another in `edges`."""

    shared: bool  # several threads score in the same bins
    edges: np.ndarray  # float64: bin edges, cm or MeV or 1
    voxel_offset: int  # start of the energy grid on the phantom's voxels; -1: not scored
    parts: np.ndarray  # (D, 3) int64: offset on the phantom's voxels; mask of the depositors that count, and
    # 1 for dose to water, as in `mcsim.transport.partial_dose`
    grids: np.ndarray  # (G, 9) int64: offset, nx, ny, nz, start of x, y and z edges in `edges`; then as parts
    escapes: np.ndarray  # (S, 5) int64: offset, energy bins, cosine bins, start of energy and cosine edges
    planes: np.ndarray  # (P, 9) int64: offset, axis, start of position, bins (E, a, b), starts of their edges
    pulses: np.ndarray  # (H, 3) int64: offset, energy bins, start of their edges, which are in quanta
    kermas: np.ndarray  # (K, 2) int64: offset on the phantom's voxels; 0 total, 1 collision kerma
    lets: np.ndarray  # (L, 6) int64: offsets of numerator and denominator on the phantom's voxels; average,
    # particles and medium as in `mcsim.transport.linear_energy_transfer`; lowest energy's place in `edges`
    sensitive: np.ndarray  # (H, voxels) bool: where deposits add to a pulse


@device
def add_score(tallies, bins, index, value):
    """bins[index] += value, safe where other threads score too."""
    if tallies.shared:
        atomic_add(bins, index, value)
    else:
        bins[index] += value


@device
def bin_of(value, edges, start, bins):
    """Bin of `value` among the `bins + 1` edges from `start` on; -1 outside. Binary search.

    The last bin holds its upper edge too, so that a spectrum up to 60 keV holds particles of 60 keV.
    """
    if value < edges[start] or value > edges[start + bins]:
        return -1
    low, high = start, start + bins
    while high - low > 1:
        middle = (low + high) >> 1
        if value >= edges[middle]:
            low = middle
        else:
            high = middle
    return low - start


@device
def score_voxel(tallies, bins, parts, scale, cell, deposit):
    """Score a `Deposit` in a voxel of the phantom.

    parts: table of the partial doses, or None where there are none.
    """
    if tallies.voxel_offset >= 0:
        add_score(tallies, bins, tallies.voxel_offset + cell, deposit.quanta)
    if parts is not None:
        for d in range(tallies.parts.shape[0]):
            row = tallies.parts[d]
            part = part_of(parts, row[1], row[2], scale, deposit)
            if part != 0:
                add_score(tallies, bins, row[0] + cell, part)


@device
def score_point(tallies, bins, parts, scale, x, y, z, deposit):
    """Score a `Deposit` at a point in every tally grid that contains it."""
    for g in range(tallies.grids.shape[0]):
        row = tallies.grids[g]
        offset, nx, ny, nz, at_x, at_y, at_z = row[0], row[1], row[2], row[3], row[4], row[5], row[6]
        ix = bin_of(x, tallies.edges, at_x, nx)
        iy = bin_of(y, tallies.edges, at_y, ny)
        iz = bin_of(z, tallies.edges, at_z, nz)
        if ix >= 0 and iy >= 0 and iz >= 0:
            part = part_of(parts, row[7], row[8], scale, deposit)
            add_score(tallies, bins, offset + (iz * ny + iy) * nx + ix, part)


@device
def _next_wall(position, component, edges, start, count, index):
    """Fraction of a segment (vector component `component`) at which it meets its next edge, and the step."""
    if component > 0.0:
        wall = index + 1
        step = 1
    elif component < 0.0:
        wall = index
        step = -1
    else:
        return 2.0, 0
    if wall < 0 or wall > count:
        return 2.0, 0
    return (edges[start + wall] - position) / component, step


@device
def _clamped_bin(value, edges, start, count):
    """Like `bin_of`, with -1 below and `count` above the edges."""
    if value < edges[start]:
        return -1
    if value >= edges[start + count]:
        return count
    return bin_of(value, edges, start, count)


@device
def score_segment(tallies, bins, parts, scale, x, y, z, dx, dy, dz, deposit):
    """Spread a `Deposit` evenly over the straight segment from (x, y, z) to (x + dx, y + dy, z + dz).

    Each tally grid gets whole quanta: a piece gets the difference of the rounded running sums, so
    that nothing is lost or made by rounding. A deposit is negative where straggling takes back a loss.
    """
    for g in range(tallies.grids.shape[0]):
        row = tallies.grids[g]
        offset, nx, ny, nz, at_x, at_y, at_z = row[0], row[1], row[2], row[3], row[4], row[5], row[6]
        edges = tallies.edges
        energy_quanta = part_of(parts, row[7], row[8], scale, deposit)
        ix = _clamped_bin(x, edges, at_x, nx)
        iy = _clamped_bin(y, edges, at_y, ny)
        iz = _clamped_bin(z, edges, at_z, nz)
        given = 0
        while True:
            fx, step_x = _next_wall(x, dx, edges, at_x, nx, ix)
            fy, step_y = _next_wall(y, dy, edges, at_y, ny, iy)
            fz, step_z = _next_wall(z, dz, edges, at_z, nz, iz)
            fraction = min(fx, fy, fz, 1.0)
            whole = math.floor(np.float64(max(fraction, 0.0)) * np.float64(energy_quanta) + 0.5)
            reached = int(whole)
            if reached != given:
                if 0 <= ix < nx and 0 <= iy < ny and 0 <= iz < nz:
                    add_score(tallies, bins, offset + (iz * ny + iy) * nx + ix, reached - given)
                given = reached
            if fraction >= 1.0:
                break
            if fx <= fy and fx <= fz:
                ix += step_x
            elif fy <= fz:
                iy += step_y
            else:
                iz += step_z


@device
def score_escape(tallies, bins, scale, kind, face, bits, energy, weight, cosine):
    """Score a particle that leaves through the outer surface with cosine > 0 to its normal."""
    for s in range(tallies.escapes.shape[0]):
        item = tallies.escapes[s]
        offset, n_energy, n_cosine, at_energy, at_cosine = item[0], item[1], item[2], item[3], item[4]
        i_energy = bin_of(energy, tallies.edges, at_energy, n_energy)
        i_cosine = bin_of(cosine, tallies.edges, at_cosine, n_cosine)
        if i_energy >= 0 and i_cosine >= 0:
            row = ((kind * 6 + face) * 4 + origin_class(bits)) * n_energy + i_energy
            at = offset + 2 * (row * n_cosine + i_cosine)
            add_score(tallies, bins, at, quanta(weight, NUMBER_SCALE))
            add_score(tallies, bins, at + 1, quanta(weight * energy, scale))


@device
def score_planes(tallies, bins, scale, kind, bits, energy, weight, x, y, z, u, v, w, x1, y1, z1):
    """Score the planes crossed by a straight flight along (u, v, w) from (x, y, z) to (x1, y1, z1).

    A plane belongs to the side of growing coordinates, so that a flight that ends on it and the next
    one that starts there count it once. Two values a bin: particles crossing, and fluence times area
    (weight / |cosine|).
    """
    for p in range(tallies.planes.shape[0]):
        item = tallies.planes[p]
        offset, axis, at_position = item[0], item[1], item[2]
        n_energy, n_a, n_b, at_energy, at_a, at_b = item[3], item[4], item[5], item[6], item[7], item[8]
        position = tallies.edges[at_position]
        if axis == 0:
            start, end, component, a, a_slope, b, b_slope = x, x1, u, y, v, z, w
        elif axis == 1:
            start, end, component, a, a_slope, b, b_slope = y, y1, v, x, u, z, w
        else:
            start, end, component, a, a_slope, b, b_slope = z, z1, w, x, u, y, v
        if (start < position) == (end < position):
            continue
        path = (position - start) / component
        i_a = bin_of(a + a_slope * path, tallies.edges, at_a, n_a)
        i_b = bin_of(b + b_slope * path, tallies.edges, at_b, n_b)
        i_energy = bin_of(energy, tallies.edges, at_energy, n_energy)
        if i_a < 0 or i_b < 0 or i_energy < 0:
            continue
        cosine = abs(component)
        if cosine < GRAZING_COSINE:
            cosine = 0.5 * GRAZING_COSINE
        row = (kind * 2 + (0 if component > 0.0 else 1)) * 4 + origin_class(bits)
        at = offset + 2 * (((row * n_energy + i_energy) * n_b + i_b) * n_a + i_a)
        add_score(tallies, bins, at, quanta(weight, NUMBER_SCALE))
        add_score(tallies, bins, at + 1, quanta(weight / cosine, NUMBER_SCALE))


@device
def add_to_pulses(tallies, pulses, cell, energy_quanta):
    """Add a deposit in voxel `cell` to the pulses of this history, `pulses` (H,) in quanta."""
    for h in range(pulses.shape[0]):
        if tallies.sensitive[h, cell]:
            pulses[h] += energy_quanta


@device
def score_pulses(tallies, bins, pulses):
    """Count the pulses of a history that is over, and clear them. No deposit is no pulse."""
    for h in range(pulses.shape[0]):
        if pulses[h] > 0:
            item = tallies.pulses[h]
            i_energy = bin_of(float(pulses[h]), tallies.edges, item[2], item[1])
            if i_energy >= 0:
                add_score(tallies, bins, item[0] + i_energy, 1)
        pulses[h] = 0
