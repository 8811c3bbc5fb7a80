"""Kerma in voxels, from photon tracks."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mcsim.tallies.tally import Tally


class Kerma(Tally):
    """Kerma (Gy per source particle) in the phantom's voxels, from the tracks of photons.

    Each flight of a photon scores its expected energy transfer in every voxel ahead of it (exponential
    track-length estimator). Where electrons are in equilibrium, collision kerma is the absorbed dose, with a
    much smaller uncertainty, and with a high electron cutoff no electron need be followed for it.
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "kind")

    kind: Literal["collision", "total"] = Field(
        "collision", description="without or with the part that electrons radiate"
    )
