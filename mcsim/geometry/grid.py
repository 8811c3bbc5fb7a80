"""Voxel grids as a user writes them: size, voxel and centre, or the edges along each axis."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Annotated, Any, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from mcsim.errors import InputError, shown
from mcsim.schema.description import Description
from mcsim.schema.quantities import COORDINATE, SIZE, SMALLEST_SIZE, CubicSize, Position, Size
from mcsim.schema.quantity import Quantity

_SAMPLE = "0 to 2 cm by 2 mm, 2 to 3 cm by 0.5 mm"
_STEPS = re.compile(r"\s*(?P<start>.+?)\s+to\s+(?P<stop>.+?)\s+by\s+(?P<step>.+?)\s*", re.IGNORECASE)
_MAX_VOXELS = 100_000_000  # along one axis; more is a slip of the pen
_MAX_EDGES = 1_000_000
_RESOLUTION = 1e-12  # of the distance from the origin
_EDGES = replace(COORDINATE, count=-1)


@dataclass(frozen=True)
class EdgeList:
    """Annotation of ascending edges along one axis: lengths, or pieces such as "0 to 2 cm by 2 mm"."""

    def read(self, given: Any) -> tuple[float, ...]:
        """The edges in cm.

        Raises:
            InputError: fewer than two, not ascending, or a step that does not fit its piece.
        """
        edges = self._pieces(given) if _has_steps(given) else _EDGES.read(given)
        assert isinstance(edges, tuple)
        if len(edges) < 2:
            raise InputError(f"one edge makes no voxel; write at least two, such as '{_SAMPLE}'")
        for lower, upper in pairwise(edges):
            if not upper > lower:
                raise InputError(f"edges must ascend, but {upper:g} cm follows {lower:g} cm")
            if upper - lower < (1.0 - 1e-6) * SMALLEST_SIZE:
                raise InputError(
                    f"edges must lie at least {SMALLEST_SIZE:g} cm apart,"
                    f" but {upper!r} cm follows {lower!r} cm"
                )
        return edges

    def _pieces(self, given: Any) -> tuple[float, ...]:
        parts = given.split(",") if isinstance(given, str) else list(given)
        edges: list[float] = []
        for part in parts:
            piece = _piece(str(part))
            edges += piece[1:] if edges and abs(edges[-1] - piece[0]) < 1e-9 else piece
            if len(edges) > _MAX_EDGES:
                raise InputError(
                    f"more than {_MAX_EDGES} edges along one axis are too many; write larger steps"
                )
        return tuple(edges)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read,
            serialization=core_schema.plain_serializer_function_ser_schema(_EDGES.write, when_used="json"),
        )

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": ["string", "array"], "format": "ascending lengths", "examples": [_SAMPLE]}


Edges = Annotated[tuple[float, ...], EdgeList()]


class GridEdges(Description):
    """Edges of a rectilinear grid along x, y and z."""

    x: Edges = Field(description="edges along x")
    y: Edges = Field(description="edges along y")
    z: Edges = Field(description="edges along z")


class Grid(Description):
    """A grid of voxels: `size` and `voxel` (and `center`), or `edges`."""

    size: Size | None = Field(None, description="full widths along x, y and z")
    voxel: CubicSize | None = Field(
        None, description="width of a voxel along x, y and z; one length for a cube"
    )
    center: Position | None = Field(
        None, description="centre of the grid; default: the front face is at z = 0"
    )
    edges: GridEdges | None = Field(
        None, description="edges of a rectilinear grid, instead of the other three"
    )

    @model_validator(mode="after")
    def _check_grid(self) -> Self:
        if self.edges is not None:
            for key in ("size", "voxel", "center"):
                if getattr(self, key) is not None:
                    raise InputError("cannot stand beside 'edges', which say it all; leave one out", key=key)
            return self
        for key, sample in (("size", "30, 30, 30 cm"), ("voxel", "5 mm")):
            if getattr(self, key) is None:
                raise InputError(f"is missing; write it, such as '{sample}', or give 'edges'", key=key)
        self.shape()
        self._check_resolution()
        return self

    def _check_resolution(self) -> None:
        """Refuse voxels so small, so far from the origin, that floats cannot tell their faces apart."""
        assert self.voxel is not None
        for width, *ends in zip(self.voxel, *self.corners(), strict=True):
            distance = max(abs(end) for end in ends)
            if width < _RESOLUTION * distance:
                raise InputError(
                    f"a voxel of {width:g} cm is too small {distance:g} cm from the origin;"
                    " move the grid nearer",
                    key="center",
                )

    def shape(self) -> tuple[int, int, int]:
        """Number of voxels (nz, ny, nx).

        Raises:
            InputError: the size is not a whole number of voxels.
        """
        if self.edges is not None:
            return len(self.edges.z) - 1, len(self.edges.y) - 1, len(self.edges.x) - 1
        assert self.size is not None
        assert self.voxel is not None
        nx, ny, nz = (_count(*pair) for pair in zip("xyz", self.size, self.voxel, strict=True))
        return nz, ny, nx

    def axes(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Edges along x, y and z, cm; shapes (nx + 1,), (ny + 1,), (nz + 1,)."""
        if self.edges is not None:
            return np.array(self.edges.x), np.array(self.edges.y), np.array(self.edges.z)
        assert self.size is not None
        assert self.voxel is not None
        center = self.center if self.center is not None else (0.0, 0.0, 0.5 * self.size[2])
        counts = self.shape()[::-1]
        x, y, z = (_even_edges(*row) for row in zip(center, self.voxel, counts, strict=True))
        return x, y, z

    def corners(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lower and upper corner of the grid (x, y, z), cm, without making its edges."""
        if self.edges is not None:
            rows = (self.edges.x, self.edges.y, self.edges.z)
            return np.array([row[0] for row in rows]), np.array([row[-1] for row in rows])
        assert self.size is not None
        center = self.center if self.center is not None else (0.0, 0.0, 0.5 * self.size[2])
        half = 0.5 * np.array(self.size)
        return np.array(center) - half, np.array(center) + half


def _even_edges(center: float, width: float, count: int) -> NDArray[np.float64]:
    edges: NDArray[np.float64] = center + width * (np.arange(count + 1, dtype=np.float64) - 0.5 * count)
    return edges


def _count(axis: str, size: float, voxel: float) -> int:
    ratio = size / voxel
    count = round(ratio)
    if count > _MAX_VOXELS:
        raise InputError(f"{ratio:.3g} voxels along {axis} are too many; write a larger voxel", key="voxel")
    if count < 1 or abs(ratio - count) > 1e-6 * count:
        fitting = dict.fromkeys(f"{number * voxel:g}" for number in (max(int(ratio), 1), int(ratio) + 1))
        raise InputError(
            f"{size:g} cm along {axis} are not a whole number of voxels of {voxel:g} cm;"
            f" write a size of {' or '.join(fitting)} cm there, or another voxel",
            key="voxel",
        )
    return count


def _has_steps(given: Any) -> bool:
    parts = [given] if isinstance(given, str) else given
    return isinstance(parts, list | tuple) and any(isinstance(part, str) and " by " in part for part in parts)


def _length(text: str, kind: Quantity) -> float:
    length = kind.read(text)
    assert isinstance(length, float)
    return length


def _piece(text: str) -> list[float]:
    match = _STEPS.fullmatch(text)
    if match is None:
        raise InputError(f"{shown(text.strip())} is not a piece of an axis; write it as '0 to 2 cm by 2 mm'")
    stop, step = _length(match["stop"], COORDINATE), _length(match["step"], SIZE)
    start_text = match["start"]
    unit = re.sub(r"^[\s\d.eE+_-]*", "", match["stop"])
    has_unit = re.search(r"[A-Za-zµμ]\s*$", start_text)
    start = _length(start_text if has_unit else f"{start_text} {unit}", COORDINATE)
    if not stop > start:
        raise InputError(f"{shown(text.strip())} does not go upwards")
    count = round((stop - start) / step)
    if count < 1 or count > _MAX_EDGES or abs(start + count * step - stop) > 1e-6 * step:
        raise InputError(f"{shown(text.strip())}: the step does not divide the piece into whole voxels")
    return [start + (stop - start) * index / count for index in range(count + 1)]
