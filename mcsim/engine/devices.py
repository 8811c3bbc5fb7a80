"""Devices a run can use: the CPU, and NVIDIA GPUs where driver, package and card are there.

The driver is asked first, through its own library, so that a machine without one pays nothing; the compiler
of `numba-cuda` is imported only when a run needs it.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from dataclasses import dataclass
from typing import Any

from mcsim.errors import InputError, ResourceError

LOWEST_CAPABILITY = (7, 0)
"""Compute capability: kernels with this many parameters need Volta or later."""
LOWEST_DRIVER = (12, 1)
"""CUDA version that the driver must support, for the same reason."""
INSTALL = 'pip install "mcsim[cuda]"'
SIMULATED = os.environ.get("NUMBA_ENABLE_CUDASIM") == "1"
"""Numba's simulator of a GPU, for tests: CUDA kernels as Python functions."""
_NO_DEVICE = 100  # CUDA_ERROR_NO_DEVICE


@dataclass(frozen=True)
class Gpu:
    """A GPU that runs can use.

    Attributes:
        number: its index. name: as the driver calls it. capability: compute capability.
        multiprocessors: their number. memory: bytes in all.
    """

    number: int
    name: str
    capability: tuple[int, int]
    multiprocessors: int
    memory: int

    def __str__(self) -> str:
        major, minor = self.capability
        return f"cuda:{self.number} ({self.name}, {self.memory / 2**30:.0f} GiB, sm_{major}{minor})"


def check_device_name(name: str) -> None:
    """Refuse what is no device.

    Raises:
        InputError: neither auto, cpu, cuda, cuda:all nor cuda:N.
    """
    kind, colon, number = name.partition(":")
    if name in ("auto", "cpu", "cuda", "cuda:all") or (kind == "cuda" and colon and number.isdecimal()):
        return
    raise InputError(
        f"'{name}' is no device; write auto, cpu, cuda, cuda:N for the N-th GPU from 0, or cuda:all",
        key="device",
    )


def choose_gpus(name: str) -> tuple[Gpu, ...]:
    """The GPUs that a run on the device `name` uses; none: it runs on the CPU.

    Raises:
        InputError: no such device. ResourceError: a GPU was asked for and none can be used.
    """
    check_device_name(name)
    if name == "cpu":
        return ()
    try:
        gpus = find_gpus()
    except ResourceError:
        if name == "auto":
            return ()
        raise
    if name == "cuda:all":
        return tuple(gpu for gpu in gpus if gpu.capability == gpus[0].capability)
    number = name.partition(":")[2]
    chosen = tuple(gpu for gpu in gpus if gpu.number == int(number)) if number else gpus[:1]
    if not chosen:
        raise ResourceError(f"there is no GPU {number}; there are {', '.join(map(str, gpus))}", key="device")
    return chosen


def find_gpus() -> tuple[Gpu, ...]:
    """All GPUs that can be used, by number.

    Raises:
        ResourceError: there is none; the message says what is missing.
    """
    if SIMULATED:
        return (Gpu(0, "simulator", LOWEST_CAPABILITY, 1, 2**33),)
    _check_driver()
    if importlib.util.find_spec("numba_cuda") is None:
        raise ResourceError(f"a GPU needs the package numba-cuda; {INSTALL}", key="device")
    from numba import cuda

    try:
        found = [_describe(device) for device in cuda.list_devices()]
    except Exception as error:  # whatever driver and toolkit do not agree on
        raise ResourceError(f"the GPU cannot be used: {one_line(error)}", key="device") from error
    usable = tuple(gpu for gpu in found if gpu.capability >= LOWEST_CAPABILITY)
    if not usable:
        names = ", ".join(f"{gpu.name} has {gpu.capability[0]}.{gpu.capability[1]}" for gpu in found)
        lowest = f"{LOWEST_CAPABILITY[0]}.{LOWEST_CAPABILITY[1]}"
        raise ResourceError(f"compute capability {lowest} or later is needed, and {names}", key="device")
    return usable


def _describe(device: Any) -> Gpu:
    name = device.name.decode() if isinstance(device.name, bytes) else str(device.name)
    with device:
        from numba import cuda

        memory = int(cuda.current_context().get_memory_info().total)
    capability = (int(device.compute_capability[0]), int(device.compute_capability[1]))
    return Gpu(int(device.id), name, capability, int(device.MULTIPROCESSOR_COUNT), memory)


def _check_driver() -> None:
    """Ask the driver's library whether it is there, new enough, and has a GPU."""
    library = _driver_library()
    if library is None:
        raise ResourceError(
            "there is no NVIDIA driver (no libcuda) on this machine; device: cpu works", key="device"
        )
    version = ctypes.c_int(0)
    status = library.cuInit(0)
    if status == _NO_DEVICE:
        raise ResourceError("the NVIDIA driver finds no GPU on this machine; device: cpu works", key="device")
    if status != 0:
        raise ResourceError(f"the NVIDIA driver does not start (error {status} of cuInit)", key="device")
    library.cuDriverGetVersion(ctypes.byref(version))
    supported = version.value // 1000, version.value % 1000 // 10
    if supported < LOWEST_DRIVER:
        raise ResourceError(
            f"the NVIDIA driver supports CUDA {supported[0]}.{supported[1]}, and {LOWEST_DRIVER[0]}."
            f"{LOWEST_DRIVER[1]} or later is needed; update the driver",
            key="device",
        )


def _driver_library() -> Any:
    for name in ("nvcuda.dll",) if sys.platform == "win32" else ("libcuda.so.1", "libcuda.so"):
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def one_line(error: BaseException) -> str:
    """What an error says, in one line."""
    return " ".join(str(error).split()) or type(error).__name__
