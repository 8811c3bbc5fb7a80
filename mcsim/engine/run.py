"""The run loop: batch after batch, with progress, checkpoints, interruption and the stop at a target."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import numpy as np

from mcsim.engine.plan import Plan, RunState
from mcsim.errors import InputError, TransportError
from mcsim.progress import ProgressState
from mcsim.results.statistics import mean_and_error
from mcsim.results.windows import score_windows
from mcsim.transport.accumulate import drain
from mcsim.transport.ledger import FULL_BANK, LINES, LOST_PARTICLES, MISSED_GEOMETRY
from mcsim.world.layout import TallyLayout

CHECKPOINT_INTERVAL = 60.0  # s
QUICK_BATCH = 5.0  # s; batch ends closer together than this are not all written
MIN_BATCHES_FOR_TARGET = 10


class Backend(Protocol):
    """Something that runs histories and adds up their scores."""

    def run(self, bins: np.ndarray, first: int, last: int, should_stop: Callable[[int], bool]) -> int:
        """Run histories first .. last - 1; return the first that was not run."""

    def collect_ledger(self) -> np.ndarray:
        """Ledger lines since the last call, (LINES,) int64."""


def run_batches(
    backend: Backend,
    plan: Plan,
    layout: TallyLayout,
    state: RunState,
    stop_requested: Callable[[], bool],
    progress: Callable[[ProgressState], None] | None = None,
    save: Callable[[RunState], None] | None = None,
    batch_done: Callable[[RunState], None] | None = None,
) -> bool:
    """Run the batches of `plan` that `state` still lacks; True when all are done or the target is reached.

    `save` is called with the state at least every minute, at batch ends, and before an early return;
    `batch_done` after each batch.

    Raises:
        TransportError: too many lost particles. InputError: no source particle reaches the geometry.
    """
    clock = _Clock(state)
    watch = _Watch(plan, state, stop_requested, progress, save is not None)
    while state.next_batch < plan.last_batch and not state.target_reached:
        end = (state.next_batch + 1) * plan.histories_per_batch
        state.next_history = backend.run(state.bins, state.next_history, end, watch.look)
        state.bins[:LINES] += backend.collect_ledger()
        clock.read(state)
        if state.next_history == end:
            _finish_batch(plan, layout, state)
            if batch_done is not None:
                batch_done(state)
        if stop_requested() and state.next_batch < plan.last_batch and not state.target_reached:
            if save is not None:
                save(state)
            return False
        if save is not None and watch.save_is_due(at_batch_end=state.next_history == end):
            save(state)
            watch.saved()
    watch.finish()
    return True


def _finish_batch(plan: Plan, layout: TallyLayout, state: RunState) -> None:
    """Derive region sums and the like, add the batch to the exact sums and judge it."""
    layout.derive(state.bins)
    for name, axes in layout.grids.items():
        score_windows(state.windows[name], axes, layout.grid_scores(name, state.bins))
    _check_particles(plan, state.bins)
    with np.errstate(over="ignore"):
        drain(state.bins, state.total, state.squares)
    state.next_batch += 1
    done = state.next_batch - plan.first_batch
    if plan.until is not None and done >= min(MIN_BATCHES_FOR_TARGET, plan.batches):
        state.target_reached = target_uncertainty(layout, state, done) <= plan.until


def _check_particles(plan: Plan, bins: np.ndarray) -> None:
    lost = int(bins[LOST_PARTICLES] + bins[FULL_BANK])
    if lost > 10 + plan.histories_per_batch // 10_000:
        raise TransportError(
            f"{lost} particles were lost in {plan.histories_per_batch} histories; please report this run file"
        )
    if bins[MISSED_GEOMETRY] == plan.histories_per_batch:
        raise InputError("no source particle reaches the geometry; turn or move the source", key="source")


def target_uncertainty(layout: TallyLayout, state: RunState, batches: int) -> float:
    """Root-mean-square relative uncertainty of the dose above half of its smoothed maximum.

    The maximum is taken after averaging over 3x3x3 voxels: the largest voxel itself is mostly noise.
    Infinite when nothing has been scored.
    """
    from scipy import ndimage  # slow to import, and needed for this alone

    total, squares, scale = layout.target_grid(state.total, state.squares)
    mean, error = mean_and_error(total, squares, batches)
    dose = mean * scale
    high = dose > 0.5 * ndimage.uniform_filter(dose, size=3, mode="nearest").max()
    if not high.any() or dose.max() <= 0.0:
        return float("inf")
    return float(np.sqrt(np.mean((error[high] / mean[high]) ** 2)))


class _Clock:
    """Adds wall and CPU time to the state as they pass."""

    def __init__(self, state: RunState) -> None:
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def read(self, state: RunState) -> None:
        wall, cpu = time.monotonic(), time.process_time()
        state.wall_time += wall - self._wall
        state.cpu_time += cpu - self._cpu
        self._wall, self._cpu = wall, cpu


class _Watch:
    """Looks at the run ten times a second: reports progress, says when to stop for a save."""

    def __init__(
        self,
        plan: Plan,
        state: RunState,
        stop_requested: Callable[[], bool],
        progress: Callable[[ProgressState], None] | None,
        saves: bool,
    ) -> None:
        self._plan, self._state, self._stop, self._progress, self._saves = (
            plan, state, stop_requested, progress, saves,
        )  # fmt: skip
        self._start = time.monotonic()
        self._done_before = self._done(0)
        self._last_save = self._start

    def look(self, finished: int) -> bool:
        """Called during a batch; True stops it at the next chunk."""
        self._report(self._done(finished))
        overdue = self._saves and time.monotonic() - self._last_save > CHECKPOINT_INTERVAL
        return self._stop() or overdue

    def save_is_due(self, at_batch_end: bool) -> bool:
        age = time.monotonic() - self._last_save
        return age > (QUICK_BATCH if at_batch_end else CHECKPOINT_INTERVAL)

    def saved(self) -> None:
        self._last_save = time.monotonic()

    def finish(self) -> None:
        self._report(self._done(0))

    def _done(self, finished: int) -> int:
        first = self._plan.first_batch * self._plan.histories_per_batch
        return self._state.next_history - first + finished

    def _report(self, done: int) -> None:
        if self._progress is None:
            return
        elapsed = max(time.monotonic() - self._start, 1e-9)
        rate = (done - self._done_before) / elapsed
        left = (self._plan.histories - done) / rate if rate > 0.0 else float("inf")
        batch = self._state.next_batch - self._plan.first_batch
        self._progress(
            ProgressState(
                done=done,
                total=self._plan.histories,
                rate=rate,
                seconds_left=left,
                batch=batch,
                batches=self._plan.last_batch - self._plan.first_batch,
            )
        )
