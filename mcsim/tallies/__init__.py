"""Descriptions of what to score."""

from mcsim.tallies.bins import CosineBins, EnergyBins, LengthBins
from mcsim.tallies.dose import Dose
from mcsim.tallies.escape import Escape
from mcsim.tallies.kerma import Kerma
from mcsim.tallies.linear_energy_transfer import LinearEnergyTransfer
from mcsim.tallies.plane import PlaneFluence
from mcsim.tallies.pulse_height import PulseHeight
from mcsim.tallies.region_energy import RegionEnergy
from mcsim.tallies.tally import Tally
from mcsim.tallies.tracks import Tracks

__all__ = [
    "CosineBins",
    "Dose",
    "EnergyBins",
    "Escape",
    "Kerma",
    "LengthBins",
    "LinearEnergyTransfer",
    "PlaneFluence",
    "PulseHeight",
    "RegionEnergy",
    "Tally",
    "Tracks",
]
