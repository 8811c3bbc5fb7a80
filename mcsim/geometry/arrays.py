"""`VoxelArrays`: a voxel phantom as plain arrays, and how shapes are painted into them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError, shown
from mcsim.frame import Frame
from mcsim.geometry.shapes import Shape
from mcsim.materials import Material
from mcsim.memory import BYTES_PER_SCORE

Floats = NDArray[np.float64]
Indices = NDArray[np.int16]

NO_REGION = -1
BYTES_PER_VOXEL = 2 + 8 + 2 + BYTES_PER_SCORE
"""Material, density, region, and the scores of one tally."""


@dataclass(frozen=True)
class VoxelArrays:
    """A voxel phantom as arrays in (z, y, x) order.

    Attributes:
        x_edges, y_edges, z_edges: voxel edges, cm; shapes (nx + 1,), (ny + 1,), (nz + 1,).
        material: index into `materials`, int16, shape (nz, ny, nx).
        density: g/cm3, float64, shape (nz, ny, nx).
        materials: the distinct materials of the phantom.
        region: index into `region_names` or -1, int16, shape (nz, ny, nx).
        region_names: names of the painted regions.
    """

    x_edges: Floats
    y_edges: Floats
    z_edges: Floats
    material: Indices
    density: Floats
    materials: tuple[Material, ...]
    region: Indices
    region_names: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int, int]:
        """Number of voxels (nz, ny, nx)."""
        return len(self.z_edges) - 1, len(self.y_edges) - 1, len(self.x_edges) - 1

    def volumes(self) -> Floats:
        """Voxel volumes, cm3, shape (nz, ny, nx)."""
        dz, dy, dx = np.diff(self.z_edges), np.diff(self.y_edges), np.diff(self.x_edges)
        return dz[:, None, None] * dy[None, :, None] * dx[None, None, :]

    def material_densities(self) -> Floats:
        """Densities, g/cm3: one for each material, shape (materials,), or, where voxels of one material
        differ, `density` itself, shape (nz, ny, nx).
        """
        own = np.zeros(len(self.materials))
        own[self.material.reshape(-1)] = self.density.reshape(-1)
        return own if np.array_equal(own[self.material], self.density) else self.density

    def frame(self) -> Frame | None:
        """Frame of the grid as an image, or None when its voxels are not all alike."""
        return Frame.from_edges(self.x_edges, self.y_edges, self.z_edges)


@dataclass(frozen=True)
class Coat:
    """One step of painting: a shape, what it is filled with, and the name of its region."""

    shape: Shape
    material: Material
    name: str | None


def paint(edges: tuple[Floats, Floats, Floats], base: Material, coats: Sequence[Coat]) -> VoxelArrays:
    """Fill a grid (edges along x, y, z) with `base` and paint the coats over it; the last one wins.

    A voxel belongs to a shape when its centre does.

    Raises:
        InputError: a coat reaches no voxel, or a region keeps none.
    """
    x, y, z = edges
    shape = len(z) - 1, len(y) - 1, len(x) - 1
    materials = tuple(dict.fromkeys([base, *(coat.material for coat in coats)]))
    names = tuple(dict.fromkeys(coat.name for coat in coats if coat.name is not None))
    material: Indices = np.zeros(shape, dtype=np.int16)
    region: Indices = np.full(shape, NO_REGION, dtype=np.int16)
    for number, coat in enumerate(coats):
        part, inside = _reach(edges, coat.shape)
        if not inside.any():
            raise InputError(
                "holds no voxel centre: it lies outside the grid or is thinner than a voxel;"
                " move it or use smaller voxels",
                key=f"geometry.voxels.paint.{number}",
            )
        material[part][inside] = materials.index(coat.material)
        region[part][inside] = names.index(coat.name) if coat.name is not None else NO_REGION
    _require_voxels(region, names, coats)
    density = np.array([made.density for made in materials])[material]
    return VoxelArrays(x, y, z, material, density, materials, region, names)


def _require_voxels(region: Indices, names: Sequence[str], coats: Sequence[Coat]) -> None:
    """Refuse regions that later coats have covered altogether."""
    kept = np.bincount(region.reshape(-1) - NO_REGION, minlength=len(names) - NO_REGION)[-NO_REGION:] > 0
    for number, coat in enumerate(coats):
        if coat.name is not None and not kept[names.index(coat.name)]:
            raise InputError(
                f"nothing is left of region {shown(coat.name)}: what is painted later covers it;"
                " change the order, or leave it out",
                key=f"geometry.voxels.paint.{number}",
            )


def _reach(edges: tuple[Floats, Floats, Floats], shape: Shape) -> tuple[tuple[slice, ...], NDArray[np.bool_]]:
    """The part of the grid around a shape, as slices (z, y, x), and which voxels there lie inside."""
    low, high = shape.bounds()
    centers, slices = [], []
    for axis, row in enumerate(edges):
        middle = 0.5 * (row[1:] + row[:-1])
        first, last = np.searchsorted(middle, low[axis], "left"), np.searchsorted(middle, high[axis], "right")
        centers.append(middle[first:last])
        slices.append(slice(int(first), int(last)))
    inside = shape.contains(centers[0][None, None, :], centers[1][None, :, None], centers[2][:, None, None])
    return tuple(reversed(slices)), inside
