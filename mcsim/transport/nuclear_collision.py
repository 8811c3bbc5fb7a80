"""Nuclear collisions of protons: elastic ones, and reactions with all that comes out of them."""

from __future__ import annotations

from typing import NamedTuple

from mcsim.jit import device
from mcsim.physics import nuclear_elastic
from mcsim.physics.lookup import lookup
from mcsim.physics.nuclear import NuclearCollisionTable, choose
from mcsim.physics.nuclear_elastic import NuclearElasticTable
from mcsim.physics.nuclear_event import sample_event
from mcsim.physics.nuclear_table import NuclearReactionTable
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import rotate
from mcsim.transport.ledger import NEUTRONS, NUCLEAR_GAMMAS, NUCLEAR_Q, quanta
from mcsim.transport.particles import PROTON, SECONDARY
from mcsim.transport.world import hand_over


class NuclearTables(NamedTuple):
    """Tables of M materials and of their E elements, numbered by ascending atomic number."""

    collision: NuclearCollisionTable
    elastic: NuclearElasticTable
    reaction: NuclearReactionTable


@device
def collide_with_nucleus(nuclear, world, work, material, u, v, w, energy, weight):
    """A nuclear collision: (energy, u, v, w, quanta handed over per place) after it; energy -1: absorbed.

    nuclear: the tables, or None in a run without them, for which nothing of this is compiled. The recoil
    of an elastic collision stays where it is.
    """
    if nuclear is None:
        return energy, u, v, w, 0
    state = work.state
    table = nuclear.collision
    index, fraction = lookup(energy, table.first_code, table.points)
    absorbed, element = choose(table, material, index, fraction, uniform(state))
    if absorbed:
        return -1.0, u, v, w, _react(nuclear, world, work, element, u, v, w, energy, weight)
    turns = uniform(state)
    given = 0
    if nuclear.reaction.charge[element] == 1:
        left, turn, struck, struck_turn = nuclear_elastic.sample_hydrogen(energy, state)
        if struck > world.cutoffs[PROTON - 1]:
            a, b, c = rotate(u, v, w, struck_turn, turns + 0.5 if turns < 0.5 else turns - 0.5)
            given = hand_over(world, work, PROTON, a, b, c, struck, weight, SECONDARY)
    else:
        left, turn, _ = nuclear_elastic.sample_nucleus(nuclear.elastic, element, energy, state)
    u, v, w = rotate(u, v, w, turn, turns)
    return left, u, v, w, given


@device
def _react(nuclear, world, work, element, u, v, w, energy, weight):
    """A non-elastic reaction: quanta handed over per place, to particles, neutrons and gammas, less Q."""
    fragments, places, scale = work.fragments, work.here.size[0], world.scale
    count, _, neutrons, gammas, q_value = sample_event(
        nuclear.reaction, element, energy, work.state, fragments
    )
    given = 0
    for row in range(count):
        kind, kinetic = int(fragments[row, 0]), fragments[row, 1]
        if kinetic > world.cutoffs[kind - 1]:
            a, b, c = rotate(u, v, w, fragments[row, 2], fragments[row, 3])
            given += hand_over(world, work, kind, a, b, c, kinetic, weight, SECONDARY)
    gone, gamma = quanta(weight * neutrons, scale), quanta(weight * gammas, scale)
    made = quanta(weight * q_value, scale)
    work.ledger[NEUTRONS] += gone * places
    work.ledger[NUCLEAR_GAMMAS] += gamma * places
    work.ledger[NUCLEAR_Q] += made * places
    return given + gone + gamma - made
