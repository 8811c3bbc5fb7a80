"""CUDA backend: a persistent kernel whose threads take histories from a shared counter.

A launch is bounded to a fraction of a second, so that a run shows progress, stops at Ctrl-C and saves its
state as on the CPU. Scores lie on the GPU as integers and come back at the end of each batch, so that
launches, chunks, shards and several GPUs leave the same numbers.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import cuda

from mcsim.engine.cuda_kernel import (
    BLOCKS_PER_MULTIPROCESSOR,
    THREADS_PER_BLOCK,
    clear_kernel,
    histories_kernel,
    kernel_is_compiled,
)
from mcsim.engine.devices import SIMULATED, Gpu, one_line
from mcsim.errors import DeviceError, ResourceError
from mcsim.materials import material
from mcsim.physics.lookup import grid_points
from mcsim.tables.linear_energy_transfer import build_let_table
from mcsim.tables.nuclear import build_nuclear_tables
from mcsim.transport.ledger import LINES
from mcsim.transport.particles import MOST_PLACES, Room
from mcsim.transport.world import World, make_work
from mcsim.world.single import single

_LOG = logging.getLogger(__name__)
LAUNCH_SECONDS = 0.3
_FIRST_LAUNCH = 4  # histories for each resident thread
_SHARE_OF_MEMORY = 0.8  # of the free memory of a GPU
_FEWEST_BLOCKS = 1  # for each multiprocessor


class CudaBackend:
    """Runs histories of one world on one or more GPUs.

    Raises:
        ResourceError: the run does not fit into the memory of a GPU, or the GPU cannot be used.
        DeviceError: the GPU failed while the run went on; nothing of the call under way is scored.
    """

    def __init__(self, world: World, seed: int, gpus: tuple[Gpu, ...], bins: int) -> None:
        shared = without_none(world._replace(tallies=world.tallies._replace(shared=True)))
        self._parts = [_Part(single(shared), seed, gpu, bins) for gpu in gpus]
        self._per_launch = _FIRST_LAUNCH * sum(part.threads for part in self._parts)
        _LOG.info("running on %s", ", ".join(map(str, gpus)))
        if not kernel_is_compiled():
            _LOG.info("compiling the physics for the GPU, once for this version and card; about a minute")

    def run(self, bins: np.ndarray, first: int, last: int, should_stop: Callable[[int], bool]) -> int:
        """Run histories first .. last - 1, add their scores to `bins`, return the first that was not run."""
        done = first
        while done < last:
            until = min(done + self._per_launch, last)
            started = time.monotonic()
            self._launch(done, until)
            self._adapt(until - done, time.monotonic() - started)
            done = until
            if should_stop(done - first):
                break
        for part in self._parts:
            bins += part.take_scores()
        return done

    def collect_ledger(self) -> np.ndarray:
        """Ledger lines of all threads since the last call, summed; (LINES,) int64."""
        total = np.zeros(LINES, np.int64)
        for part in self._parts:
            total += part.take_ledger()
        return total

    def _launch(self, first: int, last: int) -> None:
        """Run histories first .. last - 1, divided among the GPUs, and wait for them."""
        count = len(self._parts)
        edges = [first + (last - first) * number // count for number in range(count + 1)]
        for part, start, stop in zip(self._parts, edges[:-1], edges[1:], strict=True):
            part.start(start, stop)
        for part in self._parts:
            part.wait()

    def _adapt(self, histories: int, seconds: float) -> None:
        """Let the next launch last about `LAUNCH_SECONDS`; a short last one of a batch says little."""
        if histories == self._per_launch:
            factor = min(max(LAUNCH_SECONDS / max(seconds, 1e-6), 0.25), 4.0)
            threads = sum(part.threads for part in self._parts)
            self._per_launch = max(int(histories * factor), threads)


def without_none(world: World) -> World:
    """A world with all tables of hadrons, for a kernel takes no None; nothing reads those not wanted."""
    if world.nuclear is None:
        world = world._replace(nuclear=build_nuclear_tables([material("water")]))
    return world if world.let is not None else world._replace(let=build_let_table(()))


class _Part:
    """What lies on one GPU: world, work spaces, scores."""

    def __init__(self, world: World, seed: int, gpu: Gpu, bins: int) -> None:
        self._gpu, self._seed = gpu, np.uint64(seed)
        template = single(make_work(len(world.tallies.pulses), room_of(world)))
        with self._device():
            self._blocks = self._fit(_bytes(world) + 8 * bins, _bytes(template))
            self._world = map_arrays(world, cuda.to_device)
            self._works = map_arrays(template, self._for_all_threads)
            self._bins = cuda.to_device(np.zeros(bins, np.int64))
            self._next = cuda.to_device(np.zeros(1, np.int64))

    @property
    def threads(self) -> int:
        """Histories under way at a time."""
        return self._blocks * THREADS_PER_BLOCK

    def start(self, first: int, last: int) -> None:
        """Launch the kernel for histories first .. last - 1."""
        with self._device():
            self._next.copy_to_device(np.array([first], np.int64))
            histories_kernel[self._blocks, THREADS_PER_BLOCK](
                self._world, self._works, self._bins, self._seed, self._next, np.int64(last)
            )

    def wait(self) -> None:
        """Wait for the launch under way."""
        with self._device():
            cuda.synchronize()

    def take_scores(self) -> np.ndarray:
        """Scores since the last call."""
        with self._device():
            scores: np.ndarray = self._bins.copy_to_host()
            clear_kernel[self._blocks, THREADS_PER_BLOCK](self._bins)
        return scores

    def take_ledger(self) -> np.ndarray:
        """Ledger lines since the last call, summed over the threads."""
        with self._device():
            lines: np.ndarray = self._works.ledger.copy_to_host()
            self._works.ledger.copy_to_device(np.zeros_like(lines))
        return lines.sum(axis=0)

    def _device(self) -> _OnGpu:
        return _OnGpu(self._gpu)

    def _for_all_threads(self, array: np.ndarray) -> Any:
        """The array of one thread, once for each; counters begin at zero, the rest as it comes."""
        shape = (self.threads, *array.shape)
        if array.ndim == 1:
            return cuda.to_device(np.zeros(shape, array.dtype))
        return cuda.device_array(shape, array.dtype)

    def _fit(self, once: int, per_thread: int) -> int:
        """Blocks that fit into the memory that is free.

        Raises:
            ResourceError: not even one for each multiprocessor.
        """
        free = float(cuda.current_context().get_memory_info().free)
        room = _SHARE_OF_MEMORY * min(free, self._gpu.memory) - once
        per_block = per_thread * THREADS_PER_BLOCK
        blocks = self._gpu.multiprocessors * BLOCKS_PER_MULTIPROCESSOR
        fewest = self._gpu.multiprocessors * _FEWEST_BLOCKS
        if room < fewest * per_block:
            needed = (once + fewest * per_block) / _SHARE_OF_MEMORY
            raise ResourceError(
                f"{self._gpu} has {free / 2**30:.1f} GiB free, and the run needs {needed / 2**30:.1f} GiB"
                f" ({once / 2**30:.1f} of them for voxels, tables and scores): take coarser voxels or fewer"
                " tally bins, higher cutoffs, or device: cpu",
                key="device",
            )
        return blocks if SIMULATED else min(blocks, int(room // per_block))


class _OnGpu:
    """Makes a GPU the current one; an error of the driver leaves as one of ours."""

    def __init__(self, gpu: Gpu) -> None:
        self._gpu = gpu
        self._context: Any = None

    def __enter__(self) -> None:
        self._context = cuda.gpus[self._gpu.number]
        self._context.__enter__()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        self._context.__exit__(kind, error, trace)
        if error is not None and type(error).__name__ in ("CudaAPIError", "CudaSupportError", "CUDAError"):
            raise DeviceError(f"{self._gpu} failed: {one_line(error)}", key="device") from error


def room_of(world: World) -> Room:
    """Room that a thread needs at most, for the energies and games of a run.

    An electron sets free at most one particle for each hard event on its way to rest, and its descendants,
    of at most half its energy, wait on top of those. Six standard deviations are added.
    """
    events = _hard_events(world)
    waiting = 2.0 * (events + 6.0 * math.sqrt(events)) + 64.0
    splitting = max(world.games.bremsstrahlung_splitting, 1)
    spreads = world.games.flights_per_energy > 0.0 or world.games.forcing
    sites = MOST_PLACES if spreads else 1
    particles = min(int(waiting) * splitting + (sites if spreads else 0), Room().particles)
    return Room(particles, min(particles * (8 if spreads else 1), Room().places), sites, 192 + splitting)


def _hard_events(world: World) -> float:
    """Largest mean number of hard events of an electron or positron of the source's highest energy."""
    highest = float(np.max(world.source.energy_high)) + 6.0 * float(world.source.energy_sigma)
    table = world.slowing
    ranges = grid_points(table.range_code, table.by_range.shape[2])
    below = np.where(table.by_range[..., 0] <= highest, table.by_range[..., 3], 0.0)
    return float(np.max(np.trapezoid(below, ranges, axis=-1)))


def map_arrays(value: Any, function: Callable[[np.ndarray], Any]) -> Any:
    """A tree of named tuples with `function` applied to its arrays."""
    if isinstance(value, tuple):
        items = [map_arrays(item, function) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    return function(value) if isinstance(value, np.ndarray) else value


def _bytes(value: Any) -> int:
    """Bytes of the arrays in a tree of named tuples."""
    if isinstance(value, tuple):
        return sum(_bytes(item) for item in value)
    return int(value.nbytes) if isinstance(value, np.ndarray) else 0
