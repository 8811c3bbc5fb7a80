"""`ViewGrid`: where the voxels of an array lie in the world, and how a plane of the world cuts them.

The world is x, y, z in cm. A grid may be turned against it (an image with an oblique frame), so all that is
shown goes through a grid: nothing else knows how voxels lie.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcsim.frame import Frame

Floats = NDArray[np.float64]
Index = tuple[int, int, int]
Point = tuple[float, float, float]

AXES = ("x", "y", "z")
MOST_PIXELS = 1024  # along one side of a slice whose pixels are not voxels


@dataclass(frozen=True, eq=False)
class ViewGrid:
    """Voxels in space; arrays on it have the shape (n along k, along j, along i), as (z, y, x).

    Attributes:
        edges: voxel edges along the grid's own axes i, j, k, cm, from a common `origin`.
        direction: columns are the unit vectors of i, j, k in x, y, z; shape (3, 3).
        origin: where the edges count from, cm.
    """

    edges: tuple[Floats, Floats, Floats]
    direction: Floats
    origin: Floats

    @classmethod
    def aligned(cls, x: Floats, y: Floats, z: Floats) -> ViewGrid:
        """A grid along the axes with edges in cm."""
        return cls((x, y, z), np.eye(3), np.zeros(3))

    @classmethod
    def from_frame(cls, frame: Frame) -> ViewGrid:
        """The grid of an image."""
        rows: list[Floats] = [
            step * (np.arange(n + 1, dtype=np.float64) - 0.5)
            for step, n in zip(frame.spacing, frame.size, strict=True)
        ]
        return cls((rows[0], rows[1], rows[2]), np.array(frame.direction), np.array(frame.origin))

    @property
    def shape(self) -> Index:
        """Shape of an array on this grid: voxels along k, j, i."""
        i, j, k = (len(row) - 1 for row in self.edges)
        return k, j, i

    @cached_property
    def is_aligned(self) -> bool:
        """Whether the grid's axes are x, y and z."""
        return bool(np.allclose(self.direction, np.eye(3), atol=1e-12))

    @cached_property
    def bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper corner (x, y, z) of the box around the grid, cm."""
        ends = [(row[0], row[-1]) for row in self.edges]
        corners = np.array(list(itertools.product(*ends)))
        placed = self.to_world(corners)
        return placed.min(axis=0), placed.max(axis=0)

    def to_world(self, local: Floats) -> Floats:
        """Places (x, y, z) of places along i, j, k; shape (..., 3)."""
        placed: Floats = local @ self.direction.T + self.origin
        return placed

    def to_local(self, world: Floats) -> Floats:
        """Places along i, j, k of places (x, y, z); shape (..., 3)."""
        local: Floats = (np.asarray(world, dtype=np.float64) - self.origin) @ self.direction
        return local

    def locate(self, point: Sequence[float]) -> Index | None:
        """Voxel (k, j, i) that holds a point, or None outside; the upper face belongs to the last voxel."""
        local = self.to_local(np.array(point))
        found = [_voxel(row, np.array([at]))[0] for row, at in zip(self.edges, local, strict=True)]
        if min(found) < 0:
            return None
        return int(found[2]), int(found[1]), int(found[0])

    def center(self, index: Index) -> Point:
        """Centre (x, y, z) of a voxel (k, j, i), cm."""
        local = [0.5 * (row[n] + row[n + 1]) for row, n in zip(self.edges, reversed(index), strict=True)]
        x, y, z = self.to_world(np.array(local))
        return float(x), float(y), float(z)

    def pixel_edges(self, axis: int) -> Floats:
        """Edges (cm) along a world axis of the pixels of a slice: the voxels' own where they are even.

        Turned voxels have pixels of half their least width, so that each is seen where it is.
        """
        low, high = self.bounds[0][axis], self.bounds[1][axis]
        row = self.edges[axis]
        if self.is_aligned and np.ptp(np.diff(row)) < 1e-9 * (high - low):
            return row
        finest = 0.5 * min(float(np.diff(each).min()) for each in self.edges)
        if self.is_aligned:
            finest = float(np.diff(row).min())
        count = int(np.clip(np.ceil((high - low) / finest - 1e-9), 1, MOST_PIXELS))
        return np.linspace(low, high, count + 1)

    def cut(self, array: NDArray[Any], normal: int, at: float) -> NDArray[Any] | None:
        """Values in the plane where the world axis `normal` is `at` (cm), or None if it misses the grid.

        Shape (pixels along the later, pixels along the earlier of the two other axes); outside the grid a
        value is NaN, or -1 in an array of whole numbers. Each pixel has the value of the voxel at its centre.
        """
        across, down = (axis for axis in range(3) if axis != normal)
        u, v = (_centers(self.pixel_edges(axis)) for axis in (across, down))
        if self.is_aligned:
            return self._cut_aligned(array, normal, at, u, v)
        points = np.empty((len(v), len(u), 3))
        points[..., across], points[..., down], points[..., normal] = u[None, :], v[:, None], at
        local = self.to_local(points)
        i, j, k = (_voxel(row, local[..., axis]) for axis, row in enumerate(self.edges))
        inside = (i >= 0) & (j >= 0) & (k >= 0)
        if not inside.any():
            return None
        found = _empty_like(array, inside.shape)
        found[inside] = array[k[inside], j[inside], i[inside]]
        return found

    def row(self, array: NDArray[Any], axis: int, point: Sequence[float]) -> tuple[Floats, Floats]:
        """Places (cm) along a world axis through a point, and the values of the voxels that hold them.

        Both empty where the line misses the grid.
        """
        edges = self.edges[axis] if self.is_aligned else self.pixel_edges(axis)
        points = np.tile(np.array(point, dtype=np.float64), (len(edges) - 1, 1))
        points[:, axis] = _centers(edges)
        local = self.to_local(points)
        i, j, k = (_voxel(row, local[:, number]) for number, row in enumerate(self.edges))
        inside = (i >= 0) & (j >= 0) & (k >= 0)
        values = array[k[inside], j[inside], i[inside]].astype(np.float64)
        return points[inside, axis], values

    def _cut_aligned(
        self, array: NDArray[Any], normal: int, at: float, u: Floats, v: Floats
    ) -> NDArray[Any] | None:
        across, down = (axis for axis in range(3) if axis != normal)
        number = int(_voxel(self.edges[normal], np.array([at]))[0])
        if number < 0:
            return None
        plane: NDArray[Any] = np.take(array, number, axis=2 - normal)
        if len(u) == len(self.edges[across]) - 1 and len(v) == len(self.edges[down]) - 1:
            return plane
        return plane[np.ix_(_voxel(self.edges[down], v), _voxel(self.edges[across], u))]


def _voxel(edges: Floats, at: Floats) -> NDArray[np.intp]:
    """Number of the voxel that holds each place along an axis, -1 outside."""
    count = len(edges) - 1
    tolerance = 1e-9 * (edges[-1] - edges[0])
    number = np.clip(np.searchsorted(edges, at, side="right") - 1, 0, count - 1)
    outside = (at < edges[0] - tolerance) | (at > edges[-1] + tolerance)
    return np.where(outside, -1, number)


def _centers(edges: Floats) -> Floats:
    middle: Floats = 0.5 * (edges[1:] + edges[:-1])
    return middle


def _empty_like(array: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    whole = array.dtype.kind in "iu"
    return np.full(shape, -1 if whole else np.nan, dtype=np.int32 if whole else np.float32)
