"""One tally of a result: physical values with their uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcsim.notebook import card
from mcsim.results.curves import Curve, depth_curve, profile
from mcsim.results.dvh import DoseVolumeHistogram, dose_volume_histogram
from mcsim.results.places import Lengths
from mcsim.results.projection import Projection, project
from mcsim.results.ratio import ratio_and_error
from mcsim.results.raw import Axis, RawTally
from mcsim.results.slices import Slice, slice_of
from mcsim.results.statistics import mean_and_error

if TYPE_CHECKING:
    import xarray
    from matplotlib.figure import Figure


class TallyResult:
    """Values and 1-sigma uncertainties of a tally, per source particle unless `unit` says otherwise.

    The uncertainty of each bin is the standard error from the spread of its batch scores; a bin that no
    particle reached has value 0 and uncertainty 0, and with a single batch the uncertainty is unknown (NaN).
    So it is in a bin of a mean (a ratio of two scores) that particles of one batch alone have reached.
    Bins of one tally are correlated (one history scores in many), so uncertainties of sums over bins do not
    follow from them; curves know how to (see `Curve`).

    Attributes:
        raw: the exact integers.
        histories: source particles behind the values.
        batches: batches behind the uncertainties.
    """

    def __init__(self, raw: RawTally, batches: int, histories: int) -> None:
        self.raw = raw
        self.batches = batches
        self.histories = histories

    @property
    def name(self) -> str:
        """The user's name of the tally."""
        return self.raw.name

    @property
    def quantity(self) -> str:
        """What it is, in words."""
        return self.raw.quantity

    @property
    def unit(self) -> str:
        """Unit of value and uncertainty."""
        return self.raw.unit

    @property
    def axes(self) -> tuple[Axis, ...]:
        """One per dimension, in array order."""
        return self.raw.axes

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of bins along each axis."""
        return self.raw.shape

    @property
    def extra(self) -> Mapping[str, Any]:
        """Further facts that the run left with this tally."""
        return self.raw.extra

    @property
    def value(self) -> NDArray[np.float64]:
        """Values in `unit`, in array order (z, y, x for grids)."""
        return self._values[0]

    @property
    def uncertainty(self) -> NDArray[np.float64]:
        """1-sigma uncertainties in `unit`, shape as `value`."""
        return self._values[1]

    @cached_property
    def _values(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        if self.raw.ratio is not None:
            mean, error = ratio_and_error(self.raw, self.batches)
            per_quantum = np.asarray(self.raw.scale)
        else:
            mean, error = mean_and_error(self.raw.total, self.raw.squares, self.batches)
            per_history = self.batches / self.histories if self.histories else np.nan
            per_quantum = np.asarray(self.raw.scale) * per_history
        value, uncertainty = np.asarray(mean * per_quantum), np.asarray(error * per_quantum)
        for array in (value, uncertainty):
            array.flags.writeable = False
        return value, uncertainty

    def axis(self, name: str) -> Axis:
        """Axis by name.

        Raises:
            KeyError: the tally has no such axis.
        """
        for axis in self.axes:
            if axis.name == name:
                return axis
        raise KeyError(name)

    def depth_curve(
        self, width: float | str | None = None, axis: str = "z", center: Lengths | None = None
    ) -> Curve:
        """Average over a square window of each slice along `axis`.

        Args:
            width: full width of the window (cm, or text such as "8 cm"); None for the central voxels.
            axis: "z", "y" or "x".
            center: where the window is centred, such as `{"x": "1 cm", "y": 0}`; by default where the run
                centred its windows (the beam axis), else the middle of the grid.

        Raises:
            InputError: not a tally on a grid, or the window reaches outside it.
        """
        return depth_curve(self, width, axis, center)

    def profile(self, axis: str = "x", at: Lengths | float | str | None = None) -> Curve:
        """Values of the row of voxels through a point.

        Args:
            axis: the axis that the row follows, "x", "y" or "z".
            at: where it crosses the other axes, such as `{"z": "10 cm", "y": 0}`; a single length is the
                depth z. Axes not named: the middle of the grid. A row on a face between voxels is the average
                of its neighbours.

        Raises:
            InputError: not a tally on a grid, or the row is outside it.
        """
        return profile(self, axis, at)

    def slice(self, across: str = "y", at: float | str | None = None) -> Slice:
        """The layer of voxels across an axis.

        Args:
            across: "x", "y" or "z".
            at: where on that axis (cm, or text such as "5 mm"); the middle of the grid by default.

        Raises:
            InputError: not a tally on a grid, or outside it.
        """
        return slice_of(self, across, at)

    def dvh(self, mask: ArrayLike | None = None, name: str = "") -> DoseVolumeHistogram:
        """Dose-volume histogram in a region; see `mcsim.results.dvh.dose_volume_histogram`.

        Args:
            mask: true inside the region, shape (z, y, x); None for the whole grid.
            name: what the region is called, for legends.

        Raises:
            InputError: not a dose on a grid, or a mask that does not fit.
        """
        return dose_volume_histogram(self, mask, name)

    def project(self, *keep: str, **pick: str) -> Projection:
        """Spectrum or count on some of the axes, such as `project("energy", particle="photon", face="-z")`.

        Args:
            keep: axes to keep; without any the result is one number.
            pick: the label to take along a labelled axis. All other axes are added up (a fluence is averaged
                over places).

        Raises:
            InputError: an axis or label that the tally lacks, or a tally on a voxel grid.
        """
        return project(self, keep, pick)

    def to_xarray(self) -> xarray.Dataset:
        """`xarray.Dataset` with the variables `value` and `uncertainty` (needs xarray)."""
        from mcsim.results.labelled import tally_to_xarray

        return tally_to_xarray(self)

    def plot(self, path: str | Path | None = None) -> Figure:
        """Picture of the tally; also written to `path` when given."""
        from mcsim.plots.tallies import plot_tally

        return plot_tally(self, path=path)

    def _repr_html_(self) -> str:
        return card(self)

    def __repr__(self) -> str:
        shape = " x ".join(f"{len(axis)} {axis.name}" for axis in self.axes) or "one value"
        return f"<TallyResult '{self.name}': {self.quantity} in {self.unit}, {shape}, {self._summary()}>"

    def _summary(self) -> str:
        if not self.histories or not self.value.size:
            return "no histories"
        peak = np.unravel_index(np.argmax(self.value), self.value.shape)
        top, error = self.value[peak], self.uncertainty[peak]
        share = f" +- {100 * error / top:.2g} %" if top > 0 and np.isfinite(error) else ""
        return f"maximum {top:.4g}{share}, {self.histories:_} histories"
