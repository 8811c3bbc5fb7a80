"""Curves through the crosshair: the row of voxels along each axis, with its uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mcsim.viewer.scene.grid import AXES
from mcsim.viewer.scene.layer import Layer
from mcsim.viewer.scene.readout import display_unit
from mcsim.viewer.scene.state import ViewState

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RowCurve:
    """Values of a row of voxels.

    Attributes:
        axis: "x", "y" or "z". at: the crosshair along it, cm.
        place: centres of the voxels that have a value, cm.
        value, uncertainty: their values and 1-sigma uncertainties (NaN if unknown).
        quantity, unit: of the values.
    """

    axis: str
    at: float
    place: Floats
    value: Floats
    uncertainty: Floats
    quantity: str
    unit: str


def row_curve(layer: Layer, state: ViewState, axis: int) -> RowCurve:
    """The row of voxels along an axis through the crosshair; empty where it misses the grid.

    A voxel's own uncertainty comes from the spread of its batches, so these are exact.
    """
    factor, unit = display_unit(layer)
    place, value = layer.grid.row(layer.values, axis, state.crosshair)
    error = np.full(len(place), np.nan)
    if layer.errors is not None:
        error = layer.grid.row(layer.errors, axis, state.crosshair)[1]
    at, known = state.crosshair[axis], np.isfinite(value)
    return RowCurve(
        AXES[axis], at, place[known], factor * value[known], factor * error[known], layer.quantity, unit
    )
