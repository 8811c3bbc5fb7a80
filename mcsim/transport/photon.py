"""The photon step loop: flight to a collision by delta tracking or ray tracing, and the collision.

Delta tracking: E. R. Woodcock et al., ANL-7050 (1965). The majorant is the largest attenuation
coefficient of any voxel at the photon's energy; a collision is real with the ratio of the local
coefficient to it. Ray tracing sums the optical depth voxel by voxel and is the test of it.
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics import attenuation, compton, doppler, pair, photoelectric, rayleigh
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import rotate
from mcsim.transport.atom import bank_vacancy
from mcsim.transport.ledger import ESCAPED, LOST, LOST_PARTICLES, MAJORANT_VIOLATIONS, REST_MADE, quanta
from mcsim.transport.navigation import (
    axis_index,
    exit_of_box,
    face_cosine,
    inside,
    inverse,
    is_voxel,
    nearest_wall,
    next_voxel,
)
from mcsim.transport.particles import (
    ELECTRON,
    PHOTON,
    POSITRON,
    SCATTERED_COMPTON,
    SCATTERED_RAYLEIGH,
    SECONDARY,
)
from mcsim.transport.scoring import score_escape, score_planes
from mcsim.transport.world import deposit, hand_over

_MAX_FLIGHTS = 10_000_000


@device
def _ray_to_collision(world, state, x, y, z, u, v, w, ix, iy, iz, index, fraction):
    """Follow the ray voxel by voxel: (collided, distance, ix, iy, iz); one random number."""
    grid = world.grid
    nx, ny = grid.x_edges.shape[0] - 1, grid.y_edges.shape[0] - 1
    inverse_u, inverse_v, inverse_w = inverse(u), inverse(v), inverse(w)
    depth = -math.log(uniform(state))
    travelled = 0.0
    while True:
        wall, face = nearest_wall(grid, x, y, z, u, v, w, inverse_u, inverse_v, inverse_w, ix, iy, iz)
        cell = (iz * ny + iy) * nx + ix
        mu = grid.density[cell] * attenuation.total(world.attenuation, grid.material[cell], index, fraction)
        if mu * (wall - travelled) >= depth:
            return True, travelled + depth / mu, ix, iy, iz
        depth -= mu * max(wall - travelled, 0.0)
        travelled = max(wall, travelled)
        ix, iy, iz = next_voxel(face, ix, iy, iz)
        if not is_voxel(grid, ix, iy, iz):
            return False, travelled, ix, iy, iz


@device
def follow_photon(world, work, bins, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits):
    """Follow one photon until it is absorbed, falls below the cutoff or leaves."""
    grid = world.grid
    state = work.state
    nx, ny = grid.x_edges.shape[0] - 1, grid.y_edges.shape[0] - 1
    index, fraction = attenuation.locate(world.attenuation, energy)
    for _ in range(_MAX_FLIGHTS):
        majorant = world.majorant[index]
        if world.ray_tracing:
            collided, path, ix, iy, iz = _ray_to_collision(
                world, state, x, y, z, u, v, w, ix, iy, iz, index, fraction
            )
        else:
            collided, path = True, -math.log(uniform(state)) / majorant
        x1, y1, z1 = x + u * path, y + v * path, z + w * path
        if not collided or not inside(grid, x1, y1, z1):
            _leave(world, work, bins, x, y, z, u, v, w, energy, weight, bits)
            return
        if world.tallies.planes.shape[0] > 0:
            score_planes(
                world.tallies, bins, world.scale, PHOTON, bits, energy, weight, x, y, z, u, v, w, x1, y1, z1
            )
        x, y, z = x1, y1, z1
        if not world.ray_tracing:
            ix = axis_index(x, grid.x_edges, grid.x_hash)
            iy = axis_index(y, grid.y_edges, grid.y_hash)
            iz = axis_index(z, grid.z_edges, grid.z_hash)
        cell = (iz * ny + iy) * nx + ix
        material = grid.material[cell]
        if not world.ray_tracing:
            mu = grid.density[cell] * attenuation.total(world.attenuation, material, index, fraction)
            if mu > majorant:
                work.ledger[MAJORANT_VIOLATIONS] += 1
            if uniform(state) * majorant >= mu:
                continue
        process = attenuation.choose_process(world.attenuation, material, index, fraction, uniform(state))
        if process == attenuation.RAYLEIGH:
            turn = rayleigh.sample(world.rayleigh, material, energy, state)
            u, v, w = rotate(u, v, w, turn, uniform(state))
            bits |= SCATTERED_RAYLEIGH
        elif process == attenuation.COMPTON:
            energy, u, v, w = _compton(
                world, work, bins, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits, material, cell
            )
            bits |= SCATTERED_COMPTON
            if energy <= 0.0:
                return
            index, fraction = attenuation.locate(world.attenuation, energy)
        else:
            element = attenuation.choose_element(
                world.attenuation, process, material, index, fraction, uniform(state)
            )
            if process == attenuation.PHOTOELECTRIC:
                _photoelectric(
                    world,
                    work,
                    bins,
                    x,
                    y,
                    z,
                    u,
                    v,
                    w,
                    energy,
                    weight,
                    ix,
                    iy,
                    iz,
                    cell,
                    element,
                    index,
                    fraction,
                )
            else:
                _pair(world, work, bins, x, y, z, u, v, w, energy, weight, ix, iy, iz, cell, element)
            return
    work.ledger[LOST_PARTICLES] += 1
    work.ledger[LOST] += quanta(weight * energy, world.scale)


@device
def _leave(world, work, bins, x, y, z, u, v, w, energy, weight, bits):
    """Score a photon on its way out of the grid."""
    tallies = world.tallies
    work.ledger[ESCAPED + PHOTON] += quanta(weight * energy, world.scale)
    if tallies.planes.shape[0] > 0 or tallies.escapes.shape[0] > 0:
        distance, face = exit_of_box(world.grid, x, y, z, u, v, w)
        score_planes(
            tallies, bins, world.scale, PHOTON, bits, energy, weight,
            x, y, z, u, v, w, x + u * distance, y + v * distance, z + w * distance,
        )  # fmt: skip
        cosine = face_cosine(face, u, v, w)
        score_escape(tallies, bins, world.scale, PHOTON, face, bits, energy, weight, cosine)


@device
def _compton(world, work, bins, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits, material, cell):
    """Compton collision: (photon energy, u, v, w) after it, energy 0 when the photon is absorbed."""
    state = work.state
    scattered, turn = compton.sample(world.compton, material, energy, state)
    turns = uniform(state)
    left = quanta(weight * energy, world.scale)
    recoil = energy - scattered
    if energy < world.doppler.highest[material]:
        scattered, row = doppler.sample(world.doppler, material, energy, scattered, turn, state)
        recoil = energy - scattered
        if row >= 0 and world.doppler.shell[row] >= 0:
            element, shell = world.doppler.element[row], world.doppler.shell[row]
            recoil -= world.photoelectric.binding[element, shell]
            left -= bank_vacancy(world, work, element, shell, x, y, z, weight, ix, iy, iz)
    if recoil > world.electron_cutoff:
        electron_turn = compton.electron_one_minus_cos(energy, scattered, turn)
        a, b, c = rotate(u, v, w, electron_turn, turns + 0.5 if turns < 0.5 else turns - 0.5)
        left -= hand_over(world, work, ELECTRON, x, y, z, a, b, c, recoil, weight, ix, iy, iz, SECONDARY)
    if scattered > world.photon_cutoff:
        left -= quanta(weight * scattered, world.scale)
        u, v, w = rotate(u, v, w, turn, turns)
    else:
        scattered = 0.0
    deposit(world, work, bins, cell, x, y, z, left)
    return scattered, u, v, w


@device
def _photoelectric(
    world, work, bins, x, y, z, u, v, w, energy, weight, ix, iy, iz, cell, element, index, fraction
):
    """Photoelectric absorption: the photoelectron and what the atom emits; the rest is local."""
    state = work.state
    left = quanta(weight * energy, world.scale)
    shell = photoelectric.sample_shell(world.photoelectric, element, index, fraction, state)
    kinetic = energy
    if shell >= 0:
        kinetic = max(energy - world.photoelectric.binding[element, shell], 0.0)
    if kinetic > world.electron_cutoff:
        turn = photoelectric.sample_angle(kinetic, state)
        a, b, c = rotate(u, v, w, turn, uniform(state))
        left -= hand_over(world, work, ELECTRON, x, y, z, a, b, c, kinetic, weight, ix, iy, iz, SECONDARY)
    if shell >= 0:
        left -= bank_vacancy(world, work, element, shell, x, y, z, weight, ix, iy, iz)
    deposit(world, work, bins, cell, x, y, z, left)


@device
def _pair(world, work, bins, x, y, z, u, v, w, energy, weight, ix, iy, iz, cell, element):
    """Pair (or triplet) production; the positron is always followed, for its annihilation."""
    state = work.state
    rest = quanta(weight * 2.0 * ELECTRON_MASS, world.scale)
    left = quanta(weight * energy, world.scale) - rest
    work.ledger[REST_MADE] += rest
    kinetic_electron, kinetic_positron = pair.sample_energies(world.pair, element, energy, state)
    if kinetic_electron > world.electron_cutoff:
        turn = pair.sample_angle(kinetic_electron, state)
        a, b, c = rotate(u, v, w, turn, uniform(state))
        left -= hand_over(
            world, work, ELECTRON, x, y, z, a, b, c, kinetic_electron, weight, ix, iy, iz, SECONDARY
        )
    turn = pair.sample_angle(kinetic_positron, state)
    a, b, c = rotate(u, v, w, turn, uniform(state))
    left -= hand_over(
        world, work, POSITRON, x, y, z, a, b, c, kinetic_positron, weight, ix, iy, iz, SECONDARY
    )
    deposit(world, work, bins, cell, x, y, z, left)
