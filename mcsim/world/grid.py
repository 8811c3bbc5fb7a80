"""The voxel grid the transport moves in: the phantom, and a layer of the world's material around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mcsim.geometry.arrays import VoxelArrays
from mcsim.geometry.voxels import VoxelPhantom
from mcsim.materials import Material
from mcsim.transport.navigation import Grid, make_grid


@dataclass(frozen=True)
class VoxelWorld:
    """A phantom ready for transport.

    Attributes:
        grid: the grid of the transport, padding included.
        arrays: the phantom alone.
        materials: the materials of `grid.material`, none of them vacuum.
        inner: slices (z, y, x) of the phantom in the padded grid.
    """

    grid: Grid
    arrays: VoxelArrays
    materials: tuple[Material, ...]
    inner: tuple[slice, slice, slice]

    @property
    def shape(self) -> tuple[int, int, int]:
        """Voxels (nz, ny, nx) of the transport's grid."""
        grid = self.grid
        return len(grid.z_edges) - 1, len(grid.y_edges) - 1, len(grid.x_edges) - 1


def build_voxel_world(phantom: VoxelPhantom, with_interfaces: bool = False) -> VoxelWorld:
    """Arrays of a phantom, padded by one voxel on each side where a material surrounds it.

    Vacuum is density 0: it needs no material of its own, and the tables hold none for it.
    """
    arrays = phantom.arrays()
    edges = [arrays.x_edges, arrays.y_edges, arrays.z_edges]
    materials = list(arrays.materials)
    index, density = arrays.material, arrays.density
    inner = tuple(slice(0, count) for count in arrays.shape)
    if not phantom.world.is_vacuum:
        around, margin = phantom.world.material, phantom.world.margin
        if around not in materials:
            materials.append(around)
        edges = [np.concatenate([[row[0] - margin], row, [row[-1] + margin]]) for row in edges]
        index = np.pad(index, 1, constant_values=materials.index(around))
        density = np.pad(density, 1, constant_values=around.density)
        inner = tuple(slice(1, count + 1) for count in arrays.shape)
    dense, index = _without_vacuum(tuple(materials), index)
    x, y, z = (np.ascontiguousarray(row, dtype=np.float64) for row in edges)
    grid = make_grid(
        (x, y, z),
        np.array(index, dtype=np.int16).reshape(-1),
        np.array(density, dtype=np.float64).reshape(-1),
        _interfaces((x, y, z), index, density) if with_interfaces else np.zeros((0, 6)),
    )  # fmt: skip
    return VoxelWorld(grid, arrays, dense, inner)  # type: ignore[arg-type]


def _interfaces(
    edges: tuple[np.ndarray, np.ndarray, np.ndarray], index: np.ndarray, density: np.ndarray
) -> np.ndarray:
    """Walls to another medium seen from each voxel along the axes, as `Grid.interfaces`.

    The outer surface is one; walls between densities of one medium are none.
    """
    medium = np.where(density > 0.0, index, -1)
    walls = np.empty((*medium.shape, 6))
    for number, row in enumerate(edges):
        along = np.moveaxis(medium, 2 - number, -1)
        below = np.moveaxis(walls[..., 2 * number], 2 - number, -1)
        above = np.moveaxis(walls[..., 2 * number + 1], 2 - number, -1)
        count = along.shape[-1]
        below[..., 0], above[..., -1] = row[0], row[-1]
        for i in range(1, count):
            below[..., i] = np.where(along[..., i] == along[..., i - 1], below[..., i - 1], row[i])
            j = count - 1 - i
            above[..., j] = np.where(along[..., j] == along[..., j + 1], above[..., j + 1], row[j + 1])
    return walls.reshape(-1, 6)


def _without_vacuum(
    materials: tuple[Material, ...], index: np.ndarray
) -> tuple[tuple[Material, ...], np.ndarray]:
    """Drop vacuum from the list of materials; its voxels keep density 0 under the number of another."""
    dense = tuple(material for material in materials if material.density > 0.0)
    if len(dense) == len(materials):
        return materials, index
    number = [dense.index(material) if material.density > 0.0 else 0 for material in materials]
    return dense, np.array(number, dtype=np.int16)[index]
