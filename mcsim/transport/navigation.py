"""Navigation in a rectilinear voxel grid: where am I, how far to the wall, cross it.

Positions are in the grid's own frame (cm). A moving particle carries its voxel indices; they change
only when a wall is crossed, never by rounding of its position.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device

FAR = 1.0e30  # cm; further than any wall


class Grid(NamedTuple):
    """Rectilinear voxels. Flat arrays are in (z, y, x) C order."""

    x_edges: np.ndarray  # (nx + 1,) float64, cm
    y_edges: np.ndarray  # (ny + 1,)
    z_edges: np.ndarray  # (nz + 1,)
    x_hash: np.ndarray  # int64: first voxel that a bin of equal width touches
    y_hash: np.ndarray
    z_hash: np.ndarray
    bins_per_cm: np.ndarray  # (3,) float64: of the three hashes
    material: np.ndarray  # (nz * ny * nx,) int16, index into the run's materials
    density: np.ndarray  # (nz * ny * nx,) float64, g/cm3; 0 is vacuum
    interfaces: np.ndarray  # (nz * ny * nx, 6) float64, cm: coordinates -x, +x, -y, +y, -z, +z of the nearest
    # walls to another medium along the rows of voxels; (0, 6) where no step asks for them


def axis_hash(edges: np.ndarray) -> np.ndarray:
    """For equal-width bins over an axis, the first voxel each touches; feeds `axis_index`.

    The bins are about as wide as the thinnest voxel, at most 4096 of them.
    """
    thinnest = float(np.min(np.diff(edges)))
    bins = int(np.clip(np.rint((edges[-1] - edges[0]) / thinnest), 1, 4096))
    starts = edges[0] + (edges[-1] - edges[0]) * np.arange(bins) / bins
    first = np.searchsorted(edges, starts, side="right") - 2  # one lower: rounding may touch the voxel below
    return np.clip(first, 0, len(edges) - 2).astype(np.int64)


def make_grid(
    edges: tuple[np.ndarray, np.ndarray, np.ndarray],
    material: np.ndarray,
    density: np.ndarray,
    interfaces: np.ndarray,
) -> Grid:
    """A grid with edges along x, y and z (cm); the others as the fields of `Grid`."""
    x, y, z = edges
    hashes = [axis_hash(row) for row in edges]
    per_cm = [len(first) / (row[-1] - row[0]) for first, row in zip(hashes, edges, strict=True)]
    return Grid(x, y, z, hashes[0], hashes[1], hashes[2], np.array(per_cm), material, density, interfaces)


@device
def axis_index(position, edges, first, bins_per_cm):
    """Index of the voxel that holds `position` along one axis; the nearest one outside the grid."""
    cells = edges.shape[0] - 1
    guess = int((position - edges[0]) * bins_per_cm)
    index = first[min(max(guess, 0), first.shape[0] - 1)]
    while index < cells - 1 and position >= edges[index + 1]:
        index += 1
    return index


@device
def voxel_at(grid, x, y, z):
    """Indices (ix, iy, iz) of the voxel that holds a point."""
    return (
        axis_index(x, grid.x_edges, grid.x_hash, grid.bins_per_cm[0]),
        axis_index(y, grid.y_edges, grid.y_hash, grid.bins_per_cm[1]),
        axis_index(z, grid.z_edges, grid.z_hash, grid.bins_per_cm[2]),
    )


@device
def inside(grid, x, y, z):
    """True when the point lies strictly inside the grid's box."""
    return (
        grid.x_edges[0] < x < grid.x_edges[-1]
        and grid.y_edges[0] < y < grid.y_edges[-1]
        and grid.z_edges[0] < z < grid.z_edges[-1]
    )


@device
def inverse(component):
    """1 / component of a direction, finite for a component of zero."""
    if component > 1.0e-20 or component < -1.0e-20:
        return 1.0 / component
    return FAR


@device
def wall_distance(position, component, inverse_component, low, high):
    """Distance (cm, >= 0) along a direction to the wall at `low` or `high` of one axis."""
    if component > 0.0:
        distance = (high - position) * inverse_component
    elif component < 0.0:
        distance = (low - position) * inverse_component
    else:
        return FAR
    return max(distance, 0.0)


@device
def nearest_wall(grid, x, y, z, u, v, w, inverse_u, inverse_v, inverse_w, ix, iy, iz):
    """Distance (cm, >= 0) to where a ray leaves voxel (ix, iy, iz), and through which face.

    Faces are numbered -x, +x, -y, +y, -z, +z = 0 .. 5.
    """
    dx = wall_distance(x, u, inverse_u, grid.x_edges[ix], grid.x_edges[ix + 1])
    dy = wall_distance(y, v, inverse_v, grid.y_edges[iy], grid.y_edges[iy + 1])
    dz = wall_distance(z, w, inverse_w, grid.z_edges[iz], grid.z_edges[iz + 1])
    if dx <= dy and dx <= dz:
        return dx, (1 if u > 0.0 else 0)
    if dy <= dz:
        return dy, (3 if v > 0.0 else 2)
    return dz, (5 if w > 0.0 else 4)


@device
def onto_wall(grid, face, ix, iy, iz, x, y, z):
    """The point with its coordinate exactly on a face of voxel (ix, iy, iz)."""
    if face < 2:
        return grid.x_edges[ix + face], y, z
    if face < 4:
        return x, grid.y_edges[iy + face - 2], z
    return x, y, grid.z_edges[iz + face - 4]


@device
def next_voxel(face, ix, iy, iz):
    """Indices of the voxel behind a face."""
    if face < 2:
        return ix + 2 * face - 1, iy, iz
    if face < 4:
        return ix, iy + 2 * face - 5, iz
    return ix, iy, iz + 2 * face - 9


@device
def is_voxel(grid, ix, iy, iz):
    """True when the indices are those of a voxel of the grid."""
    return (
        0 <= ix < grid.x_edges.shape[0] - 1
        and 0 <= iy < grid.y_edges.shape[0] - 1
        and 0 <= iz < grid.z_edges.shape[0] - 1
    )


@device
def face_cosine(face, u, v, w):
    """Cosine of a direction to the outward normal of the face it leaves through."""
    return abs(u) if face < 2 else (abs(v) if face < 4 else abs(w))


@device
def wall_margin(grid, x, y, z, ix, iy, iz):
    """Distance (cm) from a point in a voxel to the nearest of its walls."""
    return min(
        x - grid.x_edges[ix], grid.x_edges[ix + 1] - x,
        y - grid.y_edges[iy], grid.y_edges[iy + 1] - y,
        z - grid.z_edges[iz], grid.z_edges[iz + 1] - z,
    )  # fmt: skip


@device
def interface_distance(grid, cell, x, y, z):
    """Distance (cm) from a point in voxel `cell` to the nearest wall to another medium along the axes."""
    walls = grid.interfaces[cell]
    return min(x - walls[0], walls[1] - x, y - walls[2], walls[3] - y, z - walls[4], walls[5] - z)


@device
def exit_of_box(grid, x, y, z, u, v, w):
    """Distance (cm) from a point inside the grid's box to where it leaves, and through which face.

    Faces are numbered -x, +x, -y, +y, -z, +z = 0 .. 5.
    """
    dx = wall_distance(x, u, inverse(u), grid.x_edges[0], grid.x_edges[-1])
    dy = wall_distance(y, v, inverse(v), grid.y_edges[0], grid.y_edges[-1])
    dz = wall_distance(z, w, inverse(w), grid.z_edges[0], grid.z_edges[-1])
    if dx <= dy and dx <= dz:
        return dx, (1 if u > 0.0 else 0)
    if dy <= dz:
        return dy, (3 if v > 0.0 else 2)
    return dz, (5 if w > 0.0 else 4)


@device
def _slab(position, component, low, high):
    """Interval of path in which a ray is between `low` and `high` along one axis."""
    if component > -1.0e-20 and component < 1.0e-20:
        if low <= position <= high:
            return -FAR, FAR
        return FAR, -FAR
    a = (low - position) / component
    b = (high - position) / component
    return min(a, b), max(a, b)


@device
def distance_to_box(grid, x, y, z, u, v, w):
    """Distance (cm) from anywhere along a ray to the grid's box: 0 inside, -1 when the ray misses it."""
    near_x, far_x = _slab(x, u, grid.x_edges[0], grid.x_edges[-1])
    near_y, far_y = _slab(y, v, grid.y_edges[0], grid.y_edges[-1])
    near_z, far_z = _slab(z, w, grid.z_edges[0], grid.z_edges[-1])
    near = max(near_x, near_y, near_z)
    far = min(far_x, far_y, far_z)
    if near >= far or far <= 0.0:
        return -1.0
    return max(near, 0.0)
