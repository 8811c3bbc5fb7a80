"""`ProgressState`: how far a run has come, for whoever shows it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class ProgressState:
    """How far a run has come.

    Attributes:
        done, total: histories done and asked for, of this run or shard.
        rate: histories per second of wall time, since this process began.
        seconds_left: estimate of the wall time left, s; infinite while unknown.
        batch, batches: finished batches and their number.
    """

    done: int
    total: int
    rate: float
    seconds_left: float
    batch: int
    batches: int

    @property
    def fraction(self) -> float:
        """Part that is done, 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total > 0 else 1.0

    def to_mapping(self) -> dict[str, Any]:
        """Plain mapping, fit for a status file."""
        return asdict(self)
