"""Straight pieces of the tracks of charged particles: from voxel to voxel, scoring what they lose.

A charged particle adds up what it loses in a voxel and scores it when it leaves. A piece is a mass thickness,
in which all places of a group are alike; how many voxels it crosses is another matter for each.
"""

from __future__ import annotations

from mcsim.jit import device
from mcsim.physics import slowing
from mcsim.physics.straggling import sample_pace
from mcsim.transport.ledger import ESCAPED, FULL_BANK, LOST, quanta
from mcsim.transport.linear_energy_transfer import lengthen_track, score_track
from mcsim.transport.navigation import (
    face_cosine,
    inverse,
    is_voxel,
    nearest_wall,
    next_voxel,
    onto_wall,
    wall_margin,
)
from mcsim.transport.partial_dose import Deposit, depositor
from mcsim.transport.particles import CELL, ELECTRON, HELD, IX, IY, IZ, SCORED, copy_place, push, set_place
from mcsim.transport.scoring import score_escape, score_planes, score_point, score_segment
from mcsim.transport.tracks import record_point
from mcsim.transport.world import score_deposit

ARRIVED, GONE, OTHER_MEDIUM = 0, 1, 2  # what becomes of a particle on a straight piece


@device
def advance(
    world, work, bins, charge, material, u, v, w, mean, at, energy, pace, paced, soft, ahead, reach,
    weight, bits,
):  # fmt: skip
    """Carry a particle straight on by the mass thickness `reach` (g/cm2), from each place where it stands.

    mean: residual range that gives the mean loss, at: the `Residue` there, energy: the particle's own, all
    three at the start; pace: its loss over the mean one, or 0 while it is unknown; paced, soft: mass
    thickness and mean loss for which it has kept its pace already; ahead: mass thickness from where it began
    to keep it to the hinge. Returns what became of it, what is left of `reach`, its energy and its pace:
    `ARRIVED`, 0 for all that are still here; `OTHER_MEDIUM` for a single one, which now stands on the wall
    with that energy; `GONE` when none is left.

    The pace holds for the way to the next hinge and is drawn when it is first needed. One that leaves its
    medium before has gone a shorter way, on which losses vary more: its pace is drawn for that way.
    """
    grid, tallies, table, scale, here = world.grid, world.tallies, world.slowing, world.scale, work.here
    nx, ny = grid.x_edges.shape[0] - 1, grid.y_edges.shape[0] - 1
    follow_planes, follow_grids = tallies.planes.shape[0] > 0, tallies.grids.shape[0] > 0
    inverse_u, inverse_v, inverse_w = inverse(u), inverse(v), inverse(w)
    there, who = energy, depositor(ELECTRON + charge, bits)
    rejects, farthest = charge == 0 and energy < world.games.range_rejection, 0.0
    if rejects:
        farthest = slowing.residual_range(table, charge, material, energy)
    for k in range(here.size[0] - 1, -1, -1):
        point, number = here.points[k], here.numbers[k]
        x, y, z = point[0], point[1], point[2]
        ix, iy, iz, cell = number[IX], number[IY], number[IZ], number[CELL]
        left = reach
        outcome = OTHER_MEDIUM
        if rejects and farthest <= grid.density[cell] * wall_margin(grid, x, y, z, ix, iy, iz):
            outcome = GONE  # it stays: its whole range, not only that to the cutoff, ends in this voxel
            leave_one(world, work, bins, k, 0, who, weight)
        while outcome == OTHER_MEDIUM:
            density = grid.density[cell]
            path, face = nearest_wall(grid, x, y, z, u, v, w, inverse_u, inverse_v, inverse_w, ix, iy, iz)
            if density > 0.0 and path * density >= left:
                outcome = ARRIVED
                path = left / density
                left = 0.0
            else:
                left -= path * density
            lengthen_track(world.let, work, path)
            x1, y1, z1 = x + u * path, y + v * path, z + w * path
            inside, next_cell = True, cell
            before_x, before_y, before_z = ix, iy, iz
            if outcome != ARRIVED:
                x1, y1, z1 = onto_wall(grid, face, ix, iy, iz, x1, y1, z1)
                ix, iy, iz = next_voxel(face, ix, iy, iz)
                inside = is_voxel(grid, ix, iy, iz)
                if inside:
                    next_cell = (iz * ny + iy) * nx + ix
            leaves = not inside or grid.material[next_cell] != material
            drawn = pace
            if leaves or pace <= 0.0:
                way = paced + reach - left if leaves else ahead
                drawn = (
                    (1.0 + at.rise * way) * sample_pace(at.spread / way, at.share, work.state)
                    if way > 0.0
                    else 1.0
                )
                if not leaves:
                    pace = drawn
            if follow_grids or follow_planes or outcome != ARRIVED:
                loss = at.energy - slowing.energy_at(table, charge, material, mean - (reach - left))
                there = max(energy - drawn * loss + (pace - drawn) * soft, 0.0)
                stops = there <= world.cutoffs[charge]
                if stops and leaves:  # before the wall, on which it is left
                    inside, next_cell, ix, iy, iz = True, cell, before_x, before_y, before_z
                now = quanta(weight * there, scale)
                if follow_grids:
                    lost = Deposit(number[SCORED] - now, now, who, material, weight)
                    score_segment(
                        tallies, bins, world.parts, scale, x, y, z, x1 - x, y1 - y, z1 - z, lost
                    )  # fmt: skip
                    number[SCORED] = now
                if follow_planes and not stops:
                    score_planes(
                        tallies, bins, scale, ELECTRON + charge, bits, there, weight,
                        x, y, z, u, v, w, x1, y1, z1,
                    )  # fmt: skip
                if outcome != ARRIVED:
                    score_deposit(
                        world, work, bins, cell, Deposit(number[HELD] - now, now, who, material, weight)
                    )  # fmt: skip
                    number[HELD] = now
                    score_track(world.let, world, work, bins, charge, cell, there, weight, bits)
                    cell = next_cell
                    if inside and leaves:
                        set_place(here, k, x1, y1, z1, ix, iy, iz, cell)
                        if here.size[0] == 1:
                            return OTHER_MEDIUM, left, there, pace
                        _go_alone(world, work, k, ELECTRON + charge, u, v, w, there, weight, bits)
                        outcome = GONE
                    elif leaves:
                        record_point(work.record, x1, y1, z1, there)
                        work.ledger[ESCAPED + ELECTRON + charge] += now
                        cosine = face_cosine(face, u, v, w)
                        score_escape(
                            tallies, bins, scale, ELECTRON + charge, face, bits, there, weight, cosine
                        )
                        outcome = GONE
            x, y, z = x1, y1, z1
        if outcome == ARRIVED:
            set_place(here, k, x, y, z, ix, iy, iz, cell)
        else:  # the last place, which has been carried on already, takes this one's number
            last = here.size[0] - 1
            here.size[0] = last
            copy_place(here, last, here, k)
            number[HELD], number[SCORED] = here.numbers[last, HELD], here.numbers[last, SCORED]
    return (ARRIVED if here.size[0] > 0 else GONE), 0.0, there, pace


@device
def _go_alone(world, work, k, kind, u, v, w, energy, weight, bits):
    """Bank one member of a group as a particle of its own."""
    if not push(work.bank, work.state, kind, work.here, k, k + 1, u, v, w, energy, weight, bits):
        work.ledger[FULL_BANK] += 1
        work.ledger[LOST] += quanta(weight * energy, world.scale)


@device
def hold(here, energy_quanta):
    """Note at each place the energy that is to be accounted for."""
    for k in range(here.size[0]):
        here.numbers[k, HELD] = energy_quanta
        here.numbers[k, SCORED] = energy_quanta


@device
def give(world, work, bins, given, now, who, weight):
    """Take off at each place what a collision has handed over, down to `now`; `who` leaves the rest there."""
    here = work.here
    for k in range(here.size[0]):
        number = here.numbers[k]
        number[HELD] -= given
        if world.tallies.grids.shape[0] > 0:
            _score_point(world, bins, here, k, number[SCORED] - given - now, now, who, weight)
            number[SCORED] = now


@device
def settle(parts, world, work, bins, now, who, weight):
    """Score at each place what is held there above `now` as left by `who`; None of `parts`: no dose asks."""
    if parts is None:
        return
    here = work.here
    for k in range(here.size[0]):
        number = here.numbers[k]
        cell = number[CELL]
        left = Deposit(number[HELD] - now, now, who, world.grid.material[cell], weight)
        score_deposit(world, work, bins, cell, left)
        number[HELD] = now


@device
def leave_all(world, work, bins, given, who, weight):
    """Leave at each place what is held there, less what was handed over."""
    for k in range(work.here.size[0]):
        leave_one(world, work, bins, k, given, who, weight)


@device
def leave_one(world, work, bins, k, given, who, weight):
    """Leave at place `k` what is held there, less what was handed over; `who` leaves it."""
    number = work.here.numbers[k]
    cell = number[CELL]
    left = Deposit(number[HELD] - given, 0, who, world.grid.material[cell], weight)
    score_deposit(world, work, bins, cell, left)
    if world.tallies.grids.shape[0] > 0:
        _score_point(world, bins, work.here, k, number[SCORED] - given, 0, who, weight)


@device
def _score_point(world, bins, here, k, energy_quanta, rest, who, weight):
    """Score on the tally grids what `who` leaves at place `k`."""
    point, material = here.points[k], world.grid.material[here.numbers[k, CELL]]
    left = Deposit(energy_quanta, rest, who, material, weight)
    score_point(world.tallies, bins, world.parts, world.scale, point[0], point[1], point[2], left)
