"""Dose-volume histograms: how much of a region gets at least a dose.

Doses are those of voxels, each weighted by its volume. Voxel noise widens a histogram: read D95 and the like
from doses whose voxel uncertainty is small beside the spread of the dose in the region.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcsim import units
from mcsim.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mcsim.results.tally import TallyResult

BINS = 2000


@dataclass(frozen=True, repr=False)
class DoseVolumeHistogram:
    """Share of a volume that gets at least a dose.

    Attributes:
        edges: doses in `unit`, evenly from 0 to the maximum, shape (n,).
        volume_fraction: share of the volume with at least that dose, from 1 down, shape (n,).
        mean, minimum, maximum: of the dose in the region, in `unit`; the mean is volume-weighted.
        volume: of the region, cm3. voxels: how many.
        unit: of the doses. name: what the region is called.
    """

    edges: NDArray[np.float64]
    volume_fraction: NDArray[np.float64]
    mean: float
    minimum: float
    maximum: float
    volume: float
    voxels: int
    unit: str
    name: str = ""

    def dose_at_volume(self, fraction: float | str) -> float:
        """The dose that this share of the volume gets at least, in `unit`, such as D95 for 0.95 or "95 %".

        Raises:
            InputError: not a share between 0 and 1.
        """
        share = units.parse(fraction, units.FRACTION) if isinstance(fraction, str) else float(fraction)
        if not 0.0 <= share <= 1.0:
            raise InputError(f"a share of the volume lies between 0 and 1 (100 %), not at {fraction}")
        return float(np.interp(-share, -self.volume_fraction, self.edges))

    def volume_at_dose(self, dose: float | str) -> float:
        """Share of the volume that gets at least this dose.

        Args:
            dose: in `unit`, or text such as "20 Gy" (of a dose per source particle: "20 pGy" per particle).

        Raises:
            InputError: the text is no dose, or the dose is not finite.
        """
        level = units.parse(dose, units.DOSE) if isinstance(dose, str) else float(dose)
        if not np.isfinite(level):
            raise InputError(f"{dose} is no dose; write a number in {self.unit}, or text such as '20 Gy'")
        return float(np.interp(level, self.edges, self.volume_fraction, left=1.0, right=0.0))

    def plot(self, *others: DoseVolumeHistogram, axes: Axes | None = None, label: str | None = None) -> Axes:
        """Cumulative histogram on matplotlib `axes` (new ones by default), with `others` beside it.

        Raises:
            InputError: another histogram has another unit.
        """
        from mcsim.plots.histograms import plot_histograms

        return plot_histograms((self, *others), axes, label)

    def __repr__(self) -> str:
        name = f" of {self.name}" if self.name else ""
        return (
            f"<DoseVolumeHistogram{name}: {self.voxels} voxels, {self.volume:.4g} cm3, mean {self.mean:.4g},"
            f" D95 {self.dose_at_volume(0.95):.4g}, D5 {self.dose_at_volume(0.05):.4g} {self.unit}>"
        )


def dose_volume_histogram(
    dose: TallyResult, mask: ArrayLike | None = None, name: str = ""
) -> DoseVolumeHistogram:
    """Histogram of a dose (or kerma) in a region.

    Args:
        dose: a tally in Gy on a voxel grid.
        mask: true inside the region, shape (z, y, x) of the tally; None for the whole grid.
        name: what the region is called, for legends.

    Raises:
        InputError: not a dose on a grid, no histories, or a mask of another shape or type or without a voxel.
    """
    if not dose.unit.startswith("Gy") or [axis.name for axis in dose.axes] != ["z", "y", "x"]:
        raise InputError(f"tally '{dose.name}' is no dose on a voxel grid, so it has no DVH")
    if not dose.histories:
        raise InputError(f"tally '{dose.name}' holds no histories yet, so there is no DVH")
    inside = _checked(mask, dose)
    values = dose.value[inside]
    volumes = _volumes(dose)[inside]
    top = float(values.max())
    edges = np.linspace(0.0, top, BINS + 1)
    return DoseVolumeHistogram(
        edges=edges,
        volume_fraction=_shares(values, volumes, edges),
        mean=float(np.average(values, weights=volumes)),
        minimum=float(values.min()),
        maximum=top,
        volume=float(volumes.sum()),
        voxels=int(values.size),
        unit=dose.unit,
        name=name,
    )


def _checked(mask: ArrayLike | None, dose: TallyResult) -> NDArray[np.bool_]:
    if mask is None:
        return np.ones(dose.shape, dtype=np.bool_)
    inside = np.asarray(mask)
    if inside.shape != dose.shape:
        raise InputError(f"the mask has shape {inside.shape}; the dose has {dose.shape} (z, y, x)")
    if inside.dtype != np.bool_:
        raise InputError(f"the mask holds {inside.dtype}; true and false are needed, such as `region == 2`")
    if not inside.any():
        raise InputError("the mask holds no voxel of the dose")
    return inside


def _volumes(dose: TallyResult) -> NDArray[np.float64]:
    """Volumes of the voxels, cm3, shape (z, y, x)."""
    dz, dy, dx = (axis.widths for axis in dose.axes)
    return dz[:, None, None] * dy[:, None] * dx


def _shares(
    values: NDArray[np.float64], volumes: NDArray[np.float64], edges: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Share of the volume with at least the dose of each edge."""
    order = np.argsort(values)
    below = np.concatenate([[0.0], np.cumsum(volumes[order])])
    shares: NDArray[np.float64] = 1.0 - below[np.searchsorted(values[order], edges, side="left")] / below[-1]
    return shares
