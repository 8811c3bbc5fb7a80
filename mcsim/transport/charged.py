"""The step loop of charged particles: class II condensed history with hinges on a clock.

Three clocks run along the path, all in mass thickness, so that a track in a medium of varying density
is the track in the uniform medium, stretched (Fano's theorem holds for any step length):

* energy: the residual range of the restricted stopping power, exact from tables, gives the mean soft loss;
  the loss is that times a pace, drawn anew at every hinge and wall to another medium (straggling);
* hinges, whose place on the clock is turned into a path at the mean pace once, so that neither a wall nor
  the pace moves them: one unit of the clock is one condensed step of length s(E, medium). Every unit holds
  one deflection, at a uniformly random place in it, drawn from the Goudsmit-Saunderson distribution for
  the path s at the energy there (random hinge: J. Sempau et al., Nucl. Instrum. Meth. B 132 (1997) 377;
  I. Kawrakow and A. F. Bielajew, Nucl. Instrum. Meth. B 134 (1998) 325). The mean scattering power is
  exact in any sequence of media, and no deflection is needed at a wall. Near interfaces of different
  media a unit of the clock may be one of a finer level, a step short against the distance to it;
* hard collisions: exponential, against a majorant over all lower energies, with fictitious events.
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics import scattering, slowing
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import rotate
from mcsim.physics.scattering import REFINEMENT
from mcsim.transport.charged_collision import annihilate_at_rest, collide
from mcsim.transport.charged_flight import GONE, OTHER_MEDIUM, advance, give, hold, leave_all, settle
from mcsim.transport.delta_electron import knock_on
from mcsim.transport.ledger import LOST, LOST_PARTICLES, quanta
from mcsim.transport.linear_energy_transfer import begin_track, end_track, score_track
from mcsim.transport.navigation import interface_distance
from mcsim.transport.nuclear_collision import collide_with_nucleus
from mcsim.transport.partial_dose import depositor
from mcsim.transport.particles import CELL, ELECTRON, HELD, RECOIL
from mcsim.transport.tracks import record_point
from mcsim.transport.world import bank_products

_MAX_STEPS = 1_000_000
_STEPS_TO_INTERFACE = 3.0  # a step is at most this part of the distance to the next medium
_SHORTEST = 1.0e-3  # units of the clock; on a shorter way to the hinge the pace varies as on this
_UNKNOWN = 0.0  # pace that is still to be drawn
HADRONS = 2  # number of the first in tables of charged particles
_HINGE, _COLLISION = 0, 1  # what ends a straight piece of track


@device
def follow_charged(world, work, bins, charge, u, v, w, energy, weight, bits):
    """Follow one charged particle until it stops, annihilates, is absorbed or leaves.

    charge: 0 electron, 1 positron, from `HADRONS` on proton, deuteron, triton, helion and alpha.

    A group is followed until each of its members has; one that enters another medium goes on alone.
    """
    table, state, scale, here = world.slowing, work.state, world.scale, work.here
    material = world.grid.material[here.numbers[0, CELL]]
    who = depositor(ELECTRON + charge, bits)
    hold(here, quanta(weight * energy, scale))
    begin_track(world.let, work, energy)
    materials = table.by_range.shape[1]
    mean = slowing.residual_range(table, charge, material, energy)
    at = slowing.state_at(table, charge, material, mean)
    level, finer = _step_level(world, here, at.rate)
    place = uniform(state)  # of the hinge in its unit of the clock
    depth = -math.log(uniform(state))
    units = place / finer  # to the hinge
    pace, paced, soft, ahead, hinge_clock, hinge = _UNKNOWN, 0.0, 0.0, 0.0, 0.0, 0.0
    starts_over, sets_out = True, True
    for _ in range(_MAX_STEPS):
        if energy <= world.cutoffs[charge]:
            end_track(world.let, world, work, bins, charge, energy, weight, bits)
            given = annihilate_at_rest(world, work, weight) if charge == 1 else 0
            leave_all(world, work, bins, given, who, weight)
            return
        if starts_over:
            starts_over = False
            mean = slowing.residual_range(table, charge, material, energy)
            at = slowing.state_at(table, charge, material, mean)
            hinge_clock = at.clock - units
            hinge = slowing.range_at_clock(table, charge, material, hinge_clock)
            if sets_out:
                sets_out = False
                pace, paced, soft, ahead = _UNKNOWN, 0.0, 0.0, max(units, _SHORTEST) / at.rate
        reach, event = max(mean - hinge, 0.0), _HINGE
        if depth < reach * at.majorant:
            reach, event = depth / at.majorant, _COLLISION
        outcome, left, there, pace = advance(
            world, work, bins, charge, material, u, v, w, mean, at, energy, pace, paced, soft, ahead, reach,
            weight, bits,
        )  # fmt: skip
        if outcome == GONE:
            return
        travelled = reach - left
        mean -= travelled
        depth -= travelled * at.majorant
        if outcome == OTHER_MEDIUM:
            units = max(slowing.clock_at(table, charge, material, mean) - hinge_clock, 0.0)
            material = world.grid.material[here.numbers[0, CELL]]
            energy, starts_over, sets_out = there, True, True
            continue
        before = at
        at = slowing.state_at(table, charge, material, mean)
        paced += travelled
        soft += before.energy - at.energy
        energy = max(energy - pace * (before.energy - at.energy), 0.0)
        units = max(at.clock - hinge_clock, 0.0)
        record_point(work.record, here.points[0, 0], here.points[0, 1], here.points[0, 2], energy)
        if event == _HINGE:
            turn = scattering.sample(world.scattering, charge, material + level * materials, energy, state)
            u, v, w = rotate(u, v, w, turn, uniform(state))
            units = (1.0 - place) / finer
            level, finer = _step_level(world, here, at.rate)
            place = uniform(state)
            units += place / finer
            starts_over, sets_out = True, True
        else:
            depth = -math.log(uniform(state))
            if uniform(state) * before.majorant < at.hard:
                leaver = who
                if charge < HADRONS:
                    energy, u, v, w, given = collide(world, work, charge, material, u, v, w, energy, weight)
                else:
                    transfer, given = knock_on(
                        world.deltas, world, work, charge, material, u, v, w, energy, weight
                    )
                    if transfer > 0.0:
                        energy = max(energy - transfer, 0.0)
                    else:
                        cell = here.numbers[0, CELL]
                        score_track(world.let, world, work, bins, charge, cell, energy, weight, bits)
                        settle(world.parts, world, work, bins, quanta(weight * energy, scale), who, weight)
                        leaver = 2 * RECOIL
                        energy, u, v, w, given = collide_with_nucleus(
                            world.nuclear, world, work, material, u, v, w, energy, weight
                        )
                        begin_track(world.let, work, energy)
                if energy < 0.0:  # annihilated, or absorbed by a nucleus
                    leave_all(world, work, bins, given, leaver, weight)
                    return
                now = quanta(weight * energy, scale)
                give(world, work, bins, given, now, leaver, weight)
                if charge >= HADRONS:
                    settle(world.parts, world, work, bins, now, leaver, weight)
                bank_products(world, work)
                starts_over = True
    work.ledger[LOST_PARTICLES] += 1
    for k in range(here.size[0]):
        work.ledger[LOST] += here.numbers[k, HELD]


@device
def _step_level(world, here, rate):
    """Level of the next condensed step, and how many of its steps make one of level 0.

    rate: steps of level 0 per g/cm2. The step is the longest that fits `_STEPS_TO_INTERFACE` times before the
    next medium, or the finest.
    """
    level, finer = 0, 1.0
    if world.finer_levels > 0:
        point, cell = here.points[0], here.numbers[0, CELL]
        distance = interface_distance(world.grid, cell, point[0], point[1], point[2])
        steps = distance * world.grid.density[cell] * rate
        while level < world.finer_levels and steps * finer < _STEPS_TO_INTERFACE:
            level += 1
            finer *= REFINEMENT
    return level, finer
