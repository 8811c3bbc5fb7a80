"""Where source particles start: a point, an area in a plane, or a volume.

Areas lie in the plane through the source's position, across its direction.
"""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from mcsim.errors import InputError
from mcsim.geometry.shapes import Box, Cylinder, Sphere
from mcsim.schema.description import Description
from mcsim.schema.quantities import PlaneSize, PositiveLength, SpotSize

_VOLUMES = ("box", "sphere", "cylinder")


class Point(Description):
    """All particles start at the source's position."""


class Rectangle(Description):
    """A rectangle, evenly covered."""

    positional: ClassVar[tuple[str, ...]] = ("size",)
    shorthand: ClassVar[str | None] = "size"

    size: PlaneSize = Field(description="full widths; one length for a square")


class Circle(Description):
    """A disc, evenly covered."""

    positional: ClassVar[tuple[str, ...]] = ("radius",)
    shorthand: ClassVar[str | None] = "radius"

    radius: PositiveLength = Field(description="radius")


class GaussianSpot(Description):
    """A Gaussian spot."""

    positional: ClassVar[tuple[str, ...]] = ("sigma",)
    shorthand: ClassVar[str | None] = "sigma"

    sigma: SpotSize = Field(description="standard deviations along the two axes; one length for a round spot")


class Volume(Description):
    """A box, sphere or cylinder, evenly filled per volume or per mass; it stands at its own centre."""

    positional: ClassVar[tuple[str, ...]] = ("box",)

    box: Box | None = Field(None, description="the volume is a box")
    sphere: Sphere | None = Field(None, description="the volume is a sphere")
    cylinder: Cylinder | None = Field(None, description="the volume is a cylinder")
    by: Literal["volume", "mass"] = Field(
        "volume", description="evenly per volume, or per mass of the phantom in it"
    )

    @model_validator(mode="after")
    def _check_shape(self) -> Self:
        given = [name for name in _VOLUMES if getattr(self, name) is not None]
        if len(given) != 1:
            found = " and ".join(given) if given else "none"
            raise InputError(f"needs exactly one shape of {', '.join(_VOLUMES)}; found {found}")
        return self

    @property
    def shape(self) -> Box | Sphere | Cylinder:
        """The shape, whichever it is."""
        shape: Box | Sphere | Cylinder = next(
            getattr(self, name) for name in _VOLUMES if getattr(self, name) is not None
        )
        return shape
