"""Built tables kept on disk by content, so that a warm start does not build them again.

The name of a file is a digest of what the table is made from: the sources of this package and of the
formulas it shares with the samplers, the physics data, and the arguments. A file that cannot be read is
built anew; a folder that cannot be written is done without.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from mcsim.data.digest import physics_data_digest
from mcsim.paths import cache_folder

T = TypeVar("T", bound=tuple[Any, ...])

_KEPT = 64  # files; the oldest beyond this number are removed


def cached(name: str, kind: type[T], arguments: tuple[Any, ...], build: Callable[[], T]) -> T:
    """The named tuple of arrays and numbers that `build` makes, from disk when it was built before.

    Args:
        name: what the table is; part of the file's name.
        kind: class of the tuple; its fields are arrays, floats or ints.
        arguments: all that `build` depends on besides data and sources; arrays, or things with a
            faithful `repr`.
        build: makes the table.
    """
    path = cache_folder() / "tables" / f"{name}-{_digest(arguments)}.npz"
    try:
        with np.load(path, allow_pickle=False) as stored:
            return kind(*(_restore(stored[field]) for field in kind._fields))  # type: ignore[attr-defined]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        table = build()
        _store(path, table)
        return table


def _restore(value: np.ndarray) -> Any:
    return value.item() if value.ndim == 0 else value


def _store(path: Path, table: Any) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as handle:
            np.savez(handle, **table._asdict())
        os.replace(handle.name, path)
        kept = sorted(path.parent.glob("*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in kept[_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _digest(arguments: tuple[Any, ...]) -> str:
    digest = hashlib.sha256(_source_digest().encode())
    digest.update(physics_data_digest().encode())
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            digest.update(str((argument.shape, argument.dtype)).encode())
            digest.update(np.ascontiguousarray(argument).tobytes())
        else:
            digest.update(repr(argument).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:24]


@cache
def _source_digest() -> str:
    digest = hashlib.sha256(np.__version__.encode())
    here = Path(__file__).parent
    for folder in (here, here.parent / "physics", here.parent / "data"):
        for source in sorted(folder.glob("*.py")):
            digest.update(source.read_bytes())
    return digest.hexdigest()
