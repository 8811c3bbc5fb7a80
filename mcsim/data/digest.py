"""Digest of the physics data: part of the identity of every run."""

from __future__ import annotations

import hashlib
from functools import cache

from mcsim.data.store import data_file

RECORD = "digests.json"
_SUFFIXES = (".h5", ".json")


def file_digests() -> dict[str, str]:
    """SHA-256 of every table in `physics_data/` by file name, as `digests.json` records them.

    Raises:
        DataError: the data files are missing.
    """
    folder = data_file(RECORD).parent
    tables = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES and path.name != RECORD)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tables}


@cache
def physics_data_digest() -> str:
    """SHA-256 over names and contents of all tables, as 64 hexadecimal digits.

    Raises:
        DataError: the data files are missing.
    """
    lines = "".join(f"{name} {digest}\n" for name, digest in sorted(file_digests().items()))
    return hashlib.sha256(lines.encode()).hexdigest()
