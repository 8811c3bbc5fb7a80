"""Tracks: where the particles of some histories have been, to be looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class TrackSet:
    """Polylines of particles. Track t has the points `first[t]` to `first[t + 1]`, the last one not included.

    Attributes:
        points: places in the phantom's own frame, cm, shape (n, 3) float32.
        energy: kinetic energy on arrival at each point, MeV, shape (n,) float32.
        first: where tracks begin, shape (m + 1,) int64.
        kind: numbers of the particles in `kinds`, shape (m,) int8.
        history: source particle that each track descends from, shape (m,) int64.
        kinds: names of the particles.
        complete: whether all tracks of the histories are here; else there was no room for the rest.
    """

    points: NDArray[np.float32]
    energy: NDArray[np.float32]
    first: NDArray[np.int64]
    kind: NDArray[np.int8]
    history: NDArray[np.int64]
    kinds: tuple[str, ...]
    complete: bool = True

    def __len__(self) -> int:
        return len(self.kind)

    def track(self, number: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Points (k, 3) in cm and energies (k,) in MeV of one track.

        Raises:
            IndexError: there is no such track.
        """
        if not 0 <= number < len(self):
            raise IndexError(f"track {number} of {len(self)}; they count from 0")
        along = slice(self.first[number], self.first[number + 1])
        return self.points[along], self.energy[along]

    def of(self, kind: str) -> TrackSet:
        """The tracks of one kind of particle, such as "electron"."""
        chosen = (
            np.flatnonzero(self.kind == self.kinds.index(kind)) if kind in self.kinds else np.zeros(0, int)
        )
        counts = np.diff(self.first)[chosen]
        starts = np.repeat(self.first[chosen] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        rows = np.arange(counts.sum()) + starts.astype(np.int64)
        return TrackSet(
            self.points[rows],
            self.energy[rows],
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            self.kind[chosen],
            self.history[chosen],
            self.kinds,
            self.complete,
        )

    def __repr__(self) -> str:
        counts = np.bincount(self.kind, minlength=len(self.kinds))
        parts = ", ".join(f"{count} {name}" for name, count in zip(self.kinds, counts, strict=True) if count)
        left_out = "" if self.complete else "; no room for more"
        return f"<TrackSet of {len(np.unique(self.history))} histories: {parts or 'none'}{left_out}>"
