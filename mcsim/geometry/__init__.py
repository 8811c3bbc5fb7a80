"""Descriptions of phantoms: voxel grids, shapes and materials."""

from mcsim.geometry.arrays import VoxelArrays
from mcsim.geometry.filled import ArrayVoxels
from mcsim.geometry.grid import Grid, GridEdges
from mcsim.geometry.library import geometry_names
from mcsim.geometry.material import MaterialDescription
from mcsim.geometry.painting import Paint, Voxels
from mcsim.geometry.shapes import Box, Cylinder, Shape, Slab, Sphere
from mcsim.geometry.voxels import VoxelPhantom, World

__all__ = [
    "ArrayVoxels",
    "Box",
    "Cylinder",
    "Grid",
    "GridEdges",
    "MaterialDescription",
    "Paint",
    "Shape",
    "Slab",
    "Sphere",
    "VoxelArrays",
    "VoxelPhantom",
    "Voxels",
    "World",
    "geometry_names",
]
