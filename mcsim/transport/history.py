"""A history: one source particle and all its descendants. The one root a backend calls."""

from __future__ import annotations

import numpy as np

from mcsim.jit import device, kernel
from mcsim.physics.rng import seed_history
from mcsim.transport.atom import relax
from mcsim.transport.charged import follow_charged
from mcsim.transport.emission import sample_particle
from mcsim.transport.games import play_roulette
from mcsim.transport.ledger import EMITTED, ESCAPED, MISSED_GEOMETRY, quanta
from mcsim.transport.navigation import distance_to_box, voxel_at
from mcsim.transport.partial_dose import depositor
from mcsim.transport.particles import PHOTON, VACANCY, set_place, take
from mcsim.transport.photon import follow_photon
from mcsim.transport.scoring import score_pulses
from mcsim.transport.tracks import record_start
from mcsim.transport.world import bank_products, deposit, hand_over


@device
def _emit(world, work):
    """Set the source particle free where it enters the grid."""
    source, grid, state = world.source, world.grid, work.state
    energy, x, y, z, u, v, w = sample_particle(source, grid, world.max_density, state)
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
    ix, iy, iz = voxel_at(grid, x, y, z)
    nx, ny = grid.x_edges.shape[0] - 1, grid.y_edges.shape[0] - 1
    set_place(work.here, 0, x, y, z, ix, iy, iz, (iz * ny + iy) * nx + ix)
    work.here.size[0] = 1
    hand_over(world, work, np.int64(source.kind), u, v, w, energy, 1.0, 0)


@kernel
def run_histories(world, work, bins, seed, first, last):
    """Run histories first .. last - 1 of a seed (uint64) and add their scores to `bins` (int64).

    One function on purpose: every further level of calls would be compiled with all below it once more.
    """
    bank, state = work.bank, work.state
    for history in range(first, last):
        seed_history(state, seed, np.uint64(history))
        _emit(world, work)
        while True:
            bank_products(world, work)
            if bank.size[0] == 0:
                break
            kind, u, v, w, energy, weight, bits = take(bank, state, work.here)
            weight = play_roulette(world, work, kind, energy, weight)
            if weight <= 0.0:
                continue
            if kind == VACANCY:
                relax(world, work, bins, energy, weight, bits)
                continue
            record_start(work.record, kind, history, work.here.points[0], energy)
            if kind != PHOTON:
                follow_charged(world, work, bins, kind - 1, u, v, w, energy, weight, bits)
            elif energy > world.photon_cutoff:
                follow_photon(world, work, bins, u, v, w, energy, weight, bits)
            else:
                left = quanta(weight * energy, world.scale)
                deposit(world, work, bins, left, depositor(kind, bits), weight)
        score_pulses(world.tallies, bins, work.pulses)
