"""A small make-believe run: correlated integer scores on a grid, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from numpy.typing import NDArray

from mcsim.results import Axis, Ledger, Provenance, RawTally, Result, integers
from mcsim.results.ledger import LEDGER_SIGNS
from mcsim.results.windows import empty_windows, score_windows

QUANTUM_EXPONENT = 30
HISTORIES_PER_BATCH = 500
BATCHES = 12
SHAPE = (6, 8, 8)

GRID = (
    Axis("z", "cm", np.linspace(0.0, 3.0, SHAPE[0] + 1)),
    Axis("y", "cm", np.linspace(-2.0, 2.0, SHAPE[1] + 1)),
    Axis("x", "cm", np.linspace(-2.0, 2.0, SHAPE[2] + 1)),
)
KINDS = Axis("kind", "", labels=("photon", "electron"))
ENERGIES = Axis("energy", "MeV", np.array([0.0, 0.5, 1.0, 2.0, 6.0]))


def batch_scores(batch: int, shape: tuple[int, ...] = SHAPE) -> NDArray[np.int64]:
    """Scores of one batch: each hit deposits in a voxel and two neighbours, so that voxels are correlated."""
    generator = np.random.default_rng([7, batch])
    hits = generator.poisson(np.exp(-0.3 * np.arange(shape[0]))[:, None, None] * 20.0, shape).astype(np.int64)
    spread = hits + np.roll(hits, 1, axis=1) + np.roll(hits, 1, axis=2)
    return spread * (1 << 28) + generator.integers(-5, 1 << 20, shape)


def spectrum_scores(batch: int) -> NDArray[np.int64]:
    return np.random.default_rng([8, batch]).poisson(1000, (2, 4)).astype(np.int64)


def summed(
    scores: Iterable[NDArray[np.int64]], shape: tuple[int, ...]
) -> tuple[integers.Integers, integers.Integers]:
    """Sums and sums of squares of batches."""
    total, squares = integers.zeros(shape), integers.zeros(shape)
    for score in scores:
        wide = integers.from_int64(score)
        total = integers.add(total, wide)
        squares = integers.add(squares, integers.multiply(wide, wide))
    return total, squares


def make_result(batches: Iterable[int], seed: int = 1, with_windows: bool = True) -> Result:
    """The result that a run of these batches would give."""
    batches = list(batches)
    windows = empty_windows(GRID) if with_windows else ()
    for batch in batches if with_windows else ():
        score_windows(windows, GRID, batch_scores(batch))
    total, squares = summed(map(batch_scores, batches), SHAPE)
    scale = np.full(SHAPE, 1.602176634e-10 / 0.125 * 2.0**-QUANTUM_EXPONENT)
    dose = RawTally("dose", "dose", "Gy per source particle", GRID, total, squares, scale, windows)
    counts = summed(map(spectrum_scores, batches), (2, 4))
    extra = {"surface": "outer", "areas": np.arange(3.0)}
    axes = (KINDS, ENERGIES)
    spectrum = RawTally("out", "escaped particles", "1 per source particle", axes, *counts, 1.0, extra=extra)
    return Result(
        provenance(batches, seed),
        ledger(batches),
        [dose, spectrum],
        {"lost_particles": len(batches), "missed_geometry": 0},
    )


def provenance(batches: list[int], seed: int = 1) -> Provenance:
    return Provenance(
        identity=f"identity of seed {seed}",
        identity_parts={"seed": str(seed), "description": "abc"},
        seed=seed,
        histories_per_batch=HISTORIES_PER_BATCH,
        batches=BATCHES,
        assigned=(min(batches), max(batches) + 1),
        completed=tuple((batch, batch + 1) for batch in batches),
        quantum_exponent=QUANTUM_EXPONENT,
        title="a test",
        run_file="mcsim: 1\n# µ, ü\n",
        version="0.0",
        physics_data="d",
        threads=1,
        date="2026-01-02T03:04:05",
        wall_time=1.5,
        cpu_time=2.5,
    )


def ledger(batches: list[int]) -> Ledger:
    count = len(batches)
    lines = {
        **dict.fromkeys(LEDGER_SIGNS, 0),
        "emitted": 3 * 10**30 * count,
        "deposited": (2 * 10**30 - 5) * count,
        "escaped_photon": 10**30 * count,
        "escaped_electron": 5 * count,
        "rest_mass_made": 7 * count,
        "rest_mass_annihilated": 7 * count,
    }
    return Ledger(lines, QUANTUM_EXPONENT)


@pytest.fixture(scope="session")
def result() -> Result:
    return make_result(range(BATCHES))


@pytest.fixture(scope="session")
def shard() -> Callable[..., Result]:
    return make_result
