"""Arrays and text in HDF5: small ones plainly, large ones in chunks, compressed and with checksums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import h5py
import numpy as np

PORTABLE: Mapping[str, Any] = {
    "compression": "gzip",
    "compression_opts": 1,
    "shuffle": True,
    "fletcher32": True,
}
"""Filters that every HDF5 library has."""
FAST: Mapping[str, Any] = {"compression": "lzf", "shuffle": True, "fletcher32": True}
"""Filters that h5py has."""

_SMALL = 1024  # arrays with fewer elements are stored plainly
_CHUNK_BYTES = 1 << 20


def write_array(group: h5py.Group, name: str, array: np.ndarray, filters: Mapping[str, Any]) -> h5py.Dataset:
    """Store an array; large ones in chunks of whole rows."""
    if array.size < _SMALL:
        return group.create_dataset(name, data=array)
    rows = max(1, _CHUNK_BYTES // (array[0].nbytes or 1))
    chunks = (min(rows, array.shape[0]), *array.shape[1:])
    return group.create_dataset(name, data=array, chunks=chunks, **filters)


def read_texts(dataset: h5py.Dataset) -> tuple[str, ...]:
    """A list of texts."""
    return tuple(dataset.asstr()[()])
