"""Voxel grids filled with a material and painted with shapes."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from mcsim.errors import InputError
from mcsim.geometry.arrays import Coat, VoxelArrays, paint
from mcsim.geometry.grid import Grid
from mcsim.geometry.material import AnyMaterial
from mcsim.geometry.shapes import Box, Cylinder, Shape, Slab, Sphere
from mcsim.schema.description import Description

_SHAPES = ("box", "sphere", "cylinder", "slab")


class Paint(Description):
    """One step of painting: a shape and the material that fills it."""

    material: AnyMaterial = Field(description="what fills the shape")
    name: str | None = Field(None, description="makes the voxels a region, for sums and histograms")
    box: Box | None = Field(None, description="the shape is a box")
    sphere: Sphere | None = Field(None, description="the shape is a sphere")
    cylinder: Cylinder | None = Field(None, description="the shape is a cylinder")
    slab: Slab | None = Field(None, description="the shape is everything between two planes")

    @model_validator(mode="after")
    def _check_shape(self) -> Self:
        given = [name for name in _SHAPES if getattr(self, name) is not None]
        if len(given) != 1:
            found = " and ".join(given) if given else "none"
            raise InputError(f"needs exactly one shape of {', '.join(_SHAPES)}; found {found}")
        return self

    @property
    def shape(self) -> Shape:
        """The shape, whichever it is."""
        shape: Shape = next(getattr(self, name) for name in _SHAPES if getattr(self, name) is not None)
        return shape


class Voxels(Grid):
    """A grid filled with one material and painted with shapes."""

    material: AnyMaterial = Field(description="what fills the grid")
    paint: tuple[Paint, ...] = Field((), description="shapes painted over it in order; the last one wins")

    def arrays(self) -> VoxelArrays:
        """The phantom as arrays.

        Raises:
            InputError: a shape reaches no voxel.
        """
        coats = [Coat(step.shape, step.material, step.name) for step in self.paint]
        return paint(self.axes(), self.material, coats)
