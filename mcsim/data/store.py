"""Access to the files of `physics_data/`: opened once, read whole, kept as read-only arrays."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from mcsim.errors import DataError
from mcsim.paths import shipped_folder

FORMAT_VERSION = 1
LAST_ELEMENT = 100


def data_file(name: str) -> Path:
    """Path of a file in `physics_data/`.

    Raises:
        DataError: the folder or the file is missing.
    """
    try:
        path = shipped_folder("physics_data") / name
    except FileNotFoundError as error:
        raise DataError(str(error)) from error
    if not path.is_file():
        raise DataError("the data file is missing; install mcsim again", file=path)
    return path


@cache
def read_arrays(name: str, group: str = "/") -> dict[str, np.ndarray]:
    """The datasets of one group of an HDF5 file by name; floats as float64, read-only.

    Raises:
        DataError: the file is missing, damaged or of another format version.
    """
    import h5py

    path = data_file(name)
    try:
        with h5py.File(path, "r") as file:
            version = int(file.attrs["format_version"])
            arrays = {key: _plain(item[()]) for key, item in file[group].items() if hasattr(item, "shape")}
    except (OSError, KeyError) as error:
        raise DataError("the data file is damaged; install mcsim again", file=path) from error
    if version != FORMAT_VERSION:
        raise DataError(
            f"format version {version} instead of {FORMAT_VERSION}; install mcsim again", file=path
        )
    return arrays


def _plain(array: np.ndarray) -> np.ndarray:
    plain = array.astype(np.float64) if array.dtype.kind == "f" else array
    plain.setflags(write=False)
    return plain


@cache
def read_json(name: str) -> Any:
    """Content of a JSON file.

    Raises:
        DataError: the file is missing or damaged.
    """
    path = data_file(name)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataError("the data file is damaged; install mcsim again", file=path) from error


def element_slice(offset: np.ndarray, z: int) -> slice:
    """Rows of element `z` in flat arrays that start at `offset[z - 1]`.

    Raises:
        DataError: there are no data for `z`.
    """
    if not 1 <= z < len(offset):
        raise DataError(f"no data for atomic number {z}; the tables hold 1 to {LAST_ELEMENT}")
    return slice(int(offset[z - 1]), int(offset[z]))
