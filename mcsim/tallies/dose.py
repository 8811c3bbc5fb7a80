"""Absorbed dose in voxels."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from mcsim.geometry.grid import Grid
from mcsim.tallies.tally import Tally


class Dose(Tally):
    """Absorbed dose (Gy per source particle) in the phantom's voxels, or on a grid of its own."""

    positional: ClassVar[tuple[str, ...]] = ("name", "grid")

    grid: Grid | None = Field(None, description="a grid of its own; default: the phantom's voxels")
