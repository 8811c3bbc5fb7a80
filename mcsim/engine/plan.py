"""What a run is asked to do, and how far it has come."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from mcsim.errors import InputError
from mcsim.results.raw import Axis, WindowSquares
from mcsim.results.windows import empty_windows

MAX_QUANTUM_EXPONENT = 40
_GAMES = 4  # room for the energy that weight games make in a batch, in emitted energies


@dataclass(frozen=True)
class Plan:
    """Batches of equal size; batch b holds histories [b n, (b + 1) n) whatever the split into runs."""

    seed: int
    histories_per_batch: int
    batches: int
    first_batch: int
    last_batch: int  # exclusive
    until: float | None = None  # relative uncertainty at which to stop

    @property
    def histories(self) -> int:
        """Histories this run (or shard) is asked for."""
        return (self.last_batch - self.first_batch) * self.histories_per_batch


def make_plan(
    histories: int, batches: int, seed: int, shard: tuple[int, int] | None = None, until: float | None = None
) -> Plan:
    """Divide a run into batches and pick those of a shard (I, N), I = 1 .. N.

    The number of histories is rounded up to whole batches.

    Raises:
        InputError: fewer histories than batches, more shards than batches, or `until` with a shard.
    """
    if histories < 1 or batches < 1:
        raise InputError(f"{histories} histories in {batches} batches; both must be at least 1", key="run")
    if batches > histories:
        raise InputError(
            f"{batches} batches for {histories} histories; a batch needs at least one history",
            key="run.batches",
        )
    first, last = 0, batches
    if shard is not None:
        number, shards = shard
        if until is not None:
            raise InputError("'until' cannot be used together with --shard; give the histories instead")
        if not 1 <= number <= shards:
            raise InputError(f"shard {number}/{shards}; the first number runs from 1 to {shards}")
        if shards > batches:
            raise InputError(
                f"{shards} shards of a run of {batches} batches; use at most {batches}, or raise run.batches"
            )
        first, last = (number - 1) * batches // shards, number * batches // shards
    return Plan(seed, math.ceil(histories / batches), batches, first, last, until)


def quantum_exponent(plan: Plan, largest_energy: float) -> int:
    """K of the quantum 2^-k MeV: as fine as the sum over one batch allows in 62 bits, at most 2^-40.

    `largest_energy` (MeV) bounds what one history can bring, annihilation photons included. Weight games may
    bring up to `_GAMES` times as much over a whole batch.
    """
    return min(
        MAX_QUANTUM_EXPONENT,
        int(62 - math.ceil(math.log2(_GAMES * plan.histories_per_batch * largest_energy))),
    )


@dataclass
class RunState:
    """The integers of a run between two chunks of histories; all that a checkpoint needs."""

    bins: np.ndarray  # (n,) int64: scores of the batch under way
    total: np.ndarray  # (n, 2) uint64: sums over finished batches
    squares: np.ndarray  # (n, 2) uint64: sums of squares
    next_batch: int
    next_history: int
    windows: dict[str, tuple[WindowSquares, ...]] = field(default_factory=dict)
    wall_time: float = 0.0  # s
    cpu_time: float = 0.0  # s
    target_reached: bool = False


def start_state(
    plan: Plan, size: int, grids: dict[str, tuple[Axis, ...]], center: dict[str, float]
) -> RunState:
    """State of a run before its first history, for `size` score bins and the axes of its grid tallies."""
    return RunState(
        np.zeros(size, np.int64),
        np.zeros((size, 2), np.uint64),
        np.zeros((size, 2), np.uint64),
        plan.first_batch,
        plan.first_batch * plan.histories_per_batch,
        {name: empty_windows(axes, center) for name, axes in grids.items()},
    )
