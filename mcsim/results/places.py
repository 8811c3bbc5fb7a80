"""Places on the axes of a voxel grid: which voxels a point, a window or a slice takes, and in which parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mcsim import units
from mcsim.errors import InputError
from mcsim.results.raw import Axis

Lengths = Mapping[str, float | str]
"""Positions along named axes: cm, or text with a unit."""

_FACE = 1e-9  # a point this close to a face, in units of the grid, lies on it


def grid_axis(name: str, axes: Sequence[Axis], axis: str) -> int:
    """Number of an axis of the tally `name`, which must be on a voxel grid.

    Raises:
        InputError: no voxel grid, or no such axis.
    """
    names = [one.name for one in axes]
    if sorted(names) != ["x", "y", "z"]:
        raise InputError(
            f"tally '{name}' has no voxel grid, so it has no curves and no slices; its axes are {names}"
        )
    if axis not in names:
        raise InputError(f"axis '{axis}' is not one of x, y, z")
    return names.index(axis)


def length(given: float | str) -> float:
    """A length in cm, from a number or from text with a unit.

    Raises:
        InputError: the text is no length.
    """
    return units.parse(given, units.LENGTH) if isinstance(given, str) else float(given)


def weights_at_point(axis: Axis, at: float) -> NDArray[np.float64]:
    """Weights of the voxel that holds a point, or of the two that share the face it lies on.

    Raises:
        InputError: the point is outside the grid.
    """
    edges = axis.bin_edges
    tolerance = _FACE * float(edges[-1] - edges[0])
    holds = (edges[:-1] <= at + tolerance) & (edges[1:] >= at - tolerance)
    if not holds.any():
        raise InputError(f"{axis.name} = {at:g} cm is outside the grid, {edges[0]:g} to {edges[-1]:g} cm")
    return holds / np.count_nonzero(holds)


def weights_in_window(axis: Axis, at: float, width: float) -> NDArray[np.float64]:
    """Share of a window, centred at `at` (cm), that each voxel covers.

    Raises:
        InputError: the window reaches outside the grid.
    """
    edges = axis.bin_edges
    low, high = at - width / 2, at + width / 2
    tolerance = _FACE * float(edges[-1] - edges[0])
    if low < edges[0] - tolerance or high > edges[-1] + tolerance:
        raise InputError(
            f"a window from {axis.name} = {low:g} to {high:g} cm reaches outside the grid,"
            f" {edges[0]:g} to {edges[-1]:g} cm"
        )
    shared = np.minimum(edges[1:], high) - np.maximum(edges[:-1], low)
    shared[shared < tolerance] = 0.0
    share: NDArray[np.float64] = shared / shared.sum()
    return share
