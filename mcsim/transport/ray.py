"""Rays of photons through the voxels: to an optical depth, and out of the grid."""

from __future__ import annotations

from mcsim.jit import device
from mcsim.physics import attenuation
from mcsim.transport.ledger import ESCAPED, quanta
from mcsim.transport.navigation import exit_of_box, face_cosine, inverse, is_voxel, nearest_wall, next_voxel
from mcsim.transport.particles import PHOTON
from mcsim.transport.scoring import score_escape, score_planes
from mcsim.transport.tracks import record_point


@device
def follow_ray(world, x, y, z, u, v, w, ix, iy, iz, index, fraction, depth):
    """Follow a ray voxel by voxel to an optical depth: (reached, distance, ix, iy, iz)."""
    grid = world.grid
    nx, ny = grid.x_edges.shape[0] - 1, grid.y_edges.shape[0] - 1
    inverse_u, inverse_v, inverse_w = inverse(u), inverse(v), inverse(w)
    travelled = 0.0
    while True:
        wall, face = nearest_wall(grid, x, y, z, u, v, w, inverse_u, inverse_v, inverse_w, ix, iy, iz)
        cell = (iz * ny + iy) * nx + ix
        mu = grid.density[cell] * attenuation.total(world.attenuation, grid.material[cell], index, fraction)
        if mu > 0.0 and mu * (wall - travelled) >= depth:
            return True, travelled + depth / mu, ix, iy, iz
        depth -= mu * max(wall - travelled, 0.0)
        travelled = max(wall, travelled)
        ix, iy, iz = next_voxel(face, ix, iy, iz)
        if not is_voxel(grid, ix, iy, iz):
            return False, travelled, ix, iy, iz


@device
def optical_depth(world, x, y, z, u, v, w, ix, iy, iz, index, fraction):
    """Optical depth of a ray from a point to the end of the grid."""
    grid = world.grid
    nx, ny = grid.x_edges.shape[0] - 1, grid.y_edges.shape[0] - 1
    inverse_u, inverse_v, inverse_w = inverse(u), inverse(v), inverse(w)
    travelled, depth = 0.0, 0.0
    while is_voxel(grid, ix, iy, iz):
        wall, face = nearest_wall(grid, x, y, z, u, v, w, inverse_u, inverse_v, inverse_w, ix, iy, iz)
        cell = (iz * ny + iy) * nx + ix
        mu = grid.density[cell] * attenuation.total(world.attenuation, grid.material[cell], index, fraction)
        depth += mu * max(wall - travelled, 0.0)
        travelled = max(wall, travelled)
        ix, iy, iz = next_voxel(face, ix, iy, iz)
    return depth


@device
def leave(world, work, bins, x, y, z, u, v, w, energy, weight, bits):
    """Score a photon on its way out of the grid."""
    tallies = world.tallies
    work.ledger[ESCAPED + PHOTON] += quanta(weight * energy, world.scale)
    if tallies.planes.shape[0] > 0 or tallies.escapes.shape[0] > 0 or work.record is not None:
        distance, face = exit_of_box(world.grid, x, y, z, u, v, w)
        record_point(work.record, x + u * distance, y + v * distance, z + w * distance, energy)
        score_planes(
            tallies, bins, world.scale, PHOTON, bits, energy, weight,
            x, y, z, u, v, w, x + u * distance, y + v * distance, z + w * distance,
        )  # fmt: skip
        cosine = face_cosine(face, u, v, w)
        score_escape(tallies, bins, world.scale, PHOTON, face, bits, energy, weight, cosine)
