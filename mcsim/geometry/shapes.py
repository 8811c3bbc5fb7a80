"""Shapes: box, sphere, cylinder and slab, for painting voxels and for volume sources."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from mcsim.errors import InputError
from mcsim.schema.description import Description
from mcsim.schema.quantities import Length, Position, PositiveLength, Size

Floats = NDArray[np.float64]
AxisName = Literal["x", "y", "z"]
AXIS_NUMBER = {"x": 0, "y": 1, "z": 2}
"""Place of each axis in (x, y, z)."""


class Shape(Description):
    """A region of space; coordinates in cm."""

    @abstractmethod
    def bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper corner (x, y, z) of the smallest box around the shape, cm; may be infinite."""

    @abstractmethod
    def contains(self, x: Floats, y: Floats, z: Floats) -> NDArray[np.bool_]:
        """Whether points lie inside or on the surface; the arrays (cm) are broadcast together."""


class Box(Shape):
    """Box along the axes."""

    positional: ClassVar[tuple[str, ...]] = ("center", "size")

    center: Position = Field(description="centre of the box (x, y, z)")
    size: Size = Field(description="full widths along x, y and z")

    def bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper corner, cm."""
        center, half = np.array(self.center), 0.5 * np.array(self.size)
        return center - half, center + half

    def contains(self, x: Floats, y: Floats, z: Floats) -> NDArray[np.bool_]:
        """Whether points (cm) lie inside or on the surface."""
        low, high = self.bounds()
        inside: NDArray[np.bool_] = (
            (x >= low[0]) & (x <= high[0]) & (y >= low[1]) & (y <= high[1]) & (z >= low[2]) & (z <= high[2])
        )
        return inside


class Sphere(Shape):
    """Sphere."""

    positional: ClassVar[tuple[str, ...]] = ("center", "radius")

    center: Position = Field(description="centre of the sphere (x, y, z)")
    radius: PositiveLength = Field(description="radius")

    def bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper corner, cm."""
        center = np.array(self.center)
        return center - self.radius, center + self.radius

    def contains(self, x: Floats, y: Floats, z: Floats) -> NDArray[np.bool_]:
        """Whether points (cm) lie inside or on the surface."""
        cx, cy, cz = self.center
        inside: NDArray[np.bool_] = (x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2 <= self.radius**2
        return inside


class Cylinder(Shape):
    """Circular cylinder along one of the axes."""

    positional: ClassVar[tuple[str, ...]] = ("center", "radius", "height", "axis")

    center: Position = Field(description="centre of the cylinder (x, y, z)")
    radius: PositiveLength = Field(description="radius")
    height: PositiveLength = Field(description="full length along its axis")
    axis: AxisName = Field("z", description="direction of its axis")

    def bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper corner, cm."""
        half = np.full(3, self.radius)
        half[AXIS_NUMBER[self.axis]] = 0.5 * self.height
        return np.array(self.center) - half, np.array(self.center) + half

    def contains(self, x: Floats, y: Floats, z: Floats) -> NDArray[np.bool_]:
        """Whether points (cm) lie inside or on the surface."""
        offsets = [x - self.center[0], y - self.center[1], z - self.center[2]]
        along = offsets.pop(AXIS_NUMBER[self.axis])
        inside: NDArray[np.bool_] = (offsets[0] ** 2 + offsets[1] ** 2 <= self.radius**2) & (
            np.abs(along) <= 0.5 * self.height
        )
        return inside


class Slab(Shape):
    """Everything between two planes across an axis."""

    positional: ClassVar[tuple[str, ...]] = ("axis", "from_", "to")

    axis: AxisName = Field("z", description="axis that the slab lies across")
    from_: Length = Field(alias="from", description="lower plane")
    to: Length = Field(description="upper plane")

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if not self.to > self.from_:
            raise InputError(f"{self.to:g} cm does not lie above 'from' ({self.from_:g} cm)", key="to")
        return self

    def bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper corner, cm; infinite along the other two axes."""
        low, high = np.full(3, -np.inf), np.full(3, np.inf)
        low[AXIS_NUMBER[self.axis]], high[AXIS_NUMBER[self.axis]] = self.from_, self.to
        return low, high

    def contains(self, x: Floats, y: Floats, z: Floats) -> NDArray[np.bool_]:
        """Whether points (cm) lie inside or on the surface."""
        along = (x, y, z)[AXIS_NUMBER[self.axis]]
        shape = np.broadcast_shapes(x.shape, y.shape, z.shape)
        return np.broadcast_to((along >= self.from_) & (along <= self.to), shape)
