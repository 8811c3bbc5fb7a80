"""The CUDA kernels: hand histories out to the threads of a GPU, and nothing else.

Transport and physics are the functions that the CPU runs (`mcsim.transport.history.run_histories`), compiled
in single precision (`mcsim.precision`) with fast arithmetic: flushed denormals, contracted products,
approximate division and square root. Importing this module needs `numba-cuda`.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from numba import cuda

from mcsim.engine.devices import SIMULATED
from mcsim.jit import cached_in, kernel_cache_folder
from mcsim.precision import register_single_precision
from mcsim.transport.history import run_histories
from mcsim.transport.world import work_of_thread

THREADS_PER_BLOCK = 64
BLOCKS_PER_MULTIPROCESSOR = 4
"""Resident blocks; with more, a thread would get fewer than 255 registers, and it uses them all."""


def follow_histories(world, works, bins, seed, next_history, last):
    """Take one history after another from the shared counter until `last`; each thread in its own work space.

    Which thread runs which history decides nothing: streams belong to histories and scores are integers.
    """
    work = work_of_thread(works, cuda.grid(1))
    while True:
        history = cuda.atomic.add(next_history, 0, 1)
        if history >= last:
            break
        run_histories(world, work, bins, seed, history, history + 1)


def clear(numbers):
    """Set an array to zero."""
    for index in range(cuda.grid(1), numbers.shape[0], cuda.gridsize(1)):
        numbers[index] = 0


KERNEL_OPTIONS: dict[str, Any] = {"fastmath": True}


def _compiled(function: Any) -> Any:
    """The kernel of a function; cached on disk, but in the simulator."""
    if SIMULATED:
        return cuda.jit(function)
    from numba.cuda.core import config

    bounds = (THREADS_PER_BLOCK, BLOCKS_PER_MULTIPROCESSOR)
    with cached_in(config, _cache_folder()):
        return cuda.jit(cache=True, launch_bounds=bounds, **KERNEL_OPTIONS)(function)


def _cache_folder() -> Path:
    """Folder of the compiled CUDA kernels: beside those of the CPU, by compiler and source."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for package in ("numba-cuda", "cuda-toolkit", "cuda-bindings"):
        with suppress(PackageNotFoundError):
            digest.update(f"{package} {version(package)} ".encode())
    folder = kernel_cache_folder() / f"cuda-{digest.hexdigest()[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def kernel_is_compiled() -> bool:
    """True when an earlier run has left the kernels for this version, on some card."""
    return SIMULATED or any(_cache_folder().rglob("*follow_histories*.nbi"))


if not SIMULATED:
    from numba.cuda.core import rewrites

    register_single_precision(rewrites)

histories_kernel = _compiled(follow_histories)
clear_kernel = _compiled(clear)
