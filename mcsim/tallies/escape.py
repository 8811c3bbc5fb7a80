"""Particles that leave through the outer surface."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from mcsim.tallies.bins import CosineBins, EnergyBins
from mcsim.tallies.tally import Tally


class Escape(Tally):
    """Number and energy of particles that leave through the outer surface, by kind and face of the grid."""

    positional: ClassVar[tuple[str, ...]] = ("name", "energy_bins", "cosine_bins")

    energy_bins: EnergyBins | None = Field(None, description="bins of their kinetic energy; default: one bin")
    cosine_bins: CosineBins | None = Field(
        None, description="bins of the cosine to the outward normal; default: one bin"
    )
