"""Nested windows: what makes the uncertainty of a depth curve honest.

A depth curve averages the voxels of each slice inside a window. One history scores in many of them, so within
a batch neighbouring voxels rise and fall together, and their separate uncertainties do not say how uncertain
the average is: taken as independent they understate it. The spread of the average over batches does say it,
but the window is chosen only after the run.

So the run also adds up, for each slice of each axis, the squares of the batch scores summed over *nested
windows* around a centre: the smallest that holds whole voxels, the next larger, ... up to the whole slice.
This costs one pass over the grid per axis and batch, takes (slices x windows) integers, and merges like any
other sum. The correlation factor of a window,

    F = variance of the sum over the window / sum of the variances of its voxels,

turns the variance that a curve would have with independent voxels into its true one. For a window that was
scored, in a slice of one density, this is exactly the batch-to-batch variance of the average; for windows off
centre or between two sizes F is that of the scored window nearest in size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mcsim.results import integers
from mcsim.results.raw import Axis, WindowSquares

_TOLERANCE = 1e-6  # of the smallest voxel: edges closer than this count as one


def empty_windows(
    axes: Sequence[Axis], center: Mapping[str, float] | None = None
) -> tuple[WindowSquares, ...]:
    """Windows without a score, for the slices of each of the three axes of a grid.

    Args:
        axes: the axes of the grid in array order, with edges in cm.
        center: where to centre them by axis name (cm), for instance on the beam axis; the middle of the grid
            for axes not named.
    """
    middles = {axis.name: axis.middle for axis in axes}
    middles.update(center or {})
    windows = []
    for along in axes:
        first, second = (axis for axis in axes if axis is not along)
        at = (middles[first.name], middles[second.name])
        count = len(window_bounds(first, second, at))
        windows.append(WindowSquares(along.name, at, integers.zeros((len(along), count))))
    return tuple(windows)


def score_windows(windows: Sequence[WindowSquares], axes: Sequence[Axis], batch: NDArray[np.int64]) -> None:
    """Add the squares of one finished batch to the windows, in place.

    Args:
        windows: from `empty_windows` for the same axes, or as read back from a checkpoint.
        axes: the axes of the grid in array order.
        batch: scores of the batch on the grid, int64; their sum over the grid must fit in int64 as well.
    """
    for number, (along, window) in enumerate(zip(axes, windows, strict=True)):
        first, second = (axis for axis in axes if axis is not along)
        bounds = window_bounds(first, second, window.center)
        score = integers.from_int64(window_sums(np.moveaxis(batch, number, 0), bounds))
        window.squares[...] = integers.add(window.squares, integers.multiply(score, score))


def window_bounds(first: Axis, second: Axis, center: tuple[float, float]) -> NDArray[np.int64]:
    """Index ranges of the nested windows, from the smallest to the whole slice.

    A window holds the voxels that lie wholly within a half width of the centre along both axes; there is one
    window for each half width at which a row of voxels joins.

    Returns:
        shape (windows, 4): start and stop along `first`, start and stop along `second`.
    """
    reaches = [_reach(axis, at) for axis, at in zip((first, second), center, strict=True)]
    unit = _TOLERANCE * min(float(np.min(axis.widths)) for axis in (first, second))
    ranks = [np.rint(reach / unit) for reach in reaches]
    sizes = np.unique(np.concatenate(ranks))
    sizes = sizes[sizes >= max(float(np.min(rank)) for rank in ranks)]
    bounds = np.empty((len(sizes), 4), dtype=np.int64)
    for column, rank in zip((0, 2), ranks, strict=True):
        inside = rank[None, :] <= sizes[:, None] + 1.0
        bounds[:, column] = np.argmax(inside, axis=1)
        bounds[:, column + 1] = rank.size - np.argmax(inside[:, ::-1], axis=1)
    return bounds


def _reach(axis: Axis, at: float) -> NDArray[np.float64]:
    """Half width (cm) around `at` from which on each bin lies wholly inside."""
    return np.maximum(np.abs(axis.bin_edges[:-1] - at), np.abs(axis.bin_edges[1:] - at))


def window_sums(slices: NDArray[np.int64], bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sums over nested windows, each found from the one inside it.

    Args:
        slices: shape (n, n_first, n_second).
        bounds: from `window_bounds`.

    Returns:
        shape (n, windows).
    """
    sums = np.empty((slices.shape[0], len(bounds)), dtype=np.int64)
    running = np.zeros(slices.shape[0], dtype=np.int64)
    inner = (bounds[0, 0], bounds[0, 0], bounds[0, 2], bounds[0, 2])
    for number, (top, bottom, left, right) in enumerate(bounds.tolist()):
        inner_top, inner_bottom, inner_left, inner_right = inner
        for rows, columns in (
            (slice(top, inner_top), slice(left, right)),
            (slice(inner_bottom, bottom), slice(left, right)),
            (slice(inner_top, inner_bottom), slice(left, inner_left)),
            (slice(inner_top, inner_bottom), slice(inner_right, right)),
        ):
            running += slices[:, rows, columns].sum(axis=(1, 2))
        sums[:, number] = running
        inner = (top, bottom, left, right)
    return sums
