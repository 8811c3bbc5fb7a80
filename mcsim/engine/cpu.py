"""CPU backend: threads that take chunks of histories from a shared counter."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import numpy as np

from mcsim.jit import kernels_are_compiled, note_compiled
from mcsim.precision import SINGLE_ON_CPU
from mcsim.transport.history import run_histories
from mcsim.transport.world import Work, World, make_work
from mcsim.world.single import single

_LOG = logging.getLogger(__name__)
_LIGHT = 2  # electrons and positrons among the charged particles
CHUNK = 500  # histories; the smallest piece of work that is finished before a run can stop


def announce_compilation(world: World, purpose: str = "") -> str:
    """Say so when the kernels for a world must be compiled first; the name under which to note it."""
    particles = purpose + _particles_of(world)
    if not kernels_are_compiled(particles):
        _LOG.info(
            "compiling the physics of %s, once for this version and processor; up to a minute", particles
        )
    return particles


class CpuBackend:
    """Runs histories of one world on a number of threads that share one array of scores."""

    def __init__(self, world: World, seed: int, threads: int) -> None:
        self._world = world._replace(tallies=world.tallies._replace(shared=threads > 1))
        self._seed = np.uint64(seed)
        self._works: list[Work] = [make_work(len(world.tallies.pulses)) for _ in range(threads)]
        if SINGLE_ON_CPU:
            self._world, self._works = single(self._world), [single(work) for work in self._works]
        particles = announce_compilation(world)
        run_histories(
            self._world, self._works[0], np.zeros(1, np.int64), self._seed, 0, 0
        )  # compiles, or loads
        note_compiled(particles)

    def run(
        self,
        bins: np.ndarray,
        first: int,
        last: int,
        should_stop: Callable[[int], bool],
    ) -> int:
        """Run histories first .. last - 1; return the first one that has not been run.

        `should_stop(done)` is called every 0.1 s in the calling thread with the number of histories
        finished; once it returns True (or raises, as Ctrl-C does) no chunk is begun any more and the
        call returns when the ones under way are finished, so that what was run is one whole stretch.
        """
        feed = _Feed(first, last)
        threads = [
            threading.Thread(target=self._work_off, args=(work, bins, feed), daemon=True)
            for work in self._works
        ]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                while thread.is_alive():
                    thread.join(0.1)
                    if should_stop(feed.finished):
                        feed.close()
        finally:
            feed.close()
            for thread in threads:
                thread.join()
        if feed.error is not None:
            raise feed.error
        return feed.next_history

    def collect_ledger(self) -> np.ndarray:
        """Ledger lines of all threads since the last call, summed; (LINES,) int64."""
        ledger: np.ndarray = np.sum([work.ledger for work in self._works], axis=0)
        for work in self._works:
            work.ledger[:] = 0
        return ledger

    def _work_off(self, work: Work, bins: np.ndarray, feed: _Feed) -> None:
        with np.errstate(over="ignore"):  # 64-bit words of the generator wrap around without JIT
            try:
                while (chunk := feed.take()) is not None:
                    run_histories(self._world, work, bins, self._seed, *chunk)
                    feed.finish(chunk)
            except BaseException as error:  # handed to the calling thread
                feed.fail(error)


class _Feed:
    """Hands out chunks of histories in order."""

    def __init__(self, first: int, last: int) -> None:
        self._lock = threading.Lock()
        self.next_history, self._last = first, last
        self.finished = 0
        self.closed = False
        self.error: BaseException | None = None

    def take(self) -> tuple[int, int] | None:
        with self._lock:
            if self.closed or self.next_history >= self._last:
                return None
            first = self.next_history
            self.next_history = min(first + CHUNK, self._last)
            return first, self.next_history

    def finish(self, chunk: tuple[int, int]) -> None:
        with self._lock:
            self.finished += chunk[1] - chunk[0]

    def close(self) -> None:
        with self._lock:
            self.closed = True

    def fail(self, error: BaseException) -> None:
        with self._lock:
            self.closed = True
            self.error = error


def _particles_of(world: World) -> str:
    """What the kernel for this world is about: each of these is compiled by itself."""
    words = "photons and electrons" if len(world.cutoffs) == _LIGHT else "protons"
    if len(world.cutoffs) > _LIGHT and world.nuclear is None:
        words += " without nuclear collisions"
    if world.deltas is not None:
        words += " with delta electrons"
    if world.parts is not None:
        words += " for partial doses"
    if world.let is not None:
        words += " with linear energy transfer"
    return words
