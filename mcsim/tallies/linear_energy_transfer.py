"""Linear energy transfer of protons and light ions in voxels."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mcsim.schema.quantities import Energy
from mcsim.tallies.tally import Tally


class LinearEnergyTransfer(Tally):
    """Mean linear energy transfer (keV/um) of protons and light ions in the phantom's voxels.

    It is the unrestricted electronic stopping power, averaged over the energy that the particles lose to
    electrons along their tracks (`dose`, LETd) or over the length of the tracks (`track`, LETt).
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "average")

    average: Literal["dose", "track"] = Field("dose", description="LETd or LETt")
    particles: Literal["protons", "primary protons", "all hadrons"] = Field(
        "protons",
        description="all protons, those of the source alone, or deuterons, tritons, helions and alphas too",
    )
    medium: Literal["water", "medium"] = Field(
        "water", description="stopping power of water of density 1 g/cm3, or of what is in the voxel"
    )
    above: Energy = Field(
        0.0,
        description="only the parts of tracks above this kinetic energy count",
        json_schema_extra={"default": "0 MeV"},
    )
