"""Voxel phantoms of cases that come in a NumPy file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mcsim.errors import DataError
from mcsim.geometry import VoxelPhantom
from mcsim.validation.case import VoxelFile


def read_phantom(described: VoxelFile, path: Path) -> VoxelPhantom:
    """The phantom in a file, centred at the origin.

    Raises:
        DataError: the file cannot be read, or holds a name that the case does not explain.
    """
    try:
        with np.load(path) as file:
            index, names = file["material"], [str(name) for name in file["names"]]
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"this is no voxel phantom: {error}", path) from None
    unknown = [name for name in names if name not in described.materials]
    if unknown:
        raise DataError(f"the case does not say what '{unknown[0]}' is", path)
    number = [described.regions.index(name) if name in described.regions else -1 for name in names]
    return VoxelPhantom.from_arrays(
        index,
        [described.materials[name] for name in names],
        voxel=described.voxel,
        center=(0.0, 0.0, 0.0),
        region=np.array(number, dtype=np.int16)[index],
        region_names=described.regions,
        world=described.world,
    )
