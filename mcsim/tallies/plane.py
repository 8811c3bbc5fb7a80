"""Fluence through a plane of the grid."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from mcsim.geometry.shapes import AxisName
from mcsim.schema.quantities import Length
from mcsim.tallies.bins import EnergyBins, LengthBins
from mcsim.tallies.tally import Tally


class PlaneFluence(Tally):
    """Particles and fluence (per cm2 and source particle) through a plane at a face of the voxel grid.

    The plane is scored by kind of particle and side it is crossed from, over the whole grid or in bins
    along its two axes (x before y before z).
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "axis", "position", "energy_bins")

    axis: AxisName = Field(description="axis that the plane lies across")
    position: Length = Field(description="where on that axis; must be a face of the voxel grid")
    energy_bins: EnergyBins | None = Field(None, description="bins of kinetic energy; default: one bin")
    first_bins: LengthBins | None = Field(
        None, description="bins along the plane's first axis; default: one bin"
    )
    second_bins: LengthBins | None = Field(
        None, description="bins along the plane's second axis; default: one bin"
    )
