"""`Tracks`: paths of the particles of a few histories, for pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Tracks:
    """Paths of particles; track t has the points first[t] to first[t + 1] - 1.

    Attributes:
        points: places (x, y, z), cm, float32, shape (n, 3).
        energy: kinetic energy at each point, MeV, float32, shape (n,).
        first: int64, shape (tracks + 1,).
        kind: number of the particle of each track, in the order photon, electron, positron, proton, deuteron,
            triton, helion, alpha; int8, shape (tracks,).
        history: number of the history of each track, int64, shape (tracks,).
    """

    points: NDArray[np.float32]
    energy: NDArray[np.float32]
    first: NDArray[np.int64]
    kind: NDArray[np.int8]
    history: NDArray[np.int64]
