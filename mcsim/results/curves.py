"""Depth curves and profiles of tallies on a grid.

A curve holds voxel averages: nothing is interpolated. Voxels are weighted by the area that they share with
the window, so a window may end inside a voxel. Of a mean (a ratio of two scores) it holds the ratio of the
sums over the window.

The uncertainty of an average over voxels is not the one of independent voxels, since one history scores in
many of them. `Curve.uncertainty_from` says how it was found:

* "batches": exactly, from the batch-to-batch spread of the average (single voxels, or a window that the run
  scored; exact in slices of one density, elsewhere with energy in place of dose in the correlation).
* "nearest window": from independent voxels times the correlation factor of the scored window nearest in size
  (see `mcsim.results.windows`).
* "independent voxels": the voxels taken as independent, because the run scored no windows. Too small where
  particles cross several voxels. For the exact value score a dose on an own grid whose voxels are as wide as
  the window.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError
from mcsim.notebook import card
from mcsim.results import integers
from mcsim.results.places import Lengths, grid_axis, length, weights_at_point, weights_in_window
from mcsim.results.ratio import divided, parts_of, ratio_error, residual_variance
from mcsim.results.raw import Axis, RawTally
from mcsim.results.statistics import mean_and_error
from mcsim.results.windows import window_bounds

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mcsim.results.tally import TallyResult


@dataclass(frozen=True, repr=False)
class Curve:
    """Averages along one axis.

    Attributes:
        axis: name of the axis. axis_unit: its unit.
        edges: bin edges, shape (n + 1,).
        value, uncertainty: averages and 1-sigma uncertainties in `unit`, shape (n,).
        quantity, unit: what they are.
        uncertainty_from: "batches", "nearest window" or "independent voxels"; see `mcsim.results.curves`.
        label: what was averaged, for legends.
    """

    axis: str
    axis_unit: str
    edges: NDArray[np.float64]
    value: NDArray[np.float64]
    uncertainty: NDArray[np.float64]
    quantity: str
    unit: str
    uncertainty_from: str
    label: str = ""

    @property
    def centers(self) -> NDArray[np.float64]:
        """Bin centres, shape (n,)."""
        return 0.5 * (self.edges[1:] + self.edges[:-1])

    def ratio(self, other: Curve) -> Curve:
        """Quotient of this curve and another on the same bins, taking the two as independent.

        Bins where the other is zero have the value and uncertainty NaN.

        Raises:
            InputError: the bins or units differ.
        """
        _check_alike(self, other)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(other.value != 0.0, self.value / other.value, np.nan)
            own = self.uncertainty / other.value
            uncertainty = np.hypot(own, value * other.uncertainty / other.value)
        uncertainty[np.isnan(value)] = np.nan
        basis = " and ".join(dict.fromkeys((self.uncertainty_from, other.uncertainty_from)))
        return replace(
            self,
            value=value,
            uncertainty=uncertainty,
            quantity=f"ratio of {self.quantity}",
            unit="",
            uncertainty_from=basis,
        )

    def plot(self, *others: Curve, axes: Axes | None = None, label: str | None = None) -> Axes:
        """Line with its 1-sigma band; a panel below shows this one minus each of `others`.

        Args:
            others: further curves along the same axis, in the same unit.
            axes: matplotlib axes to draw on (without the panel of differences); new ones by default.
            label: names this curve in the legend, or in a legend to come; default: `Curve.label`.

        Raises:
            InputError: another curve is along another axis or in another unit.
        """
        from mcsim.plots.curves import plot_curves

        return plot_curves(self, others, axes, label)

    def _repr_html_(self) -> str:
        return card(self)

    def __repr__(self) -> str:
        peak = float(np.max(self.value)) if self.value.size else float("nan")
        place = f", {self.label}" if self.label else ""
        return (
            f"<Curve of {self.quantity} along {self.axis}{place}: {len(self.value)} bins,"
            f" {self.edges[0]:g} to {self.edges[-1]:g} {self.axis_unit}, maximum {peak:.4g} {self.unit}>"
        )


def _check_alike(one: Curve, other: Curve) -> None:
    if one.unit != other.unit or one.axis != other.axis:
        raise InputError(
            f"a curve of {one.unit} along {one.axis} cannot be divided by one of {other.unit} along"
            f" {other.axis}"
        )
    if not np.array_equal(one.edges, other.edges):
        raise InputError("the two curves have different bins, so they have no ratio; score them on one grid")


@dataclass(frozen=True)
class _Nearest:
    """A window that the run scored: number among the axes' windows, number by size, and bounds in voxels."""

    axis: int
    number: int
    bounds: NDArray[np.int64]


def depth_curve(tally: TallyResult, width: float | str | None, axis: str, center: Lengths | None) -> Curve:
    """See `TallyResult.depth_curve`."""
    along = grid_axis(tally.name, tally.axes, axis)
    middles = _middles(tally, axis)
    middles.update(_positions(tally, axis, center or {}))
    if width is None:
        rows = {name: weights_at_point(tally.axis(name), at) for name, at in middles.items()}
        return _curve(tally, along, rows, _point_label(middles))
    size = length(width)
    if not size > 0.0:
        raise InputError(f"the width of a depth curve must be positive, not {width}")
    rows = {name: weights_in_window(tally.axis(name), at, size) for name, at in middles.items()}
    return _curve(tally, along, rows, f"mean over {size:g} x {size:g} cm²")


def profile(tally: TallyResult, axis: str, at: Lengths | float | str | None) -> Curve:
    """See `TallyResult.profile`."""
    along = grid_axis(tally.name, tally.axes, axis)
    middles = _middles(tally, axis)
    named: Lengths = at if isinstance(at, Mapping) else {} if at is None else {"z": at}
    middles.update(_positions(tally, axis, named))
    rows = {name: weights_at_point(tally.axis(name), position) for name, position in middles.items()}
    return _curve(tally, along, rows, _point_label(middles))


def _point_label(point: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {position:g} cm" for name, position in point.items())


def _middles(tally: TallyResult, axis: str) -> dict[str, float]:
    """Default centre on the other axes: of the scored windows, else of the grid."""
    others = [one for one in tally.axes if one.name != axis]
    for window in tally.raw.windows:
        if window.axis == axis:
            return {one.name: at for one, at in zip(others, window.center, strict=True)}
    return {one.name: one.middle for one in others}


def _positions(tally: TallyResult, axis: str, named: Lengths) -> dict[str, float]:
    others = [one.name for one in tally.axes if one.name != axis]
    for name in named:
        if name not in others:
            raise InputError(
                f"a curve along {axis} takes positions on {others[0]} and {others[1]}, not '{name}'"
            )
    return {name: length(at) for name, at in named.items()}


def _curve(tally: TallyResult, along: int, rows: Mapping[str, NDArray[np.float64]], label: str) -> Curve:
    """Weighted averages over the window of each slice."""
    others = [axis for number, axis in enumerate(tally.axes) if number != along]
    first, second = (rows[axis.name] for axis in others)
    if tally.raw.ratio is None:
        value, uncertainty, basis = _average(tally, along, first, second)
    else:
        value, uncertainty, basis = _ratio(tally, along, first, second)
    axis = tally.axes[along]
    return Curve(
        axis=axis.name,
        axis_unit=axis.unit,
        edges=axis.bin_edges,
        value=value,
        uncertainty=uncertainty,
        quantity=tally.quantity,
        unit=tally.unit,
        uncertainty_from=basis,
        label=label,
    )


def _average(
    tally: TallyResult, along: int, first: NDArray[np.float64], second: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], str]:
    """Weighted average of each slice, its uncertainty, and what that rests on."""
    value = _weighted(tally.value, along, first, second)
    variance = _weighted(tally.uncertainty**2, along, first**2, second**2)
    if np.count_nonzero(first) * np.count_nonzero(second) == 1:
        return value, np.sqrt(variance), "batches"
    window, basis = _nearest_window(tally, along, first, second)
    if window is not None:
        together, independent = _variances(tally.raw, tally.batches, along, window)
        variance = variance * _factor(together, independent)
    return value, np.sqrt(variance), basis


def _ratio(
    tally: TallyResult, along: int, first: NDArray[np.float64], second: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], str]:
    """`_average` of a ratio: that of the sums over the window, voxels in part by the share that is inside."""
    a, b = _shares(tally, along, first, second)
    statistics = [mean_and_error(part.total, part.squares, tally.batches) for part in parts_of(tally.raw)]
    above, below, _ = (_weighted(mean, along, a, b) for mean, _ in statistics)
    variances = [_weighted(error**2, along, a**2, b**2) for _, error in statistics]
    ratio = divided(above, below)
    window: _Nearest | None = None
    basis = "batches"
    if np.count_nonzero(first) * np.count_nonzero(second) > 1:
        window, basis = _nearest_window(tally, along, first, second)
    variance = residual_variance(variances, ratio)
    if window is not None:
        pairs = [_variances(part, tally.batches, along, window) for part in parts_of(tally.raw)]
        together, independent = (residual_variance([pair[k] for pair in pairs], ratio) for k in (0, 1))
        variance = variance * _factor(together, independent)
        variances[1] = variances[1] * _factor(*pairs[1])
    error = ratio_error(variance, below, variances[1])
    return ratio * tally.raw.scale, error * tally.raw.scale, basis


def _shares(
    tally: TallyResult, along: int, first: NDArray[np.float64], second: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Shares of each voxel that lie in a window, up to a constant, from the shares of the window."""
    others = [axis for number, axis in enumerate(tally.axes) if number != along]
    return [row / axis.widths for row, axis in zip((first, second), others, strict=True)]


def _weighted(
    grid: NDArray[np.float64], along: int, first: NDArray[np.float64], second: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Sum over each slice with the weights first x second, shape (slices,)."""
    rows, columns = np.flatnonzero(first), np.flatnonzero(second)
    part = np.moveaxis(grid, along, 0)[:, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    inner = (first[rows[0] : rows[-1] + 1], second[columns[0] : columns[-1] + 1])
    average: NDArray[np.float64] = np.einsum("kij,i,j->k", part, *inner)
    return average


def _nearest_window(
    tally: TallyResult, along: int, first: NDArray[np.float64], second: NDArray[np.float64]
) -> tuple[_Nearest | None, str]:
    """The scored window nearest in size, and what an uncertainty that takes it rests on."""
    axis = tally.axes[along]
    number = next((n for n, window in enumerate(tally.raw.windows) if window.axis == axis.name), None)
    if number is None:
        return None, "independent voxels"
    others = [one for one in tally.axes if one is not axis]
    bounds = window_bounds(others[0], others[1], tally.raw.windows[number].center)
    wanted = np.array([[_first(first), _last(first), _first(second), _last(second)]])
    areas = _area(bounds)
    effective = 1.0 / float(np.sum(first**2) * np.sum(second**2))
    nearest = int(np.argmin(np.abs(np.log(areas / effective))))
    whole = _whole_voxels(others[0], first) and _whole_voxels(others[1], second)
    exact = whole and bool(np.all(bounds[nearest] == wanted))
    return _Nearest(number, nearest, bounds[nearest]), "batches" if exact else "nearest window"


def _first(weights: NDArray[np.float64]) -> int:
    return int(np.flatnonzero(weights)[0])


def _last(weights: NDArray[np.float64]) -> int:
    return int(np.flatnonzero(weights)[-1]) + 1


def _whole_voxels(axis: Axis, weights: NDArray[np.float64]) -> bool:
    """Whether the window holds each of its voxels whole, so that the average is a sum of their scores."""
    density = (weights / axis.widths)[weights > 0.0]
    return bool(np.ptp(density) <= 1e-6 * density.max())


def _area(bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Voxels in each window."""
    return (bounds[:, 1] - bounds[:, 0]) * (bounds[:, 3] - bounds[:, 2])


def _variances(
    raw: RawTally, batches: int, along: int, window: _Nearest
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Variance of the sum over a window, and the sum of the variances of its voxels, per slice."""
    top, bottom, left, right = window.bounds.tolist()
    total = np.moveaxis(raw.total, along, 0)[:, top:bottom, left:right]
    squares = np.moveaxis(raw.squares, along, 0)[:, top:bottom, left:right]
    _, separate = mean_and_error(np.ascontiguousarray(total), np.ascontiguousarray(squares), batches)
    scored = raw.windows[window.axis].squares[:, window.number]
    _, together = mean_and_error(integers.total(total, (1, 2)), np.ascontiguousarray(scored), batches)
    return together**2, np.sum(separate**2, axis=(1, 2))


def _factor(together: NDArray[np.float64], independent: NDArray[np.float64]) -> NDArray[np.float64]:
    """Correlation factor of each slice: the variance of a sum by that of independent voxels."""
    factor = np.ones_like(together)
    np.divide(together, independent, out=factor, where=independent > 0.0)
    return factor
