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
from mcsim.transport.particles import CELL, IX, IY, IZ, PHOTON, stand_at
from mcsim.transport.photon_collision import collide
from mcsim.transport.ray import follow_ray, leave
from mcsim.transport.scoring import score_planes
from mcsim.transport.splitting import follow_split

_MAX_FLIGHTS = 10_000_000


@device
def follow_photon(world, work, bins, u, v, w, energy, weight, bits):
    """Follow one photon until it is absorbed, falls below the cutoff or leaves."""
    grid, state, here = world.grid, work.state, work.here
    nx, ny = grid.x_edges.shape[0] - 1, grid.y_edges.shape[0] - 1
    x, y, z = here.points[0, 0], here.points[0, 1], here.points[0, 2]
    ix, iy, iz, cell = here.numbers[0, IX], here.numbers[0, IY], here.numbers[0, IZ], here.numbers[0, CELL]
    index, fraction = attenuation.locate(world.attenuation, energy)
    splits = world.games.flights_per_energy > 0.0 or world.games.forcing
    starts = True  # a flight, from a collision that was real
    for _ in range(_MAX_FLIGHTS):
        if starts and world.tallies.kermas.shape[0] > 0:
            score_kerma(world, bins, x, y, z, u, v, w, energy, weight, ix, iy, iz, index, fraction)
        if starts and splits:
            flights = int(world.games.flights_per_energy * energy * weight + 0.5)
            if flights > 1 or world.games.forcing:
                follow_split(
                    world, work, bins, max(flights, 1), x, y, z, u, v, w, energy, weight, ix, iy, iz, bits,
                    index, fraction,
                )  # fmt: skip
                return
        majorant = world.majorant[index]
        if world.ray_tracing:
            depth = -math.log(uniform(state))
            collided, path, ix, iy, iz = follow_ray(
                world, x, y, z, u, v, w, ix, iy, iz, index, fraction, depth
            )
        else:
            collided, path = True, -math.log(uniform(state)) / majorant
        x1, y1, z1 = x + u * path, y + v * path, z + w * path
        if not collided or not inside(grid, x1, y1, z1):
            leave(world, work, bins, x, y, z, u, v, w, energy, weight, bits)
            return
        if world.tallies.planes.shape[0] > 0:
            score_planes(
                world.tallies, bins, world.scale, PHOTON, bits, energy, weight, x, y, z, u, v, w, x1, y1, z1
            )
        x, y, z = x1, y1, z1
        if not world.ray_tracing:
            ix, iy, iz = voxel_at(grid, x, y, z)
        cell = (iz * ny + iy) * nx + ix
        material = grid.material[cell]
        if not world.ray_tracing:
            mu = grid.density[cell] * attenuation.total(world.attenuation, material, index, fraction)
            if mu > majorant:
                work.ledger[MAJORANT_VIOLATIONS] += 1
            starts = uniform(state) * majorant < mu
            if not starts:
                continue
        stand_at(here, x, y, z, ix, iy, iz, cell)
        before = energy
        energy, u, v, w, bits = collide(
            world, work, bins, u, v, w, energy, weight, bits, material, index, fraction
        )
        if energy <= 0.0:
            return
        if energy < before:
            index, fraction = attenuation.locate(world.attenuation, energy)
    work.ledger[LOST_PARTICLES] += 1
    work.ledger[LOST] += quanta(weight * energy, world.scale)
