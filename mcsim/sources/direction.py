"""Where source particles fly to: along one direction, into all directions, a cone or a fan."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from mcsim.schema.description import Description
from mcsim.schema.quantities import UnitVector
from mcsim.schema.quantity import Quantity
from mcsim.units import ANGLE

_Z = (0.0, 0.0, 1.0)
_NOTHING = 1e-300  # smaller floats have too few digits to tell a direction across z


class Along(Description):
    """All along one direction, or away from a point behind the source (`source_distance`)."""

    positional: ClassVar[tuple[str, ...]] = ("axis",)
    shorthand: ClassVar[str | None] = "axis"

    axis: UnitVector = Field(description="the direction; any length")


class Isotropic(Description):
    """Into all directions alike."""


class Cone(Description):
    """Evenly into the solid angle of a cone."""

    positional: ClassVar[tuple[str, ...]] = ("half_angle", "axis")

    half_angle: Annotated[float, Quantity(ANGLE, above=0.0, at_most=math.pi)] = Field(
        description="angle between its axis and its surface"
    )
    axis: UnitVector = Field(_Z, description="its axis")


class Fan(Description):
    """Evenly into the solid angle of a pyramid with a rectangular base."""

    positional: ClassVar[tuple[str, ...]] = ("angles", "axis")

    angles: Annotated[
        tuple[float, float],
        Quantity(ANGLE, count=2, above=0.0, at_most=math.radians(170.0), repeat=True, example="50, 2 deg"),
    ] = Field(description="full opening angles along the two axes of the source plane")
    axis: UnitVector = Field(_Z, description="its axis")


def plane_axes(direction: tuple[float, float, float]) -> NDArray[np.float64]:
    """Axes of the source plane, and the direction, as rows of a (3, 3) rotation matrix.

    The first two are the x and y axes turned by the smallest rotation that takes z to `direction`; for
    the direction -z they are x and -y.
    """
    u, v, w = direction
    across = math.hypot(u, v)
    if across < _NOTHING:
        return np.diag([1.0, math.copysign(1.0, w), math.copysign(1.0, w)])
    a, b = u / across, v / across
    x = (1.0 - (1.0 - w) * a * a, -(1.0 - w) * a * b, -u)
    y = (-(1.0 - w) * a * b, 1.0 - (1.0 - w) * b * b, -v)
    return np.array([x, y, direction])
