"""Descriptions of sources: particle, energy, place and direction."""

from mcsim.sources.beam import Beam
from mcsim.sources.direction import Along, Cone, Fan, Isotropic
from mcsim.sources.energy import GaussianEnergy, HistogramSpectrum, LineSpectrum, MonoEnergy
from mcsim.sources.scanned import AnyBeam, ScannedBeam
from mcsim.sources.shape import Circle, GaussianSpot, Point, Rectangle, Volume
from mcsim.sources.spectra import Spectrum, SpectrumFile, spectrum_names
from mcsim.sources.spot_file import read_spots
from mcsim.sources.spots import SpotList

__all__ = [
    "Along",
    "AnyBeam",
    "Beam",
    "Circle",
    "Cone",
    "Fan",
    "GaussianEnergy",
    "GaussianSpot",
    "HistogramSpectrum",
    "Isotropic",
    "LineSpectrum",
    "MonoEnergy",
    "Point",
    "Rectangle",
    "ScannedBeam",
    "Spectrum",
    "SpectrumFile",
    "SpotList",
    "Volume",
    "read_spots",
    "spectrum_names",
]
