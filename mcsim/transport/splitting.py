"""Photon splitting and forced interactions: one flight that ends at many places.

A flight of a photon of weight w becomes n flights of weight w / n, whose optical depths are spread
evenly over their distribution (systematic sampling), or, when interactions are forced, over its part inside
the grid, with the weight that goes with it. The places where they end in one medium share one sampled
collision: they form a group (`mcsim.transport.particles`), whose electrons run the same track in mass
thickness from each of them, while one of its photons goes on with the weight of all. The idea of repeated
tracks is that of I. Kawrakow and M. Fippel, Phys. Med. Biol. 45 (2000) 2163; here a track is one in any
densities of its medium (`mcsim.transport.charged`), so that nothing is approximated.
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics.rng import uniform
from mcsim.transport.ledger import WEIGHT_GAMES, quanta
from mcsim.transport.particles import CELL, HELD, PHOTON, copy_place, set_place
from mcsim.transport.ray import follow_ray, optical_depth
from mcsim.transport.scoring import score_planes

_SERVED = HELD  # column in which a site notes that its collision is done


@device
def spread(world, work, bins, flights, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits, index, fraction):
    """Split one flight of a photon into `flights`; those that end in the grid end at `work.sites`.

    Returns their number, the weight of each, the weight that leaves, the last of these places and its voxel.
    """
    grid, sites = world.grid, work.sites
    nx, ny = grid.x_edges.shape[0] - 1, grid.y_edges.shape[0] - 1
    flights = min(flights, sites.points.shape[0])
    ending = 1.0
    if world.games.forcing:
        ending -= math.exp(-optical_depth(world, x, y, z, u, v, w, ix, iy, iz, index, fraction))
    share = weight * ending / float(flights)
    missing = weight * (1.0 - ending)
    place = uniform(work.state)
    depth = 0.0
    reached = 0
    for flight in range(flights):
        target = -math.log(1.0 - ending * (float(flight) + place) / float(flights))
        collided, path, ix, iy, iz = follow_ray(
            world, x, y, z, u, v, w, ix, iy, iz, index, fraction, target - depth
        )
        if not collided:
            break
        x1, y1, z1 = x + u * path, y + v * path, z + w * path
        if world.tallies.planes.shape[0] > 0:
            passing = missing + float(flights - reached) * share
            score_planes(
                world.tallies, bins, world.scale, PHOTON, bits, energy, passing, x, y, z, u, v, w, x1, y1, z1
            )
        x, y, z, depth = x1, y1, z1, target
        set_place(sites, reached, x, y, z, ix, iy, iz, (iz * ny + iy) * nx + ix)
        sites.numbers[reached, _SERVED] = 0
        reached += 1
    passing = missing + float(flights - reached) * share
    before, after = quanta(weight * energy, world.scale), quanta(passing * energy, world.scale)
    work.ledger[WEIGHT_GAMES] += after + reached * quanta(share * energy, world.scale) - before
    return reached, share, passing, x, y, z, ix, iy, iz


@device
def gather(world, work, site, reached):
    """Let the photon stand at `site` and at all later ones in the same medium; False if it is done already.

    Where the length of steps depends on the place, each site stands alone.
    """
    here, sites = work.here, work.sites
    if sites.numbers[site, _SERVED] != 0:
        return False
    material = world.grid.material[sites.numbers[site, CELL]]
    count = 0
    for other in range(site, reached):
        number = sites.numbers[other]
        if number[_SERVED] == 0 and world.grid.material[number[CELL]] == material:
            number[_SERVED] = 1
            copy_place(sites, other, here, count)
            count += 1
            if world.finer_levels > 0:
                break
    here.size[0] = count
    return True
