"""`Layer`: an array on a grid, with what is needed to show it: quantity, unit, range, colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from mcsim.results.raw import Axis
from mcsim.viewer.scene.colors import DIVERGING
from mcsim.viewer.scene.grid import ViewGrid

_SLAB = 32
Scale = Literal["sequential", "diverging", "names"]


class ShownTally(Protocol):
    """What is shown of a tally: `TallyResult` and `StoredTally` have it."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def quantity(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def axes(self) -> tuple[Axis, ...]: ...  # noqa: D102
    @property
    def histories(self) -> int: ...  # noqa: D102
    @property
    def value(self) -> NDArray[Any]: ...  # noqa: D102
    @property
    def uncertainty(self) -> NDArray[Any]: ...  # noqa: D102


@dataclass(frozen=True, eq=False)
class Layer:
    """Something that can be shown in colours.

    Attributes:
        name: short name, for menus.
        quantity: what it is, in words. unit: of the values; empty for pure numbers.
        grid: where the voxels lie.
        make: gives the values, shape of the grid; called when they are first needed.
        scale: sequential from zero, diverging about zero, or numbers of `names`.
        color_map: name of a fixed colour map; None: the one the user chose.
        names: what the numbers stand for.
        uncertainty: the layer of 1-sigma uncertainties in the same unit, if there is one.
        limit: gives the upper end of the colours, where it is not the largest value.
        is_dose: isodose lines make sense.
        tally: the tally behind a dose, for histograms.
    """

    name: str
    quantity: str
    unit: str
    grid: ViewGrid
    make: Callable[[], NDArray[Any]]
    scale: Scale = "sequential"
    color_map: str | None = None
    names: tuple[str, ...] = ()
    uncertainty: Callable[[], NDArray[Any]] | None = None
    limit: Callable[[], float] | None = None
    is_dose: bool = False
    tally: ShownTally | None = None

    @cached_property
    def values(self) -> NDArray[Any]:
        """Values, shape of the grid."""
        return self.make()

    @property
    def is_made(self) -> bool:
        """Whether the values are there, so that asking for them takes no time."""
        return "values" in self.__dict__

    @cached_property
    def errors(self) -> NDArray[Any] | None:
        """1-sigma uncertainties in the unit of the values, or None."""
        return self.uncertainty() if self.uncertainty is not None else None

    @cached_property
    def largest(self) -> float:
        """Largest finite value (absolute, on a diverging scale); 0 when there is none above zero."""
        if self.values.dtype.kind == "f":
            top = _largest(np.abs(self.values) if self.scale == "diverging" else self.values)
        else:
            top = float(self.values.max()) if self.values.size else 0.0
        return max(top, 0.0)

    @cached_property
    def range(self) -> tuple[float, float]:
        """Values at the ends of the colours."""
        top = self.limit() if self.limit is not None else (self.largest or 1.0)
        return (-top, top) if self.scale == "diverging" else (0.0, top)

    @cached_property
    def reference(self) -> float:
        """What isodoses are per cent of: the largest mean of 3 x 3 x 3 voxels; 0 for what is no dose.

        The largest voxel itself is mostly noise.
        """
        return smoothed_maximum(self.values) if self.is_dose else 0.0

    @property
    def is_wash(self) -> bool:
        """Whether it is drawn clear over what is behind it, and not at all where it is small."""
        return self.scale == "sequential" and self.color_map is None

    def map_name(self, chosen: str) -> str:
        """Name of the colour map, when the user has chosen one for doses."""
        return self.color_map or (DIVERGING if self.scale == "diverging" else chosen)


def smoothed_maximum(values: NDArray[Any]) -> float:
    """Largest mean over 3 x 3 x 3 voxels, or 0; slab by slab, so that a large grid needs no copy."""
    from scipy import ndimage

    top = 0.0
    for first in range(0, len(values), _SLAB):
        slab = np.nan_to_num(values[max(first - 1, 0) : first + _SLAB + 1])
        top = max(top, float(ndimage.uniform_filter(slab, size=3, mode="nearest").max()))
    return top


def _largest(values: NDArray[Any]) -> float:
    """Largest finite value; -inf without one."""
    top = float(np.max(values, initial=-np.inf))
    if np.isfinite(top):
        return top
    finite = values[np.isfinite(values)]
    return float(np.max(finite, initial=-np.inf))
