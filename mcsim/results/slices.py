"""Slices through tallies on a voxel grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError
from mcsim.results.places import grid_axis, length, weights_at_point
from mcsim.results.raw import Axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mcsim.results.tally import TallyResult


@dataclass(frozen=True, repr=False)
class Slice:
    """Values of one layer of voxels, across an axis.

    Attributes:
        across: the axis that the slice lies across, "x", "y" or "z". at: where (cm).
        rows, columns: the two axes of the arrays, with their edges (cm).
        value, uncertainty: in `unit`, shape (rows, columns). On a face between two layers they are averages
            of the two, taken as independent for the uncertainty.
        quantity, unit: what they are.
    """

    across: str
    at: float
    rows: Axis
    columns: Axis
    value: NDArray[np.float64]
    uncertainty: NDArray[np.float64]
    quantity: str
    unit: str

    @property
    def label(self) -> str:
        """Where it lies, in words."""
        return f"{self.across} = {self.at:.6g} cm"

    @property
    def relative_uncertainty(self) -> NDArray[np.float64]:
        """Uncertainty by value; NaN where the value is zero or the uncertainty unknown."""
        relative = np.full_like(self.value, np.nan)
        return np.divide(self.uncertainty, self.value, out=relative, where=self.value > 0.0)

    def plot(
        self,
        other: Slice | None = None,
        axes: Axes | None = None,
        isodoses: bool = True,
        uncertainty: bool = False,
        maximum: float | None = None,
    ) -> Axes:
        """Colour wash with isodose lines in per cent of its (smoothed) maximum.

        Args:
            other: a slice with the same bins; a second panel shows this one minus the other, in per cent of
                the other's maximum.
            axes: matplotlib axes to draw on (one panel only); new ones by default.
            isodoses: draw the lines, if this is a dose.
            uncertainty: a further panel shows the relative 1-sigma uncertainty.
            maximum: value at the end of the colour scale; the largest by default.

        Raises:
            InputError: the other slice has other bins or another unit.
        """
        from mcsim.plots.slices import plot_slice

        return plot_slice(self, other, axes, isodoses, uncertainty, maximum)

    def __repr__(self) -> str:
        rows, columns = (f"{len(axis)} {axis.name}" for axis in (self.rows, self.columns))
        return f"<Slice of {self.quantity} at {self.label}: {rows} x {columns}, in {self.unit}>"


def slice_of(tally: TallyResult, across: str, at: float | str | None) -> Slice:
    """See `TallyResult.slice`."""
    number = grid_axis(tally.name, tally.axes, across)
    axis = tally.axes[number]
    place = axis.middle if at is None else length(at)
    if not np.isfinite(place):
        raise InputError(f"{across} = {place} is no place for a slice; write a length such as '5 mm'")
    layers = np.flatnonzero(weights_at_point(axis, place))
    value = np.take(tally.value, layers, number).mean(axis=number)
    variance = (np.take(tally.uncertainty, layers, number) ** 2).mean(axis=number) / len(layers)
    rows, columns = (one for one in tally.axes if one is not axis)
    return Slice(across, place, rows, columns, value, np.sqrt(variance), tally.quantity, tally.unit)
