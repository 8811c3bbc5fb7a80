"""Spectrum of the energy that single histories deposit."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from mcsim.tallies.bins import EnergyBins
from mcsim.tallies.tally import Tally


class PulseHeight(Tally):
    """Distribution of the energy that a source particle and its descendants deposit in a region.

    Pulses per source particle in bins of that energy; a history that deposits nothing makes no pulse.
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "energy_bins", "region")

    energy_bins: EnergyBins = Field(description="bins of the energy deposited by one source particle")
    region: str | None = Field(None, description="name of the region; default: the whole phantom")
