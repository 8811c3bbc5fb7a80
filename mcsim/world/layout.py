"""The layout of the scores: which stretch of the flat array of integers belongs to which tally.

The array begins with the lines of the ledger; then comes every tally, and last the sums over regions,
which are derived from the voxels at the end of each batch, as are the sums of numerator and denominator of
a ratio. One array means that batches, checkpoints and
merging need to know nothing of tallies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mcsim.results.integers import Integers
from mcsim.results.raw import Axis, Ratio, RawTally, WindowSquares
from mcsim.transport.ledger import LINES
from mcsim.transport.scoring import Tallies

NO_VOXELS = -1


@dataclass(frozen=True)
class Stretch:
    """One quantity of a tally in the array of scores.

    Attributes:
        name, quantity, unit, axes: as in `RawTally`.
        offset: where it begins.
        stored: shape in which it is scored.
        view: index into the stored shape that gives the tally's own shape.
        scale: physical value of one unit of score, a number or an array of the tally's shape.
        extra: further facts for the result.
        ratio: of a ratio, whose numerator this is, the denominator and the sum of both, stored alike.
    """

    name: str
    quantity: str
    unit: str
    axes: tuple[Axis, ...]
    offset: int
    stored: tuple[int, ...]
    view: tuple[slice | int, ...]
    scale: float | np.ndarray
    extra: Mapping[str, Any] = field(default_factory=dict)
    ratio: tuple[Stretch, Stretch] | None = None

    def scores(self, array: np.ndarray) -> np.ndarray:
        """Part of this quantity in an array of scores (n,) or of 128-bit sums (n, 2), as a view."""
        size = int(np.prod(self.stored))
        part = array[self.offset : self.offset + size]
        return part.reshape(self.stored + array.shape[1:])[self.view]

    def flat(self, bins: np.ndarray) -> np.ndarray:
        """All scores of this quantity as they are stored, one after another, as a view."""
        return bins[self.offset : self.offset + int(np.prod(self.stored))]

    def raw(
        self, total: Integers, squares: Integers, windows: Mapping[str, tuple[WindowSquares, ...]]
    ) -> RawTally:
        """The tally of the result from the sums of a run."""
        ratio = None
        if self.ratio is not None:
            ratio = Ratio(*(each.raw(total, squares, windows) for each in self.ratio))
        return RawTally(
            name=self.name,
            quantity=self.quantity,
            unit=self.unit,
            axes=self.axes,
            total=np.ascontiguousarray(self.scores(total)),
            squares=np.ascontiguousarray(self.scores(squares)),
            scale=self.scale,
            windows=windows.get(self.name, ()),
            extra=self.extra,
            ratio=ratio,
        )


@dataclass(frozen=True)
class Regions:
    """Sums of voxels by region: labels (flat, of the phantom's voxels) and where the sums go."""

    labels: np.ndarray
    count: int
    voxels: Stretch
    offset: int


@dataclass(frozen=True)
class TallyLayout:
    """All tallies of a run.

    Attributes:
        tallies: what the transport reads.
        stretches: the quantities that become tallies of the result, in order.
        size: length of the array of scores.
        target: the quantity that `until` judges.
        regions: region sums to derive, or None.
    """

    tallies: Tallies
    stretches: tuple[Stretch, ...]
    size: int
    target: Stretch | None
    regions: Regions | None = None

    @property
    def grids(self) -> dict[str, tuple[Axis, ...]]:
        """Axes of the quantities on grids, by name; these have depth curves."""
        return {each.name: each.axes for each in self._scored if _is_grid(each)}

    def grid_scores(self, name: str, bins: np.ndarray) -> np.ndarray:
        """Scores of a batch on the grid `name`, int64, shape (nz, ny, nx)."""
        return next(each for each in self._scored if each.name == name).scores(bins)

    @property
    def _scored(self) -> list[Stretch]:
        """The quantities, and the parts of ratios."""
        return [part for each in self.stretches for part in (each, *(each.ratio or ()))]

    def derive(self, bins: np.ndarray) -> None:
        """Fill in what follows from the scores of a finished batch."""
        for each in self.stretches:
            if each.ratio is not None:
                denominator, both = each.ratio
                both.flat(bins)[:] = each.flat(bins) + denominator.flat(bins)
        self._sum_regions(bins)

    def _sum_regions(self, bins: np.ndarray) -> None:
        if self.regions is None:
            return
        voxels = self.regions.voxels.scores(bins).reshape(-1)
        marked = self.regions.labels >= 0
        sums = np.zeros(self.regions.count, np.int64)
        np.add.at(sums, self.regions.labels[marked], voxels[marked])
        bins[self.regions.offset : self.regions.offset + self.regions.count] = sums

    def regions_identity(self) -> tuple[Any, ...]:
        """What decides the region sums besides the voxels: labels and names."""
        if self.regions is None:
            return ()
        names = [axis.labels for each in self.stretches for axis in each.axes if axis.name == "region"]
        return self.regions.labels, names

    def target_grid(
        self, total: Integers, squares: Integers
    ) -> tuple[Integers, Integers, float | np.ndarray]:
        """Sums, sums of squares and scale of the dose that `until` judges."""
        assert self.target is not None, "until needs a dose tally"
        return self.target.scores(total), self.target.scores(squares), self.target.scale

    def raw_tallies(
        self, total: Integers, squares: Integers, windows: Mapping[str, tuple[WindowSquares, ...]]
    ) -> list[RawTally]:
        """The tallies of the result from the sums of a run."""
        return [each.raw(total, squares, windows) for each in self.stretches]


def _is_grid(stretch: Stretch) -> bool:
    return tuple(axis.name for axis in stretch.axes) == ("z", "y", "x")


def ledger_lines(total: Integers) -> Integers:
    """The ledger's part of the sums."""
    return total[:LINES]
