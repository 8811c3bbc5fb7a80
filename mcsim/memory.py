"""How much memory there is, so that a run too large for it is refused before anything is allocated."""

from __future__ import annotations

import os
from pathlib import Path

from mcsim.errors import ResourceError

BYTES_PER_SCORE = 8 + 32
"""The batch's integer and the two 128-bit sums of one bin of a tally."""
_CGROUP_LIMITS = (
    (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")),
    (
        Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
        Path("/sys/fs/cgroup/memory/memory.usage_in_bytes"),
    ),
)


def available_memory() -> int | None:
    """Bytes that can still be allocated without swapping; None where the system does not say."""
    bounds = [bound for bound in (_available_on_machine(), _available_in_container()) if bound is not None]
    return min(bounds) if bounds else None


def require_memory(needed: int, what: str, advice: str) -> None:
    """Refuse `what` when `needed` bytes are more than the machine has left.

    Raises:
        ResourceError: too large.
    """
    available = available_memory()
    if available is not None and needed > available:
        raise ResourceError(
            f"{what} needs about {_readable(needed)} of memory and {_readable(available)} are free; {advice}"
        )


def _available_on_machine() -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def _available_in_container() -> int | None:
    for limit, used in _CGROUP_LIMITS:
        try:
            return max(int(limit.read_text()) - int(used.read_text()), 0)
        except (OSError, ValueError):
            continue
    return None


def _readable(size: int) -> str:
    return f"{size / 2**30:.1f} GiB" if size < 2**40 else f"{size / 2**40:.3g} TiB"
