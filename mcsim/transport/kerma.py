"""Kerma from photon tracks: the exponential track-length estimator.

At the start of a flight the expected track length in every voxel on the ray is known, whatever the flight
will be: with the optical depth tau up to the voxel and the path l through it,

    <L> = exp(-tau) (1 - exp(-mu l)) / mu

(J. F. Williamson, Med. Phys. 14 (1987) 567). Each flight therefore scores w E <L> mu_tr in all voxels between
its start and the outer surface, and the estimate holds without any electron being followed.
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics import attenuation
from mcsim.transport.ledger import quanta
from mcsim.transport.navigation import inverse, is_voxel, nearest_wall, next_voxel
from mcsim.transport.scoring import add_score

_THIN = 1.0e-4  # optical depth below which two terms of a series serve
_SPENT = 1.0e-9  # transmission below which a ray is not followed on


@device
def score_kerma(world, bins, x, y, z, u, v, w, energy, weight, ix, iy, iz, index, fraction):
    """Score one flight of a photon from (x, y, z) on, in quanta of energy per voxel; no random numbers."""
    grid, tallies = world.grid, world.tallies
    nx, ny = grid.x_edges.shape[0] - 1, grid.y_edges.shape[0] - 1
    inverse_u, inverse_v, inverse_w = inverse(u), inverse(v), inverse(w)
    travelled, transmission = 0.0, 1.0
    while transmission > _SPENT and is_voxel(grid, ix, iy, iz):
        wall, face = nearest_wall(grid, x, y, z, u, v, w, inverse_u, inverse_v, inverse_w, ix, iy, iz)
        path = max(wall - travelled, 0.0)
        travelled = max(wall, travelled)
        cell = (iz * ny + iy) * nx + ix
        density, material = grid.density[cell], grid.material[cell]
        if density > 0.0:
            mass_attenuation = attenuation.total(world.attenuation, material, index, fraction)
            depth = mass_attenuation * density * path
            interacting = 1.0 - math.exp(-depth) if depth > _THIN else depth * (1.0 - 0.5 * depth)
            energy_fluence = weight * energy * transmission * interacting / mass_attenuation  # times mass
            for k in range(tallies.kermas.shape[0]):
                rows = world.energy_transfer[tallies.kermas[k, 1], material]
                coefficient = rows[index] + fraction * (rows[index + 1] - rows[index])
                transferred = quanta(energy_fluence * coefficient, world.scale)
                add_score(tallies, bins, tallies.kermas[k, 0] + cell, transferred)
            transmission -= transmission * interacting
        ix, iy, iz = next_voxel(face, ix, iy, iz)
