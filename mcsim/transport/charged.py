"""The step loop of electrons and positrons: class II condensed history with hinges on a clock.

Three clocks run along the path, all in mass thickness, so that a track in a medium of varying density
is the track in the uniform medium, stretched (Fano's theorem holds for any step length):

* energy: the residual range of the restricted stopping power, exact from tables, run down at a pace
  that is drawn anew at every hinge and stands for the straggling of soft losses;
* hinges, whose place on the clock is turned into a range once, so that no wall moves them: one unit of
  the clock is one condensed step of length s(E, medium). Every unit holds one
  deflection, at a uniformly random place in it, drawn from the Goudsmit-Saunderson distribution for
  the path s at the energy there (random hinge: J. Sempau et al., Nucl. Instrum. Meth. B 132 (1997) 377;
  I. Kawrakow and A. F. Bielajew, Nucl. Instrum. Meth. B 134 (1998) 325). The mean scattering power is
  exact in any sequence of media, and no deflection is needed at a wall. Near interfaces of different
  media a unit of the clock may be one of a finer level, a step short against the distance to it;
* hard collisions: exponential, against a majorant over all lower energies, with fictitious events.

A charged particle adds up what it loses in a voxel and scores it when it leaves.
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics import (
    annihilation,
    bhabha,
    bremsstrahlung,
    impact_ionisation,
    moller,
    scattering,
    slowing,
)
from mcsim.physics.kinematics import ELECTRON_MASS, collision_one_minus_cosines
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import rotate
from mcsim.physics.straggling import sample_pace
from mcsim.transport.atom import bank_vacancy
from mcsim.transport.atomic import atomic_add
from mcsim.transport.ledger import DEPOSITED, ESCAPED, LOST, LOST_PARTICLES, REST_ANNIHILATED, quanta
from mcsim.transport.navigation import (
    face_cosine,
    interface_distance,
    inverse,
    is_voxel,
    nearest_wall,
    next_voxel,
    onto_wall,
)
from mcsim.transport.particles import ELECTRON, PHOTON, SECONDARY
from mcsim.transport.scoring import score_escape, score_planes, score_point, score_segment
from mcsim.transport.world import hand_over

_MAX_STEPS = 1_000_000
_STEPS_TO_INTERFACE = 3.0  # a step is at most this part of the distance to the next medium
_SHORT_INTERVAL = 0.25  # units of the clock; in shorter ones between hinges the pace varies as in this
_WALL, _HINGE, _COLLISION, _CUTOFF = 0, 1, 2, 3


@device
def follow_charged(world, work, bins, charge, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits):
    """Follow one electron (`charge` 0) or positron (1) until it stops, annihilates or leaves."""
    grid, tallies, table, state, scale = world.grid, world.tallies, world.slowing, work.state, world.scale
    nx, ny = grid.x_edges.shape[0] - 1, grid.y_edges.shape[0] - 1
    follow_planes, follow_grids = tallies.planes.shape[0] > 0, tallies.grids.shape[0] > 0
    cell = (iz * ny + iy) * nx + ix
    material, density = grid.material[cell], grid.density[cell]
    held = quanta(weight * energy, scale)  # energy to be accounted for in this voxel
    scored = held  # as `held`, for the tally grids
    place = uniform(state)  # of the hinge in its unit of the clock
    depth = -math.log(uniform(state))
    residual, table_energy, clock, rate, hard, majorant, variance, hinge_clock, hinge = _start_over(
        table, charge, material, energy, 0.0
    )
    materials = table.by_range.shape[1]
    level, finer = _step_level(world, cell, x, y, z, density * rate)
    pace = sample_pace(finer * variance / max(place, _SHORT_INTERVAL), state)
    hinge_clock -= place * pace / finer
    hinge = slowing.range_at_clock(table, charge, material, hinge_clock)
    inverse_u, inverse_v, inverse_w = inverse(u), inverse(v), inverse(w)
    for _ in range(_MAX_STEPS):
        path, face = nearest_wall(grid, x, y, z, u, v, w, inverse_u, inverse_v, inverse_w, ix, iy, iz)
        event = _WALL
        if density > 0.0:
            reach = path * density
            to_cutoff = residual - world.range_at_cutoff[charge, material]
            if to_cutoff < reach * pace:
                reach, event = to_cutoff / pace, _CUTOFF
            if residual - hinge < reach * pace:
                reach, event = (residual - hinge) / pace, _HINGE
            if depth < reach * majorant:
                reach, event = depth / majorant, _COLLISION
            if event != _WALL:
                reach = max(reach, 0.0)
                path = reach / density
            residual -= reach * pace
            depth -= reach * majorant
            before, majorant_before = table_energy, majorant
            table_energy, clock, rate, hard, majorant, variance = slowing.state_at(
                table, charge, material, residual
            )
            energy -= before - table_energy
        x1, y1, z1 = x + u * path, y + v * path, z + w * path
        if event == _WALL:
            x1, y1, z1 = onto_wall(grid, face, ix, iy, iz, x1, y1, z1)
        if follow_grids:
            now = quanta(weight * energy, scale)
            score_segment(tallies, bins, x, y, z, x1 - x, y1 - y, z1 - z, scored - now)
            scored = now
        if follow_planes:
            score_planes(
                tallies, bins, scale, ELECTRON + charge, bits, energy, weight, x, y, z, u, v, w, x1, y1, z1
            )
        x, y, z = x1, y1, z1
        if event == _WALL:
            now = quanta(weight * energy, scale)
            _score(world, work, bins, cell, held - now)
            held = now
            ix, iy, iz = next_voxel(face, ix, iy, iz)
            if not is_voxel(grid, ix, iy, iz):
                work.ledger[ESCAPED + ELECTRON + charge] += held
                cosine = face_cosine(face, u, v, w)
                score_escape(tallies, bins, scale, ELECTRON + charge, face, bits, energy, weight, cosine)
                return
            cell = (iz * ny + iy) * nx + ix
            density = grid.density[cell]
            if grid.material[cell] != material:
                material = grid.material[cell]
                residual, table_energy, clock, rate, hard, majorant, variance, hinge_clock, hinge = (
                    _start_over(table, charge, material, energy, clock - hinge_clock)
                )
        elif event == _HINGE:
            turn = scattering.sample(world.scattering, charge, material + level * materials, energy, state)
            u, v, w = rotate(u, v, w, turn, uniform(state))
            inverse_u, inverse_v, inverse_w = inverse(u), inverse(v), inverse(w)
            left_in_unit = (1.0 - place) / finer
            level, finer = _step_level(world, cell, x, y, z, density * rate)
            place = uniform(state)
            units = left_in_unit * finer + place
            pace = sample_pace(finer * variance / max(units, _SHORT_INTERVAL), state)
            hinge_clock -= units * pace / finer
            hinge = slowing.range_at_clock(table, charge, material, hinge_clock)
        elif event == _CUTOFF:
            _stop(world, work, bins, charge, x, y, z, energy, weight, ix, iy, iz, cell, held)
            return
        else:
            depth = -math.log(uniform(state))
            if uniform(state) * majorant_before < hard:
                energy, u, v, w, given = _collide(
                    world, work, charge, material, x, y, z, u, v, w, energy, weight, ix, iy, iz
                )
                held -= given
                scored -= given
                if energy < 0.0:  # annihilated
                    _score(world, work, bins, cell, held)
                    if follow_grids:
                        score_point(tallies, bins, x, y, z, scored)
                    return
                inverse_u, inverse_v, inverse_w = inverse(u), inverse(v), inverse(w)
                residual, table_energy, clock, rate, hard, majorant, variance, hinge_clock, hinge = (
                    _start_over(table, charge, material, energy, clock - hinge_clock)
                )
                if follow_grids:  # what a collision leaves at its place
                    now = quanta(weight * energy, scale)
                    score_point(tallies, bins, x, y, z, scored - now)
                    scored = now
    work.ledger[LOST_PARTICLES] += 1
    work.ledger[LOST] += held


@device
def _start_over(table, charge, material, energy, to_hinge):
    """Residual range and what is read at it, after a change of medium or a hard loss of energy.

    The hinge keeps its distance `to_hinge` on the clock. Returns the range, the six values of
    `slowing.state_at`, and the hinge's place on the clock and in range.
    """
    residual = slowing.residual_range(table, charge, material, energy)
    table_energy, clock, rate, hard, majorant, variance = slowing.state_at(table, charge, material, residual)
    hinge_clock = clock - to_hinge
    hinge = slowing.range_at_clock(table, charge, material, hinge_clock)
    return residual, table_energy, clock, rate, hard, majorant, variance, hinge_clock, hinge


@device
def _step_level(world, cell, x, y, z, steps_per_length):
    """Level of the next condensed step, and how many of its steps make one of level 0.

    The step is the longest that fits `_STEPS_TO_INTERFACE` times before the next medium, or the finest.
    """
    level, finer = 0, 1.0
    if world.finer_levels > 0:
        steps = interface_distance(world.grid, cell, x, y, z) * steps_per_length
        while level < world.finer_levels and steps * finer < _STEPS_TO_INTERFACE:
            level += 1
            finer *= scattering.REFINEMENT
    return level, finer


@device
def _score(world, work, bins, cell, energy_quanta):
    """Score what a particle has left in a voxel."""
    work.ledger[DEPOSITED] += energy_quanta
    if world.tallies.voxel_offset >= 0:
        atomic_add(bins, world.tallies.voxel_offset + cell, energy_quanta)


@device
def _collide(world, work, charge, material, x, y, z, u, v, w, energy, weight, ix, iy, iz):
    """A hard collision: (energy, u, v, w, quanta handed over) after it; energy -1: annihilated."""
    state = work.state
    choice = uniform(state)
    ionisation, annihilated, inner = slowing.collision_fractions(world.slowing, charge, material, energy)
    given = 0
    if choice < ionisation:
        if charge == 0:
            transfer = moller.sample(energy, world.electron_production, state)
        else:
            transfer = bhabha.sample(energy, world.electron_production, state)
        turn, knock_on_turn = collision_one_minus_cosines(energy, transfer)
        turns = uniform(state)
        if transfer > world.electron_cutoff:
            a, b, c = rotate(u, v, w, knock_on_turn, turns + 0.5 if turns < 0.5 else turns - 0.5)
            given = hand_over(
                world, work, ELECTRON, x, y, z, a, b, c, transfer, weight, ix, iy, iz, SECONDARY
            )
        u, v, w = rotate(u, v, w, turn, turns)
        return max(energy - transfer, 0.0), u, v, w, given
    if choice < ionisation + annihilated:
        given = _annihilate_in_flight(world, work, x, y, z, u, v, w, energy, weight, ix, iy, iz)
        return -1.0, u, v, w, given
    if choice < ionisation + annihilated + inner:
        element, shell = impact_ionisation.sample(world.impact_ionisation, material, energy, state)
        given = bank_vacancy(world, work, element, shell, x, y, z, weight, ix, iy, iz)
        return max(energy - world.photoelectric.binding[element, shell], 0.0), u, v, w, given
    photon = bremsstrahlung.sample_energy(
        world.bremsstrahlung, charge, material, energy, world.photon_production, state
    )
    if photon > world.photon_cutoff:
        turn = bremsstrahlung.sample_angle(world.bremsstrahlung, material, energy, photon, state)
        a, b, c = rotate(u, v, w, turn, uniform(state))
        given = hand_over(world, work, PHOTON, x, y, z, a, b, c, photon, weight, ix, iy, iz, SECONDARY)
    return max(energy - photon, 0.0), u, v, w, given


@device
def _annihilate_in_flight(world, work, x, y, z, u, v, w, energy, weight, ix, iy, iz):
    """Two photons of a positron in flight: quanta handed over, less the rest mass that became photons."""
    state = work.state
    first, first_turn, second, second_turn = annihilation.sample_in_flight(energy, state)
    turns = uniform(state)
    rest = quanta(weight * 2.0 * ELECTRON_MASS, world.scale)
    work.ledger[REST_ANNIHILATED] += rest
    given = -rest
    if first > world.photon_cutoff:
        a, b, c = rotate(u, v, w, first_turn, turns)
        given += hand_over(world, work, PHOTON, x, y, z, a, b, c, first, weight, ix, iy, iz, SECONDARY)
    if second > world.photon_cutoff:
        a, b, c = rotate(u, v, w, second_turn, turns + 0.5 if turns < 0.5 else turns - 0.5)
        given += hand_over(world, work, PHOTON, x, y, z, a, b, c, second, weight, ix, iy, iz, SECONDARY)
    return given


@device
def _stop(world, work, bins, charge, x, y, z, energy, weight, ix, iy, iz, cell, held):
    """End of a track: the rest of the energy stays; a positron annihilates into two photons."""
    scored = quanta(weight * energy, world.scale)
    if charge == 1:
        rest = quanta(weight * 2.0 * ELECTRON_MASS, world.scale)
        work.ledger[REST_ANNIHILATED] += rest
        held += rest
        scored += rest
        if world.photon_cutoff < ELECTRON_MASS:
            u, v, w = rotate(0.0, 0.0, 1.0, 2.0 * uniform(work.state), uniform(work.state))
            for sign in (1.0, -1.0):
                given = hand_over(
                    world, work, PHOTON, x, y, z, sign * u, sign * v, sign * w,
                    ELECTRON_MASS, weight, ix, iy, iz, SECONDARY,
                )  # fmt: skip
                held -= given
                scored -= given
    _score(world, work, bins, cell, held)
    if world.tallies.grids.shape[0] > 0:
        score_point(world.tallies, bins, x, y, z, scored)
