"""Compile options of the jitted code, and the folder where compiled kernels are kept.

Three decorators serve the whole project:

* `device` marks a function that other jitted functions call: samplers, interactions, step loops. It is
  inlined where it is called (arguments are named tuples of many arrays, which cost more to pass than most
  samplers take), and has no way in for Python, which makes compiling a kernel three times faster. One that is
  called from Python, as tests do, is compiled once more for that.
* `subroutine` marks a device function that stays a function: one that is called from many places, and rarely.
* `kernel` marks an entry point that Python calls; only kernels are cached on disk.

Nothing jitted allocates memory, so Numba's reference counting is switched off: with it, every access to
a field of a named tuple of arrays costs two atomic operations an array, which was three quarters of the
time of a run.

Arithmetic is strict float64 (no fast-math, no contraction), so that the same run gives the same
integers with and without JIT and on every processor; `mcsim.precision` says how the same sources compute in
float32.

Numba's own cache goes stale when a callee in another module changes. The cache folder is therefore
named after a digest of all kernel sources, the compiler's versions and the processor, and it is set
only while a kernel of this package is decorated, so that a user's own Numba cache stays where it is.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import llvmlite
import llvmlite.binding
import numba
from numba.core.registry import CPUDispatcher

from mcsim.paths import writable_cache_folder
from mcsim.precision import SINGLE_ON_CPU, register_single_precision

F = TypeVar("F", bound=Callable[..., Any])

JIT_DISABLED = bool(numba.config.DISABLE_JIT)  # type: ignore[attr-defined]
_OPTIONS: dict[str, Any] = {"error_model": "numpy", "fastmath": False, "_nrt": False}
_DEVICE_OPTIONS = {**_OPTIONS, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
_KERNEL_PACKAGES = ("physics", "transport")

if SINGLE_ON_CPU:
    register_single_precision(numba.core.rewrites)


class _DeviceFunction(CPUDispatcher):
    """A compiled function without a way in for Python; called from Python, it is compiled anew with one."""

    def __call__(self, *values: Any) -> Any:
        return _from_python(self.py_func)(*values)


@cache
def _from_python(function: Callable[..., Any]) -> Any:
    return numba.njit(**_OPTIONS)(function)


def _compiled(function: F, **options: Any) -> F:
    dispatcher: Any = numba.njit(**_DEVICE_OPTIONS, **options)(function)
    if not JIT_DISABLED:
        dispatcher.__class__ = _DeviceFunction
    return dispatcher  # type: ignore[no-any-return]


def device(function: F) -> F:
    """Compile a function that is called from other jitted functions."""
    return _compiled(function, forceinline=True)


def subroutine(function: F) -> F:
    """Compile a function that other jitted functions call; its code is there once."""
    return _compiled(function)


def kernel(function: F) -> F:
    """Compile an entry point: releases the GIL and is cached on disk."""
    with cached_in(numba.config, kernel_cache_folder()):
        return numba.njit(nogil=True, cache=True, **_OPTIONS)(function)  # type: ignore[no-any-return]


@contextmanager
def cached_in(config: Any, folder: Path) -> Iterator[None]:
    """Kernels decorated in this block are kept in `folder`; `config`: settings module of the compiler."""
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        config.CACHE_DIR = before


@cache
def kernel_source_digest() -> str:
    """Digest of the sources of all jitted code (hexadecimal)."""
    digest = hashlib.sha256()
    for source in kernel_sources():
        digest.update(source.name.encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:24]


@cache
def kernel_digest() -> str:
    """Digest of everything that decides what a compiled kernel does (hexadecimal)."""
    digest = hashlib.sha256()
    for part in (
        kernel_source_digest(),
        numba.__version__,
        llvmlite.__version__,
        platform.python_version(),
        f"single: {SINGLE_ON_CPU}",
        llvmlite.binding.get_host_cpu_name(),
        llvmlite.binding.get_host_cpu_features().flatten(),
        *(
            str(getattr(numba.config, name))
            for name in ("OPT", "BOUNDSCHECK", "CPU_NAME", "CPU_FEATURES", "DEBUGINFO_DEFAULT")
        ),
    ):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()[:24]


def kernel_sources() -> list[Path]:
    """The source files that are compiled, in a fixed order."""
    root = Path(__file__).parent
    found = [Path(__file__), root / "precision.py"]
    for package in _KERNEL_PACKAGES:
        found += sorted((root / package).glob("*.py"))
    return found


@cache
def kernel_cache_folder() -> Path:
    """Folder of the compiled kernels; made when missing.

    Raises:
        ResourceError: it cannot be written.
    """
    return writable_cache_folder("kernels", kernel_digest())


def kernels_are_compiled(particles: str) -> bool:
    """True when an earlier run of these particles has left its kernels for this machine and version."""
    return JIT_DISABLED or (kernel_cache_folder() / f"{particles}.compiled").exists()


def note_compiled(particles: str) -> None:
    """Leave a note for `kernels_are_compiled`."""
    if not JIT_DISABLED:
        (kernel_cache_folder() / f"{particles}.compiled").touch()
