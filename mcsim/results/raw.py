"""What a run hands over: exact integers, and the record of the run they came from.

Everything here is added up in whole numbers (quanta), so that a run and its merged shards hold the same
numbers to the bit. `mcsim.results.tally` turns them into values with uncertainties.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcsim.results.integers import Integers


@dataclass(frozen=True)
class Axis:
    """One axis of a tally: bins between edges, or named items.

    Attributes:
        name: "z", "y", "x", "energy", "cosine", "kind", "region", ...
        unit: unit of the edges ("cm", "MeV", ""; always the internal units).
        edges: ascending bin edges, shape (n + 1,), float64; None for a labelled axis.
        labels: the n names of a labelled axis; empty for a binned one.
    """

    name: str
    unit: str = ""
    edges: NDArray[np.float64] | None = None
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.edges is None) == (not self.labels):
            raise ValueError(f"axis '{self.name}' needs either edges or labels")
        if self.edges is not None:
            edges = np.array(self.edges, dtype=np.float64)
            if edges.ndim != 1 or edges.size < 2 or not np.all(np.diff(edges) > 0.0):
                raise ValueError(f"axis '{self.name}': edges must ascend and be at least two")
            edges.flags.writeable = False
            object.__setattr__(self, "edges", edges)

    def __len__(self) -> int:
        return len(self.labels) if self.edges is None else self.edges.size - 1

    @property
    def bin_edges(self) -> NDArray[np.float64]:
        """Edges of a binned axis, shape (n + 1,).

        Raises:
            TypeError: the axis is labelled.
        """
        if self.edges is None:
            raise TypeError(f"axis '{self.name}' has labels, not bins")
        return self.edges

    @property
    def centers(self) -> NDArray[np.float64]:
        """Bin centres, shape (n,); positions 0..n-1 on a labelled axis."""
        if self.edges is None:
            return np.arange(len(self.labels), dtype=np.float64)
        return 0.5 * (self.edges[1:] + self.edges[:-1])

    @property
    def middle(self) -> float:
        """Halfway between the first and the last edge (or item)."""
        return (len(self) - 1) / 2 if self.edges is None else float(self.edges[0] + self.edges[-1]) / 2

    @property
    def widths(self) -> NDArray[np.float64]:
        """Bin widths, shape (n,); ones on a labelled axis."""
        return np.ones(len(self.labels)) if self.edges is None else np.diff(self.edges)

    def same_as(self, other: Axis) -> bool:
        """Whether two axes are equal to the bit."""
        if (self.name, self.unit, self.labels) != (other.name, other.unit, other.labels):
            return False
        if self.edges is None or other.edges is None:
            return self.edges is other.edges
        return np.array_equal(self.edges, other.edges)


@dataclass(frozen=True)
class WindowSquares:
    """Sums over batches of the squared batch score in nested windows of the slices of one axis.

    `mcsim.results.windows` says what they are for (the uncertainty of depth curves) and computes them.

    Attributes:
        axis: name of the axis that the slices follow.
        center: where the windows are centred on the two other axes (cm), in array order.
        squares: shape (slices, windows, 2), 128-bit integers.
    """

    axis: str
    center: tuple[float, float]
    squares: Integers


@dataclass(frozen=True)
class RawTally:
    """The integers of one tally, summed over batches.

    Attributes:
        name: the user's name of the tally.
        quantity: what it is, in words ("dose", "energy deposited", "escaped particles", ...).
        unit: unit of value after `scale` and division by histories ("Gy per source particle").
        axes: one per dimension of the tally, in array order (z, y, x for grids).
        total: sum over batches of the batch score, shape + (2,), 128-bit integers.
        squares: sum over batches of the squared batch score, shape + (2,), 128-bit integers.
        scale: physical value of one unit of the score; a number, or an array broadcastable to shape.
        windows: squares in nested windows, for the uncertainty of depth curves; empty when not scored.
        extra: further plain facts (numbers, strings, arrays) kept in the file beside the tally.
        ratio: what the scores of a mean are divided by, or None; then `scale` belongs to the ratio.
    """

    name: str
    quantity: str
    unit: str
    axes: tuple[Axis, ...]
    total: Integers
    squares: Integers
    scale: float | NDArray[np.float64]
    windows: tuple[WindowSquares, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    ratio: Ratio | None = None

    def __post_init__(self) -> None:
        expected = (*self.shape, 2)
        for what, integers in (("total", self.total), ("squares", self.squares)):
            if integers.dtype != np.uint64 or integers.shape != expected:
                raise ValueError(f"tally '{self.name}': {what} must be uint64 of shape {expected}")
        np.broadcast_to(self.scale, self.shape)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of bins along each axis."""
        return tuple(len(axis) for axis in self.axes)


@dataclass(frozen=True)
class Ratio:
    """What makes a tally the ratio of two scores; `mcsim.results.ratio` computes it.

    Attributes:
        denominator: the score that the tally's own is divided by.
        both: the sum of the two, batch by batch; its squares hold their covariance.
    """

    denominator: RawTally
    both: RawTally


@dataclass(frozen=True)
class Provenance:
    """Where the integers came from.

    Attributes:
        identity: digest of all that decides the integers; results with equal identity may be merged.
        identity_parts: the parts of that digest by name ("description", "seed", "histories per batch", ...),
            so that a refused merge can say what differs.
        seed: seed of the random streams.
        histories_per_batch: n; batch b holds histories [b n, (b + 1) n).
        batches: number of batches in the whole run.
        assigned: batches [first, last) this result was asked to do; (0, batches) but for a shard.
        completed: disjoint ascending ranges [first, last) of the batches in the integers.
        quantum_exponent: k; one quantum of energy is 2^-k MeV.
        target_reached: the run ended early because `until` was met, so it lacks nothing.
        title, run_file: the user's title and the text of the run file (or its equivalent).
        version: version of mcsim. physics_data: digest of the physics data.
        device: where it ran. threads: how many (0: unknown). date: start, ISO 8601.
        wall_time, cpu_time: seconds, added up over shards.
    """

    identity: str
    identity_parts: Mapping[str, str]
    seed: int
    histories_per_batch: int
    batches: int
    assigned: tuple[int, int]
    completed: tuple[tuple[int, int], ...]
    quantum_exponent: int
    target_reached: bool = False
    title: str = ""
    run_file: str = ""
    version: str = ""
    physics_data: str = ""
    device: str = "cpu"
    threads: int = 0
    date: str = ""
    wall_time: float = 0.0
    cpu_time: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "completed", join_ranges(self.completed))

    @property
    def completed_batches(self) -> int:
        """Number of batches in the integers."""
        return sum(last - first for first, last in self.completed)

    @property
    def histories(self) -> int:
        """Source particles behind the integers."""
        return self.completed_batches * self.histories_per_batch

    @property
    def complete(self) -> bool:
        """Whether every batch this result was asked to do is in it."""
        return self.target_reached or not missing_ranges(self.completed, self.assigned)

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """Ranges [first, last) of batches of the whole run that are not in the integers."""
        return () if self.target_reached else missing_ranges(self.completed, (0, self.batches))


def join_ranges(ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Ascending ranges [first, last) with neighbours joined.

    Raises:
        ValueError: a range is empty or negative, or two overlap.
    """
    joined: list[tuple[int, int]] = []
    for first, last in sorted((int(first), int(last)) for first, last in ranges):
        if first < 0 or last <= first:
            raise ValueError(f"batches {first} to {last} are not a range")
        if joined and first < joined[-1][1]:
            raise ValueError(f"batches {first} to {min(last, joined[-1][1]) - 1} are there twice")
        if joined and first == joined[-1][1]:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return tuple(joined)


def missing_ranges(
    completed: tuple[tuple[int, int], ...], wanted: tuple[int, int]
) -> tuple[tuple[int, int], ...]:
    """The parts of `wanted` = [first, last) that joined ascending ranges leave out."""
    gaps = []
    at = wanted[0]
    for first, last in completed:
        if at < min(first, wanted[1]):
            gaps.append((at, min(first, wanted[1])))
        at = max(at, last)
    if at < wanted[1]:
        gaps.append((at, wanted[1]))
    return tuple(gaps)
