"""Identity of a run: the digest of all that decides its integers, and of nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np

from mcsim.data.digest import physics_data_digest
from mcsim.engine.devices import Gpu
from mcsim.engine.plan import Plan
from mcsim.jit import kernel_source_digest
from mcsim.precision import SINGLE_ON_CPU
from mcsim.transport.world import World
from mcsim.world.layout import TallyLayout


def profile(gpus: tuple[Gpu, ...]) -> str:
    """The arithmetic that a run on these GPUs, or on the CPU, computes with."""
    if gpus:
        major, minor = gpus[0].capability
        return f"cuda float32 sm_{major}{minor}"
    return "cpu float32" if SINGLE_ON_CPU else "cpu float64 strict"


def identity_parts(
    world: World, layout: TallyLayout, plan: Plan, exponent: int, arithmetic: str
) -> dict[str, str]:
    """What makes a run itself, part by part.

    The world is taken as the numbers the transport reads, so that two machines whose libraries build
    different tables do not pass for the same run; `arithmetic` is the `profile`. Threads, chunks, shards and
    paths are not in it.
    """
    rest = [value for name, value in world._asdict().items() if name not in ("grid", "source", "tallies")]
    named = [(each.name, each.quantity, each.unit) for each in layout.stretches]
    return {
        "geometry": _digest(world.grid),
        "source": _digest(world.source),
        "tallies": _digest((world.tallies, named, layout.regions_identity())),
        "physics settings and tables": _digest(rest),
        "seed": str(plan.seed),
        "histories per batch": str(plan.histories_per_batch),
        "energy quantum": f"2^-{exponent} MeV",
        "physics data": physics_data_digest(),
        "transport code": kernel_source_digest(),
        "arithmetic": arithmetic,
    }


def identity_of(parts: dict[str, str]) -> str:
    """Digest of the parts (hexadecimal)."""
    text = "\n".join(f"{name}: {value}" for name, value in sorted(parts.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _digest(value: Any) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(value):
        digest.update(piece)
        digest.update(b"\0")
    return digest.hexdigest()[:24]


def _pieces(value: Any) -> Iterable[bytes]:
    """Bytes of arrays, numbers and text in nested tuples and lists."""
    if isinstance(value, np.ndarray):
        yield str((value.shape, value.dtype.str)).encode()
        yield value.tobytes()
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _pieces(item)
    else:
        yield repr(value).encode()
