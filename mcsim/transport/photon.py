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
from mcsim.transport.world import bank_products, hand_over

_MAX_FLIGHTS = 10_000_000


@device
def follow_photon(world, work, bins, u, v, w, energy, weight, bits):
    """Follow one photon until it is absorbed, split, falls below the cutoff or leaves."""
    here, games = work.here, world.games
    for _ in range(_MAX_FLIGHTS):
        point, number = here.points[0], here.numbers[0]
        x, y, z, ix, iy, iz = point[0], point[1], point[2], number[IX], number[IY], number[IZ]
        index, fraction = attenuation.locate(world.attenuation, energy)
        if world.tallies.kermas.shape[0] > 0:
            score_kerma(world, bins, x, y, z, u, v, w, energy, weight, ix, iy, iz, index, fraction)
        flights = max(int(games.flights_per_energy * energy * weight + 0.5), 1)
        splits = flights > 1 or games.forcing
        spreads = splits or world.ray_tracing
        if spreads:
            reached, share, passing, x, y, z = spread(
                world, work, bins, flights, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits,
                index, fraction,
            )  # fmt: skip
        else:
            reached, share, passing = _fly(world, work, bins, u, v, w, energy, weight, bits, index, fraction)
        if passing > 0.0:
            leave(world, work, bins, x, y, z, u, v, w, energy, passing, bits)
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
                energy = 0.0
            else:
                u, v, w, bits = a, b, c, marks
            bank_products(world, work)
        if reached == 0 or energy <= 0.0:
            return
    work.ledger[LOST_PARTICLES] += 1
    work.ledger[LOST] += quanta(weight * energy, world.scale)


@device
def _fly(world, work, bins, u, v, w, energy, weight, bits, index, fraction):
    """One flight by delta tracking: (collisions, weight that collides, weight that leaves).

    The photon then stands where it collides, or still where it started.
    """
    grid, state = world.grid, work.state
    nx, ny = grid.x_edges.shape[0] - 1, grid.y_edges.shape[0] - 1
    start = work.here.points[0]
    x, y, z = start[0], start[1], start[2]
    majorant = world.majorant[index]
    for _ in range(_MAX_FLIGHTS):
        path = -math.log(uniform(state)) / majorant
        x, y, z = x + u * path, y + v * path, z + w * path
        if not inside(grid, x, y, z):
            break
        ix, iy, iz = voxel_at(grid, x, y, z)
        cell = (iz * ny + iy) * nx + ix
        mu = grid.density[cell] * attenuation.total(world.attenuation, grid.material[cell], index, fraction)
        if mu > majorant:
            work.ledger[MAJORANT_VIOLATIONS] += 1
        if uniform(state) * majorant < mu:
            if world.tallies.planes.shape[0] > 0:
                score_planes(
                    world.tallies, bins, world.scale, PHOTON, bits, energy, weight,
                    start[0], start[1], start[2], u, v, w, x, y, z,
                )  # fmt: skip
            set_place(work.here, 0, x, y, z, ix, iy, iz, cell)
            return 1, weight, 0.0
    return 0, 0.0, weight
