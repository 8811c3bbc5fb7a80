"""A layer thinned out for the 3D view: block means, so that volumes of any size are drawn quickly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcsim.viewer.scene.grid import ViewGrid

MOST_VOXELS = 128
"""Along one axis."""


@dataclass(frozen=True, eq=False)
class Coarse:
    """Values on a coarser grid.

    Attributes:
        values: float32, shape (k, j, i); what is no number counts as 0.
        edges: along i, j, k, cm.
        step: voxels along k, j, i that make one.
    """

    values: NDArray[np.float32]
    edges: tuple[NDArray[np.float64], ...]
    step: tuple[int, ...]


def coarse(values: NDArray[Any], grid: ViewGrid, most: int = MOST_VOXELS) -> Coarse:
    """Means over blocks of voxels, at most so many along an axis; blocks at the far ends may be smaller."""
    steps = tuple(-(-count // most) for count in grid.shape)
    made = (
        np.nan_to_num(values[: grid.shape[0]], copy=True) if max(steps) == 1 else _block_means(values, steps)
    )
    edges = tuple(
        np.append(row[:-1:step], row[-1]) for row, step in zip(grid.edges, reversed(steps), strict=True)
    )
    return Coarse(made.astype(np.float32, copy=False), edges, steps)


def _block_means(values: NDArray[Any], steps: tuple[int, ...]) -> NDArray[np.float32]:
    """Slab by slab, so that a large array is never copied whole."""
    slabs = [
        _plane_means(values[first : first + steps[0]], steps) for first in range(0, len(values), steps[0])
    ]
    return np.stack(slabs)


def _plane_means(slab: NDArray[Any], steps: tuple[int, ...]) -> NDArray[np.float32]:
    mean: NDArray[np.float32] = np.nan_to_num(slab).mean(axis=0, dtype=np.float32)
    for axis in (0, 1):
        count, step = mean.shape[axis], steps[axis + 1]
        starts = np.arange(0, count, step)
        sizes = np.diff(np.append(starts, count)).astype(np.float32)
        sums = np.add.reduceat(mean, starts, axis=axis)
        mean = (sums / np.expand_dims(sizes, 1 - axis)).astype(np.float32)
    return mean
