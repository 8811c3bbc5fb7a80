"""Straight pieces of the tracks of charged particles: from voxel to voxel, scoring what they lose.

A charged particle adds up what it loses in a voxel and scores it when it leaves. A piece is a mass thickness,
in which all places of a group are alike; how many voxels it crosses is another matter for each.
"""

from __future__ import annotations

from mcsim.jit import device
from mcsim.physics import slowing
from mcsim.transport.ledger import DEPOSITED, ESCAPED, quanta
from mcsim.transport.navigation import (
    face_cosine,
    inverse,
    is_voxel,
    nearest_wall,
    next_voxel,
    onto_wall,
    wall_margin,
)
from mcsim.transport.particles import CELL, ELECTRON, HELD, IX, IY, IZ, SCORED, leave_place, set_place
from mcsim.transport.scoring import (
    add_score,
    add_to_pulses,
    score_escape,
    score_planes,
    score_point,
    score_segment,
)
from mcsim.transport.world import hand_over_one

ARRIVED, GONE, OTHER_MEDIUM = 0, 1, 2  # what becomes of a particle on a straight piece


@device
def advance(
    world, work, bins, charge, material, u, v, w, residual, pace, energy, offset, reach, weight, bits
):
    """Carry a particle straight on by the mass thickness `reach` (g/cm2), from each place where it stands.

    residual, energy: at the start; offset: its energy less that of the table. Returns what became of it and
    what is left of `reach`: `ARRIVED`, 0 for all that are still here; `OTHER_MEDIUM` for a single one,
    which now stands on the wall; `GONE` when none is left.
    """
    here = work.here
    inverse_u, inverse_v, inverse_w = inverse(u), inverse(v), inverse(w)
    k = 0
    while k < here.size[0]:
        if _cannot_leave(world, here, k, charge, material, residual, energy):
            _leave_one(world, work, bins, k, 0)
            leave_place(here, k)
            continue
        outcome, left, there = _advance_one(
            world, work, bins, k, charge, material, u, v, w, inverse_u, inverse_v, inverse_w,
            residual, pace, offset, reach, weight, bits,
        )  # fmt: skip
        if outcome == ARRIVED:
            k += 1
            continue
        if outcome == OTHER_MEDIUM:
            if here.size[0] == 1:
                return OTHER_MEDIUM, left
            hand_over_one(world, work, k, ELECTRON + charge, u, v, w, there, weight, bits)
        leave_place(here, k)
    return (ARRIVED if k > 0 else GONE), 0.0


@device
def _advance_one(
    world, work, bins, k, charge, material, u, v, w, inverse_u, inverse_v, inverse_w,
    residual, pace, offset, reach, weight, bits,
):  # fmt: skip
    """Carry a particle on from place `k`, from voxel to voxel: (outcome, what is left of `reach`, energy)."""
    grid, tallies, table, scale = world.grid, world.tallies, world.slowing, world.scale
    nx, ny = grid.x_edges.shape[0] - 1, grid.y_edges.shape[0] - 1
    follow_planes, follow_grids = tallies.planes.shape[0] > 0, tallies.grids.shape[0] > 0
    point, number = work.here.points[k], work.here.numbers[k]
    x, y, z = point[0], point[1], point[2]
    ix, iy, iz, cell = number[IX], number[IY], number[IZ], number[CELL]
    left, energy, now, outcome = reach, 0.0, 0, ARRIVED
    while True:
        density = grid.density[cell]
        path, face = nearest_wall(grid, x, y, z, u, v, w, inverse_u, inverse_v, inverse_w, ix, iy, iz)
        arrives = density > 0.0 and path * density >= left
        if arrives:
            path = left / density
            left = 0.0
        else:
            left -= path * density
        x1, y1, z1 = x + u * path, y + v * path, z + w * path
        if not arrives:
            x1, y1, z1 = onto_wall(grid, face, ix, iy, iz, x1, y1, z1)
        if follow_grids or follow_planes or not arrives:
            energy = offset + slowing.energy_at(table, charge, material, residual - (reach - left) * pace)
            now = quanta(weight * energy, scale)
            if follow_grids:
                score_segment(tallies, bins, x, y, z, x1 - x, y1 - y, z1 - z, number[SCORED] - now)
                number[SCORED] = now
            if follow_planes:
                score_planes(
                    tallies, bins, scale, ELECTRON + charge, bits, energy, weight,
                    x, y, z, u, v, w, x1, y1, z1,
                )  # fmt: skip
        x, y, z = x1, y1, z1
        if arrives:
            break
        _score(world, work, bins, cell, number[HELD] - now)
        number[HELD] = now
        ix, iy, iz = next_voxel(face, ix, iy, iz)
        if not is_voxel(grid, ix, iy, iz):
            work.ledger[ESCAPED + ELECTRON + charge] += now
            cosine = face_cosine(face, u, v, w)
            score_escape(tallies, bins, scale, ELECTRON + charge, face, bits, energy, weight, cosine)
            return GONE, 0.0, energy
        cell = (iz * ny + iy) * nx + ix
        if grid.material[cell] != material:
            outcome = OTHER_MEDIUM
            break
    set_place(work.here, k, x, y, z, ix, iy, iz, cell)
    return outcome, left, energy


@device
def _cannot_leave(world, here, k, charge, material, residual, energy):
    """Range rejection: whether the mean range down to the cutoff ends in the voxel of place `k`."""
    if energy >= world.games.range_rejection or charge == 1:
        return False
    reach = residual - world.range_at_cutoff[charge, material]
    point, number = here.points[k], here.numbers[k]
    return reach <= world.grid.density[number[CELL]] * wall_margin(
        world.grid, point[0], point[1], point[2], number[IX], number[IY], number[IZ]
    )


@device
def hold(here, energy_quanta):
    """Note at each place the energy that is to be accounted for."""
    for k in range(here.size[0]):
        here.numbers[k, HELD] = energy_quanta
        here.numbers[k, SCORED] = energy_quanta


@device
def give(world, work, bins, given, now):
    """Take off at each place what a collision has handed over, down to `now`; the rest is left there."""
    here = work.here
    for k in range(here.size[0]):
        here.numbers[k, HELD] -= given
        if world.tallies.grids.shape[0] > 0:
            point = here.points[k]
            rest = here.numbers[k, SCORED] - given - now
            score_point(world.tallies, bins, point[0], point[1], point[2], rest)
            here.numbers[k, SCORED] = now


@device
def leave_all(world, work, bins, given):
    """Leave at each place what is held there, less what was handed over."""
    for k in range(work.here.size[0]):
        _leave_one(world, work, bins, k, given)


@device
def _leave_one(world, work, bins, k, given):
    """Leave at place `k` what is held there, less what was handed over."""
    point, number = work.here.points[k], work.here.numbers[k]
    _score(world, work, bins, number[CELL], number[HELD] - given)
    if world.tallies.grids.shape[0] > 0:
        score_point(world.tallies, bins, point[0], point[1], point[2], number[SCORED] - given)


@device
def _score(world, work, bins, cell, energy_quanta):
    """Score what a particle has left in a voxel."""
    work.ledger[DEPOSITED] += energy_quanta
    if world.tallies.voxel_offset >= 0:
        add_score(world.tallies, bins, world.tallies.voxel_offset + cell, energy_quanta)
    add_to_pulses(world.tallies, work.pulses, cell, energy_quanta)
