"""Emission: energy, place and direction of a source particle."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import rotate, sincos_turns
from mcsim.transport.navigation import inside, voxel_at
from mcsim.transport.spots import SpotTable, sample_spot

# Shapes in the source plane, and volumes along the axes of the grid.
POINT, RECTANGLE, CIRCLE, GAUSSIAN, BOX, SPHERE = 0, 1, 2, 3, 4, 5
CYLINDERS = (6, 7, 8)  # along x, y, z
SPOTS = 9  # a list of spots, which says energies and directions as well
PARALLEL, DIVERGING, CONE, FAN = 0, 1, 2, 3

_MAX_TRIES = 1_000_000


class Source(NamedTuple):
    """A source as numbers, in the frame of the voxel grid (cm, MeV)."""

    kind: int  # particle code
    energy_low: np.ndarray  # (n,) MeV: lower ends of the spectrum's bins; a line has low = high
    energy_high: np.ndarray  # (n,) MeV
    cumulative: np.ndarray  # (n,) cumulative probability, last = 1
    energy_sigma: float  # MeV; > 0: a Gaussian about energy_low[0], cut at 0
    shape: int
    size: tuple[float, float, float]  # cm: half widths, radius or sigmas, by shape
    by_mass: bool  # volume shapes: uniform per mass instead of per volume
    position: tuple[float, float, float]  # cm
    axes: np.ndarray  # (3, 3) rows: two transverse unit vectors and the direction
    spread: int  # PARALLEL, DIVERGING, CONE or FAN
    spread_size: tuple[
        float, float
    ]  # distance to the focus (cm) | 1 - cos of the half angle | tangents of half angles
    spots: SpotTable  # empty for other shapes


@device
def sample_energy(source, state):
    """Kinetic energy (MeV): one number for a spectrum, two for a Gaussian (more when cut at 0)."""
    if source.energy_sigma > 0.0:
        for _ in range(_MAX_TRIES):
            radius = math.sqrt(-2.0 * math.log(uniform(state)))
            _, cosine = sincos_turns(uniform(state))
            energy = source.energy_low[0] + source.energy_sigma * radius * cosine
            if energy > 0.0:
                return energy
    u = uniform(state)
    low, high = 0, source.cumulative.shape[0] - 1
    while low < high:
        middle = (low + high) >> 1
        if u < source.cumulative[middle]:
            high = middle
        else:
            low = middle + 1
    width = source.energy_high[low] - source.energy_low[low]
    if width <= 0.0:
        return source.energy_low[low]
    below = source.cumulative[low - 1] if low > 0 else 0.0
    return source.energy_low[low] + width * (u - below) / (source.cumulative[low] - below)


@device
def _sample_in_plane(source, state):
    """Transverse offsets along the source's own axes (cm)."""
    a, b = source.size[0], source.size[1]
    if source.shape == POINT:
        return 0.0, 0.0
    if source.shape == RECTANGLE:
        return a * (2.0 * uniform(state) - 1.0), b * (2.0 * uniform(state) - 1.0)
    if source.shape == CIRCLE:
        radius = math.sqrt(uniform(state))
        b = a
    else:
        radius = math.sqrt(-2.0 * math.log(uniform(state)))
    sine, cosine = sincos_turns(uniform(state))
    return a * radius * cosine, b * radius * sine


@device
def _sample_in_volume(source, state):
    """Place relative to the centre of a volume source, along the axes of the grid (cm)."""
    a, b, c = source.size
    if source.shape == BOX:
        return (
            a * (2.0 * uniform(state) - 1.0),
            b * (2.0 * uniform(state) - 1.0),
            c * (2.0 * uniform(state) - 1.0),
        )
    sine, cosine = sincos_turns(uniform(state))
    if source.shape == SPHERE:
        radius = a * uniform(state) ** (1.0 / 3.0)
        along = 2.0 * uniform(state) - 1.0
        across = math.sqrt(max(1.0 - along * along, 0.0))
        return radius * across * cosine, radius * across * sine, radius * along
    radius = a * math.sqrt(uniform(state))
    along = c * (2.0 * uniform(state) - 1.0)
    if source.shape == CYLINDERS[0]:
        return along, radius * cosine, radius * sine
    if source.shape == CYLINDERS[1]:
        return radius * cosine, along, radius * sine
    return radius * cosine, radius * sine, along


@device
def _density_at(grid, x, y, z):
    if not inside(grid, x, y, z):
        return 0.0
    nx = grid.x_edges.shape[0] - 1
    ny = grid.y_edges.shape[0] - 1
    ix, iy, iz = voxel_at(grid, x, y, z)
    return grid.density[(iz * ny + iy) * nx + ix]


@device
def _to_grid(source, a, b, c):
    axes = source.axes
    return (
        axes[0, 0] * a + axes[1, 0] * b + axes[2, 0] * c,
        axes[0, 1] * a + axes[1, 1] * b + axes[2, 1] * c,
        axes[0, 2] * a + axes[1, 2] * b + axes[2, 2] * c,
    )


@device
def sample_place(source, grid, max_density, state):
    """Place in grid coordinates (cm), and the transverse offsets (a, b) in the source plane.

    A volume source per mass accepts a place with the ratio of its density to `max_density`.
    """
    x0, y0, z0 = source.position
    if source.shape < BOX:
        a, b = _sample_in_plane(source, state)
        dx, dy, dz = _to_grid(source, a, b, 0.0)
        return x0 + dx, y0 + dy, z0 + dz, a, b
    dx, dy, dz = _sample_in_volume(source, state)
    if source.by_mass:
        for _ in range(_MAX_TRIES):
            if uniform(state) * max_density < _density_at(grid, x0 + dx, y0 + dy, z0 + dz):
                break
            dx, dy, dz = _sample_in_volume(source, state)
    return x0 + dx, y0 + dy, z0 + dz, 0.0, 0.0


@device
def sample_direction(source, a, b, state):
    """Direction (unit vector in grid coordinates) of a particle that starts at offset (a, b)."""
    u, v, w = source.axes[2, 0], source.axes[2, 1], source.axes[2, 2]
    if source.spread == CONE:
        return rotate(u, v, w, source.spread_size[0] * uniform(state), uniform(state))
    if source.spread == DIVERGING:
        c = source.spread_size[0]
    elif source.spread == FAN:
        # Uniform in solid angle over a pyramid: density (1 + a^2 + b^2)^(-3/2) in the tangents.
        c = 1.0
        for _ in range(_MAX_TRIES):
            a = source.spread_size[0] * (2.0 * uniform(state) - 1.0)
            b = source.spread_size[1] * (2.0 * uniform(state) - 1.0)
            if uniform(state) < (1.0 + a * a + b * b) ** -1.5:
                break
    else:
        return u, v, w
    scale = 1.0 / math.sqrt(a * a + b * b + c * c)
    return _to_grid(source, a * scale, b * scale, c * scale)


@device
def _sample_from_spot(source, state):
    """As `sample_particle`, for a list of spots; particles start `drift` before the plane of the spots."""
    energy, a, b, slope_a, slope_b = sample_spot(source.spots, state)
    drift = source.spots.drift
    dx, dy, dz = _to_grid(source, a - slope_a * drift, b - slope_b * drift, -drift)
    scale = 1.0 / math.sqrt(slope_a * slope_a + slope_b * slope_b + 1.0)
    u, v, w = _to_grid(source, slope_a * scale, slope_b * scale, scale)
    x0, y0, z0 = source.position
    return energy, x0 + dx, y0 + dy, z0 + dz, u, v, w


@device
def sample_particle(source, grid, max_density, state):
    """Energy (MeV), place (cm) and direction of a source particle, in grid coordinates."""
    if source.shape == SPOTS:
        return _sample_from_spot(source, state)
    energy = sample_energy(source, state)
    x, y, z, a, b = sample_place(source, grid, max_density, state)
    u, v, w = sample_direction(source, a, b, state)
    return energy, x, y, z, u, v, w
