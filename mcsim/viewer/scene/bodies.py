"""Bodies: whatever has a surface that can be drawn.

A voxel phantom has one body for each material. Other geometry finds its place here: anything with a name, a
colour and a `surface` is drawn, made transparent and clipped alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from mcsim.viewer.scene.grid import ViewGrid

MOST_VOXELS = 96  # along one axis of a body's surface; more are thinned out


@dataclass(frozen=True, eq=False)
class Surface:
    """Four-sided faces: corners (n, 3) in cm, and the numbers of each face's corners (m, 4)."""

    points: NDArray[np.float64]
    faces: NDArray[np.int64]


class Body(Protocol):
    """Something that can be drawn by its surface."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def color(self) -> str:
        """Its colour, such as "#56b4e9"."""

    @property
    def opacity(self) -> float:
        """How opaque it is at first, 0 to 1."""

    def surface(self) -> Surface:
        """Its surface, in cm."""


@dataclass(frozen=True, eq=False)
class VoxelBody:
    """The voxels of one material, or any others, as a body.

    Attributes:
        name, color, opacity: see `Body`.
        grid: where the voxels lie.
        labels: a number in each voxel, shape of the grid.
        label: the number of those that belong to the body.
    """

    name: str
    color: str
    opacity: float
    grid: ViewGrid
    labels: NDArray[Any]
    label: int

    def surface(self) -> Surface:
        """The faces between voxels of the body and others."""
        labels, edges = thinned(self.labels, self.grid)
        return voxel_surface(labels == self.label, edges, self.grid)


def thinned(labels: NDArray[Any], grid: ViewGrid) -> tuple[NDArray[Any], list[NDArray[np.float64]]]:
    """Every n-th voxel and edge along each axis, so that at most `MOST_VOXELS` are left."""
    steps = [-(-count // MOST_VOXELS) for count in grid.shape]
    part = labels[tuple(slice(step // 2, None, step) for step in steps)]
    edges = []
    for row, step, count in zip(grid.edges, reversed(steps), reversed(part.shape), strict=True):
        edges.append(np.append(row[::step][:count], row[-1]))
    return part, edges


def voxel_surface(inside: NDArray[np.bool_], edges: list[NDArray[np.float64]], grid: ViewGrid) -> Surface:
    """Faces between voxels inside and outside of a mask (k, j, i), with edges along i, j, k."""
    padded = np.pad(inside, 1)
    counts = np.array([len(row) for row in edges])
    pieces = []
    for axis in range(3):
        changes = np.diff(padded.astype(np.int8), axis=2 - axis) != 0
        others = [other for other in range(3) if other != axis]
        part = [slice(1, -1)] * 3
        part[2 - axis] = slice(None)
        k, j, i = np.nonzero(changes[tuple(part)])
        corner = np.stack([i, j, k], axis=1)
        steps = np.zeros((4, 3), dtype=np.int64)
        steps[1:3, others[0]] = 1
        steps[2:4, others[1]] = 1
        pieces.append(corner[:, None, :] + steps)
    nodes = np.concatenate(pieces).reshape(-1, 3)
    numbers = np.ravel_multi_index((nodes[:, 0], nodes[:, 1], nodes[:, 2]), tuple(counts))
    used, faces = np.unique(numbers, return_inverse=True)
    place = np.stack(np.unravel_index(used, tuple(counts)), axis=1)
    local = np.stack([row[place[:, axis]] for axis, row in enumerate(edges)], axis=1)
    return Surface(grid.to_world(local), faces.reshape(-1, 4))
