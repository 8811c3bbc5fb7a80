"""`ArrayVoxels`: a voxel grid filled from arrays, the way images and segmentations come."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcsim.errors import InputError
from mcsim.geometry.arrays import NO_REGION, Indices, VoxelArrays
from mcsim.geometry.grid import Grid
from mcsim.geometry.material import write_material
from mcsim.materials import Material
from mcsim.materials.material import LARGEST_DENSITY, SMALLEST_DENSITY


@dataclass(frozen=True, eq=False, repr=False)
class ArrayVoxels:
    """A grid with arrays in (z, y, x) order; attributes as in `VoxelArrays`."""

    grid: Grid
    material: Indices
    density: NDArray[np.float64]
    materials: tuple[Material, ...]
    region: Indices
    region_names: tuple[str, ...]

    def __repr__(self) -> str:
        counts = " x ".join(str(count) for count in reversed(self.shape()))
        names = ", ".join(made.name for made in self.materials)
        return f"<ArrayVoxels: {counts} voxels (x, y, z) of {names}>"

    @classmethod
    def build(
        cls,
        grid: Grid,
        material: ArrayLike,
        materials: Sequence[Material],
        density: ArrayLike | None,
        region: ArrayLike | None,
        region_names: Sequence[str],
    ) -> ArrayVoxels:
        """Check arrays against each other and keep them read-only.

        Raises:
            InputError: wrong shape, an index beyond its list, or a density that is no density.
        """
        index = _indices(material, grid, len(materials), "material index", lowest=0)
        own = np.array([made.density for made in materials])[index]
        mass = own if density is None else _densities(density, grid)
        if np.any((mass == 0.0) & (own > 0.0)):
            raise InputError(
                "density 0 is left to the material 'vacuum'; use that material there", key="density"
            )
        regions = (
            np.full(index.shape, NO_REGION, dtype=np.int16)
            if region is None
            else _indices(region, grid, len(region_names), "region", lowest=NO_REGION)
        )
        for array in (index, mass, regions):
            array.flags.writeable = False
        return cls(grid, index, mass, tuple(materials), regions, tuple(region_names))

    def shape(self) -> tuple[int, int, int]:
        """Number of voxels (nz, ny, nx)."""
        return self.grid.shape()

    def corners(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lower and upper corner (x, y, z), cm."""
        return self.grid.corners()

    def axes(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Edges along x, y and z, cm."""
        return self.grid.axes()

    def arrays(self) -> VoxelArrays:
        """The phantom as arrays."""
        return VoxelArrays(
            *self.grid.axes(), self.material, self.density, self.materials, self.region, self.region_names
        )

    def to_mapping(self) -> dict[str, Any]:
        """Plain mapping in which digests stand for the arrays."""
        return {
            **self.grid.to_mapping(),
            "materials": [write_material(made) for made in self.materials],
            "region_names": list(self.region_names),
            "digests": {
                name: hashlib.sha256(np.ascontiguousarray(getattr(self, name)).tobytes()).hexdigest()
                for name in ("material", "density", "region")
            },
        }


def as_array(given: ArrayLike, what: str) -> NDArray[Any]:
    """An array of numbers from whatever NumPy takes for one.

    Raises:
        InputError: it takes it for none.
    """
    try:
        array = np.asarray(given)
    except (TypeError, ValueError):
        array = np.asarray("")
    if array.dtype.kind not in "biuf" or array.size == 0:
        raise InputError(f"the {what} array is empty or holds other things than numbers")
    return array


def _indices(given: ArrayLike, grid: Grid, count: int, what: str, lowest: int) -> Indices:
    array = as_array(given, what)
    _check_shape(array, grid, what)
    if array.dtype.kind not in "iu":
        raise InputError(f"the {what} array holds {array.dtype}; whole numbers are needed")
    if array.min() < lowest or array.max() >= count:
        raise InputError(
            f"the {what} array runs from {array.min()} to {array.max()}; allowed are {lowest} to {count - 1}"
        )
    return array.astype(np.int16)


def _densities(given: ArrayLike, grid: Grid) -> NDArray[np.float64]:
    array = np.array(as_array(given, "density"), dtype=np.float64)
    _check_shape(array, grid, "density")
    if not np.all((array == 0.0) | ((array >= SMALLEST_DENSITY) & (array <= LARGEST_DENSITY))):
        raise InputError(
            f"the density array runs from {array.min():g} to {array.max():g}; g/cm3 are needed,"
            f" {SMALLEST_DENSITY:g} to {LARGEST_DENSITY:g}, or 0 for vacuum"
        )
    return array


def _check_shape(array: NDArray[Any], grid: Grid, what: str) -> None:
    if array.shape != grid.shape():
        raise InputError(f"the {what} array has shape {array.shape}; the grid is {grid.shape()} (z, y, x)")
