"""Writing tables so that the same content gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np

FORMAT_VERSION = 1
DIGESTS = "digests.json"
TABLE_SUFFIXES = (".h5", ".json")


def write_hdf5(path: Path, datasets: Mapping[str, tuple[np.ndarray, str]]) -> None:
    """Write `datasets` (path inside the file -> (array, unit)) without time stamps."""
    with h5py.File(path, "w", libver="earliest", track_order=False) as file:
        file.attrs["format_version"] = FORMAT_VERSION
        for name in sorted(datasets):
            array, unit = datasets[name]
            dataset = file.create_dataset(name, data=array, track_times=False)
            dataset.attrs["unit"] = unit


def write_json(path: Path, content: Any) -> None:
    """Write `content` as JSON, one entry of a top-level list a line."""
    if isinstance(content, list):
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in content)
        text = f"[\n{rows}\n]\n"
    else:
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8")


def offsets(pieces: Sequence[np.ndarray]) -> np.ndarray:
    """Start of each piece in the concatenation and its end, shape (pieces + 1,), int32."""
    return np.concatenate([[0], np.cumsum([len(piece) for piece in pieces])]).astype(np.int32)


def write_digests(folder: Path) -> None:
    """Write `digests.json`: the SHA-256 of every table in `folder`."""
    tables = [folder / name for name in sorted({path.name for path in folder.iterdir()} - {DIGESTS})]
    found = {table.name: table.read_bytes() for table in tables if table.suffix in TABLE_SUFFIXES}
    write_json(
        folder / DIGESTS, {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}
    )
