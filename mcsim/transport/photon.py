"""The photon step loop: from collision to collision by delta tracking or ray tracing.

Delta tracking: E. R. Woodcock et al., ANL-7050 (1965). The majorant is the largest attenuation
coefficient of any voxel at the photon's energy; a collision is real with the ratio of the local
coefficient to it. Ray tracing sums the optical depth voxel by voxel and is the test of it. Flights that
are split or forced to interact are ray traced always (`mcsim.transport.splitting`).
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics import attenuation
from mcsim.physics.rng import uniform
from mcsim.transport.kerma import score_kerma
from mcsim.transport.ledger import LOST, LOST_PARTICLES, MAJORANT_VIOLATIONS, quanta
from mcsim.transport.navigation import inside, voxel_at
from mcsim.transport.particles import CELL, IX, IY, IZ, PHOTON, set_place
from mcsim.transport.photon_collision import collide
from mcsim.transport.ray import leave
from mcsim.transport.scoring import score_planes
from mcsim.transport.splitting import gather, spread
from mcsim.transport.tracks import record_point
from mcsim.transport.world import bank_products, hand_over

_MAX_FLIGHTS = 10_000_000


@device
def follow_photon(world, work, bins, u, v, w, energy, weight, bits):
    """Follow one photon until it is absorbed, split, falls below the cutoff or leaves."""
    here, games = work.here, world.games
    plays = games.flights_per_energy > 0.0 or games.forcing
    x, y, z = here.points[0, 0], here.points[0, 1], here.points[0, 2]
    ix, iy, iz = here.numbers[0, IX], here.numbers[0, IY], here.numbers[0, IZ]
    index, fraction = attenuation.locate(world.attenuation, energy)
    for _ in range(_MAX_FLIGHTS):
        if world.tallies.kermas.shape[0] > 0:
            score_kerma(world, bins, x, y, z, u, v, w, energy, weight, ix, iy, iz, index, fraction)
        flights, splits = 1, False
        if plays:
            flights = max(int(games.flights_per_energy * energy * weight + 0.5), 1)
            splits = flights > 1 or games.forcing
        spreads = splits or world.ray_tracing
        if spreads:
            reached, share, passing, x, y, z, ix, iy, iz = spread(
                world, work, bins, flights, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits,
                index, fraction,
            )  # fmt: skip
        else:
            reached, share, passing, x, y, z, ix, iy, iz = _fly(
                world, work, bins, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits, index, fraction
            )
        if passing > 0.0:
            leave(world, work, bins, x, y, z, u, v, w, energy, passing, bits)
        if reached == 0:
            return
        record_point(work.record, x, y, z, energy)
        before = energy
        for site in range(reached):
            if spreads and not gather(world, work, site, reached):
                continue
            material = world.grid.material[here.numbers[0, CELL]]
            energy, a, b, c, marks = collide(
                world, work, bins, u, v, w, before, share, bits, material, index, fraction
            )
            if splits:
                if energy > 0.0:
                    hand_over(world, work, PHOTON, a, b, c, energy, share, marks)
            else:
                u, v, w, bits = a, b, c, marks
            if work.products.size[0] > 0:
                bank_products(world, work)
        if splits or energy <= 0.0:
            return
        if energy < before:
            index, fraction = attenuation.locate(world.attenuation, energy)
    work.ledger[LOST_PARTICLES] += 1
    work.ledger[LOST] += quanta(weight * energy, world.scale)


@device
def _fly(world, work, bins, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits, index, fraction):
    """One flight by delta tracking: (collisions, weight that collides, that leaves, last place and voxel)."""
    grid, state = world.grid, work.state
    nx, ny = grid.x_edges.shape[0] - 1, grid.y_edges.shape[0] - 1
    majorant = world.majorant[index]
    x1, y1, z1 = x, y, z
    for _ in range(_MAX_FLIGHTS):
        path = -math.log(uniform(state)) / majorant
        x1, y1, z1 = x1 + u * path, y1 + v * path, z1 + w * path
        if not inside(grid, x1, y1, z1):
            break
        ix, iy, iz = voxel_at(grid, x1, y1, z1)
        cell = (iz * ny + iy) * nx + ix
        mu = grid.density[cell] * attenuation.total(world.attenuation, grid.material[cell], index, fraction)
        if mu > majorant:
            work.ledger[MAJORANT_VIOLATIONS] += 1
        if uniform(state) * majorant < mu:
            if world.tallies.planes.shape[0] > 0:
                score_planes(
                    world.tallies, bins, world.scale, PHOTON, bits, energy, weight,
                    x, y, z, u, v, w, x1, y1, z1,
                )  # fmt: skip
            set_place(work.here, 0, x1, y1, z1, ix, iy, iz, cell)
            return 1, weight, 0.0, x1, y1, z1, ix, iy, iz
    return 0, 0.0, weight, x, y, z, ix, iy, iz
