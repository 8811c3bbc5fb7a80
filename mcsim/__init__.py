"""mcsim: Monte Carlo transport of photons, electrons, positrons and protons for dosimetry and detectors.

    import mcsim as mc

    phantom = mc.VoxelPhantom.box(size="30, 30, 30 cm", voxel="5 mm", material="water")
    beam = mc.Beam("photon", energy="6 MeV", shape=mc.Rectangle("10, 10 cm"))
    result = mc.Simulation(phantom, beam, tallies=[mc.Dose("dose")]).run(histories=1e6, seed=1)

Names are loaded when they are first used, so that `import mcsim` itself costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mcsim import units as units
    from mcsim.config import RunFile as RunFile
    from mcsim.config import load_run_file as load_run_file
    from mcsim.errors import DataError as DataError
    from mcsim.errors import IncompleteRun as IncompleteRun
    from mcsim.errors import InputError as InputError
    from mcsim.errors import McsimError as McsimError
    from mcsim.errors import ResourceError as ResourceError
    from mcsim.errors import TransportError as TransportError
    from mcsim.frame import Frame as Frame
    from mcsim.geometry import Box as Box
    from mcsim.geometry import Cylinder as Cylinder
    from mcsim.geometry import Grid as Grid
    from mcsim.geometry import GridEdges as GridEdges
    from mcsim.geometry import Paint as Paint
    from mcsim.geometry import Slab as Slab
    from mcsim.geometry import Sphere as Sphere
    from mcsim.geometry import VoxelPhantom as VoxelPhantom
    from mcsim.geometry import World as World
    from mcsim.geometry import geometry_names as geometry_names
    from mcsim.materials import Material as Material
    from mcsim.materials import from_formula as from_formula
    from mcsim.materials import from_mass_fractions as from_mass_fractions
    from mcsim.materials import material as material
    from mcsim.materials import material_names as material_names
    from mcsim.range_modulation import SpreadOutPeak as SpreadOutPeak
    from mcsim.range_modulation import spread_out_peak as spread_out_peak
    from mcsim.results import Result as Result
    from mcsim.results.files import load as load
    from mcsim.results.merge import merge as merge
    from mcsim.settings import Cutoff as Cutoff
    from mcsim.settings import Physics as Physics
    from mcsim.settings import Production as Production
    from mcsim.settings import RussianRoulette as RussianRoulette
    from mcsim.settings import VarianceReduction as VarianceReduction
    from mcsim.simulation import Simulation as Simulation
    from mcsim.sources import Along as Along
    from mcsim.sources import Beam as Beam
    from mcsim.sources import Circle as Circle
    from mcsim.sources import Cone as Cone
    from mcsim.sources import Fan as Fan
    from mcsim.sources import GaussianEnergy as GaussianEnergy
    from mcsim.sources import GaussianSpot as GaussianSpot
    from mcsim.sources import HistogramSpectrum as HistogramSpectrum
    from mcsim.sources import Isotropic as Isotropic
    from mcsim.sources import LineSpectrum as LineSpectrum
    from mcsim.sources import MonoEnergy as MonoEnergy
    from mcsim.sources import Point as Point
    from mcsim.sources import Rectangle as Rectangle
    from mcsim.sources import ScannedBeam as ScannedBeam
    from mcsim.sources import Spectrum as Spectrum
    from mcsim.sources import SpectrumFile as SpectrumFile
    from mcsim.sources import SpotList as SpotList
    from mcsim.sources import Volume as Volume
    from mcsim.sources import read_spots as read_spots
    from mcsim.sources import spectrum_names as spectrum_names
    from mcsim.tallies import CosineBins as CosineBins
    from mcsim.tallies import Dose as Dose
    from mcsim.tallies import EnergyBins as EnergyBins
    from mcsim.tallies import Escape as Escape
    from mcsim.tallies import Kerma as Kerma
    from mcsim.tallies import LengthBins as LengthBins
    from mcsim.tallies import LinearEnergyTransfer as LinearEnergyTransfer
    from mcsim.tallies import PlaneFluence as PlaneFluence
    from mcsim.tallies import PulseHeight as PulseHeight
    from mcsim.tallies import RegionEnergy as RegionEnergy
    from mcsim.tallies import Tracks as Tracks
    from mcsim.version import __version__ as __version__
    from mcsim.viewer import view as view

_NAMES = {
    "mcsim.config": "RunFile load_run_file",
    "mcsim.errors": "DataError IncompleteRun InputError McsimError ResourceError TransportError",
    "mcsim.frame": "Frame",
    "mcsim.geometry": "Box Cylinder Grid GridEdges Paint Slab Sphere VoxelPhantom World geometry_names",
    "mcsim.materials": "Material from_formula from_mass_fractions material material_names",
    "mcsim.range_modulation": "SpreadOutPeak spread_out_peak",
    "mcsim.results": "Result",
    "mcsim.results.files": "load",
    "mcsim.results.merge": "merge",
    "mcsim.settings": "Cutoff Physics Production RussianRoulette VarianceReduction",
    "mcsim.simulation": "Simulation",
    "mcsim.sources": (
        "Along Beam Circle Cone Fan GaussianEnergy GaussianSpot HistogramSpectrum Isotropic LineSpectrum"
        " MonoEnergy Point Rectangle ScannedBeam Spectrum SpectrumFile SpotList Volume read_spots"
        " spectrum_names"
    ),
    "mcsim.tallies": (
        "CosineBins Dose EnergyBins Escape Kerma LengthBins LinearEnergyTransfer PlaneFluence PulseHeight"
        " RegionEnergy Tracks"
    ),
    "mcsim.version": "__version__",
    "mcsim.viewer": "view",
}
_HOME = {name: module for module, names in _NAMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name == "units":
        return importlib.import_module("mcsim.units")
    if name not in _HOME:
        raise AttributeError(f"module 'mcsim' has no attribute '{name}'")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*_HOME, "units", *(name for name in globals() if name.startswith("__"))})
