"""Energy deposited in named regions."""

from __future__ import annotations

from mcsim.tallies.tally import Tally


class RegionEnergy(Tally):
    """Energy deposited (MeV per source particle) in each named region of the phantom."""
