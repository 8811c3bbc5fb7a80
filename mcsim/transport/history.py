"""A history: one source particle and all its descendants. The one root a backend calls."""

from __future__ import annotations

import numpy as np

from mcsim.jit import device, kernel
from mcsim.physics.rng import seed_history
from mcsim.transport.atom import relax
from mcsim.transport.charged import follow_charged
from mcsim.transport.emission import sample_direction, sample_energy, sample_place
from mcsim.transport.ledger import EMITTED, ESCAPED, MISSED_GEOMETRY, quanta
from mcsim.transport.navigation import axis_index, distance_to_box
from mcsim.transport.particles import ELECTRON, PHOTON, POSITRON
from mcsim.transport.photon import follow_photon
from mcsim.transport.world import deposit, hand_over


@device
def _emit(world, work):
    """Bank the source particle where it enters the grid."""
    source, grid, state = world.source, world.grid, work.state
    energy = sample_energy(source, state)
    x, y, z, a, b = sample_place(source, grid, world.max_density, state)
    u, v, w = sample_direction(source, a, b, state)
    energy_quanta = quanta(energy, world.scale)
    work.ledger[EMITTED] += energy_quanta
    distance = distance_to_box(grid, x, y, z, u, v, w)
    if distance < 0.0:
        work.ledger[MISSED_GEOMETRY] += 1
        work.ledger[ESCAPED + source.kind] += energy_quanta
        return
    x = min(max(x + u * distance, grid.x_edges[0]), grid.x_edges[-1])
    y = min(max(y + v * distance, grid.y_edges[0]), grid.y_edges[-1])
    z = min(max(z + w * distance, grid.z_edges[0]), grid.z_edges[-1])
    ix = axis_index(x, grid.x_edges, grid.x_hash)
    iy = axis_index(y, grid.y_edges, grid.y_hash)
    iz = axis_index(z, grid.z_edges, grid.z_hash)
    hand_over(world, work, source.kind, x, y, z, u, v, w, energy, 1.0, ix, iy, iz, 0)


@kernel
def run_histories(world, work, bins, seed, first, last):
    """Run histories first .. last - 1 of a seed (uint64) and add their scores to `bins` (int64).

    One function on purpose: every further level of calls would be compiled with all below it once more.
    """
    bank, state = work.bank, work.state
    nx, ny = world.grid.x_edges.shape[0] - 1, world.grid.y_edges.shape[0] - 1
    for history in range(first, last):
        seed_history(state, seed, np.uint64(history))
        _emit(world, work)
        while bank.size[0] > 0:
            top = bank.size[0] - 1
            bank.size[0] = top
            state[0], state[1] = bank.states[top, 0], bank.states[top, 1]
            reals, integers = bank.reals[top], bank.integers[top]
            x, y, z, u, v, w = reals[0], reals[1], reals[2], reals[3], reals[4], reals[5]
            energy, weight = reals[6], reals[7]
            kind, ix, iy, iz, bits = integers[0], integers[1], integers[2], integers[3], integers[4]
            cell = (iz * ny + iy) * nx + ix
            if kind == ELECTRON or kind == POSITRON:
                follow_charged(
                    world, work, bins, kind - 1, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits
                )
            elif kind != PHOTON:
                relax(world, work, bins, x, y, z, energy, weight, ix, iy, iz, cell, bits)
            elif energy > world.photon_cutoff:
                follow_photon(world, work, bins, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits)
            else:
                deposit(world, work, bins, cell, x, y, z, quanta(weight * energy, world.scale))
