"""Spectra and counts on fewer axes: bins picked by label, the others added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError, did_you_mean
from mcsim.results.raw import Axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mcsim.results.tally import TallyResult


@dataclass(frozen=True, repr=False)
class Projection:
    """A tally on some of its axes.

    Attributes:
        axes: the axes kept, in the order of the tally.
        value: in the unit of the tally.
        uncertainty: 1 sigma, added in quadrature. That takes the bins as independent, which counts of
            particles nearly are (a history seldom scores in two of them); energies deposited are not.
        quantity, unit: what the values are.
    """

    axes: tuple[Axis, ...]
    value: NDArray[np.float64]
    uncertainty: NDArray[np.float64]
    quantity: str
    unit: str

    def plot(
        self,
        *others: Projection,
        axes: Axes | None = None,
        label: str | None = None,
        logarithmic: bool | None = None,
    ) -> Axes:
        """Spectrum along the binned axis kept (the energy if there are several), per unit of that axis.

        Labelled axes that were kept make a line each; without a binned axis there are bars.

        Args:
            others: further projections of the same kind, such as the spectrum behind a filter.
            axes: matplotlib axes to draw on; new ones by default.
            label: names this one in the legend.
            logarithmic: whether the values stand on a logarithmic axis; by default those of pulses do.

        Raises:
            InputError: the others have another unit or other axes, or two binned axes are left.
        """
        from mcsim.plots.spectra import plot_projections

        return plot_projections((self, *others), axes, [label], logarithmic)

    def __repr__(self) -> str:
        shape = " x ".join(f"{len(axis)} {axis.name}" for axis in self.axes) or "one value"
        return f"<Projection of {self.quantity} in {self.unit}: {shape}, sum {float(np.sum(self.value)):.4g}>"


def project(tally: TallyResult, keep: tuple[str, ...], pick: Mapping[str, str]) -> Projection:
    """See `TallyResult.project`."""
    names = [axis.name for axis in tally.axes]
    if sorted(names) == ["x", "y", "z"]:
        raise InputError(f"tally '{tally.name}' is on a voxel grid; use depth_curve or profile")
    for name in (*keep, *pick):
        if name not in names:
            near = did_you_mean(name, names)
            raise InputError(f"tally '{tally.name}' has no axis '{name}'{near}; it has {', '.join(names)}")
    value, variance = tally.value, tally.uncertainty**2
    for number, axis in reversed(list(enumerate(tally.axes))):
        if axis.name in pick:
            item = _item(axis, pick[axis.name])
            value, variance = np.take(value, item, number), np.take(variance, item, number)
        elif axis.name not in keep:
            weights = _weights(tally, axis)
            value = np.tensordot(value, weights, (number, 0))
            variance = np.tensordot(variance, weights**2, (number, 0))
    kept = tuple(axis for axis in tally.axes if axis.name in keep and axis.name not in pick)
    return Projection(kept, np.asarray(value), np.sqrt(variance), tally.quantity, tally.unit)


def _item(axis: Axis, label: str) -> int:
    if label not in axis.labels:
        known = ", ".join(axis.labels) or "bins, not labels"
        raise InputError(
            f"axis '{axis.name}' has no '{label}'{did_you_mean(label, axis.labels)}; it has {known}"
        )
    return axis.labels.index(label)


def _weights(tally: TallyResult, axis: Axis) -> NDArray[np.float64]:
    """Ones, so that bins add up; a fluence is averaged over places."""
    if tally.quantity == "fluence" and axis.unit == "cm":
        share: NDArray[np.float64] = axis.widths / axis.widths.sum()
        return share
    return np.ones(len(axis))
