"""Descriptions of sources: particle, energy, place and direction."""

from mcsim.sources.beam import Beam
from mcsim.sources.direction import Along, Cone, Fan, Isotropic
from mcsim.sources.energy import GaussianEnergy, HistogramSpectrum, LineSpectrum, MonoEnergy
from mcsim.sources.shape import Circle, GaussianSpot, Point, Rectangle, Volume
from mcsim.sources.spectra import Spectrum, SpectrumFile, spectrum_names

__all__ = [
    "Along",
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
    "Spectrum",
    "SpectrumFile",
    "Volume",
    "spectrum_names",
]
