"""A beam as the numbers that the transport emits particles from."""

from __future__ import annotations

import math

import numpy as np

from mcsim.geometry.shapes import AXIS_NUMBER, Box, Sphere
from mcsim.sources.beam import Beam
from mcsim.sources.direction import Along, Cone, Fan, Isotropic
from mcsim.sources.energy import (
    GaussianEnergy,
    HistogramSpectrum,
    LineSpectrum,
    MonoEnergy,
    relative_weights,
)
from mcsim.sources.scanned import AnyBeam, ScannedBeam
from mcsim.sources.shape import Circle, GaussianSpot, Point, Rectangle, Volume
from mcsim.transport import emission
from mcsim.transport.emission import Source
from mcsim.transport.particles import PARTICLE_NAMES
from mcsim.world.spots import build_spots, no_spots

Triple = tuple[float, float, float]


def build_source(beam: AnyBeam) -> Source:
    """Numbers of a beam, in the frame of the voxel grid."""
    return _scanned(beam) if isinstance(beam, ScannedBeam) else _plain(beam)


def _scanned(beam: ScannedBeam) -> Source:
    highest = np.array([beam.highest_energy])
    return Source(
        kind=PARTICLE_NAMES.index(beam.particle),
        energy_low=highest,
        energy_high=highest,
        cumulative=np.ones(1),
        energy_sigma=0.0,
        shape=emission.SPOTS,
        size=(0.0, 0.0, 0.0),
        by_mass=False,
        position=beam.position,
        axes=np.ascontiguousarray(beam.axes(), dtype=np.float64),
        spread=emission.PARALLEL,
        spread_size=(0.0, 0.0),
        spots=build_spots(beam),
    )


def _plain(beam: Beam) -> Source:
    low, high, weights, sigma = _energies(beam)
    shape, size, position, axes = _place(beam)
    spread, spread_size = _directions(beam)
    cumulative = np.cumsum(weights / np.sum(weights))
    cumulative[-1] = 1.0
    return Source(
        kind=PARTICLE_NAMES.index(beam.particle),
        energy_low=low,
        energy_high=high,
        cumulative=cumulative,
        energy_sigma=sigma,
        shape=shape,
        size=size,
        by_mass=isinstance(beam.shape, Volume) and beam.shape.by == "mass",
        position=position,
        axes=np.ascontiguousarray(axes, dtype=np.float64),
        spread=spread,
        spread_size=spread_size,
        spots=no_spots(),
    )


def _energies(beam: Beam) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Lower ends, upper ends and weights of the energy bins, and the sigma of a Gaussian."""
    energy = beam.energy
    if isinstance(energy, HistogramSpectrum):
        edges = np.array(energy.edges, dtype=np.float64)
        return edges[:-1].copy(), edges[1:].copy(), relative_weights(energy.weights), 0.0
    if isinstance(energy, LineSpectrum):
        lines = np.array(energy.energies, dtype=np.float64)
        return lines, lines.copy(), relative_weights(energy.weights), 0.0
    if isinstance(energy, GaussianEnergy):
        return np.array([energy.mean]), np.array([energy.mean]), np.ones(1), energy.sigma
    assert isinstance(energy, MonoEnergy)
    return np.array([energy.energy]), np.array([energy.energy]), np.ones(1), 0.0


def _place(beam: Beam) -> tuple[int, Triple, Triple, np.ndarray]:
    """Code and size of the shape, its position and axes."""
    shape, position, axes = beam.shape, beam.position, beam.axes()
    if isinstance(shape, Point):
        return emission.POINT, (0.0, 0.0, 0.0), position, axes
    if isinstance(shape, Rectangle):
        return emission.RECTANGLE, (0.5 * shape.size[0], 0.5 * shape.size[1], 0.0), position, axes
    if isinstance(shape, Circle):
        return emission.CIRCLE, (shape.radius, 0.0, 0.0), position, axes
    if isinstance(shape, GaussianSpot):
        return emission.GAUSSIAN, (shape.sigma[0], shape.sigma[1], 0.0), position, axes
    return _volume(shape, axes)


def _volume(volume: Volume, axes: np.ndarray) -> tuple[int, Triple, Triple, np.ndarray]:
    """A volume source; its shape stands along the axes of the grid whatever the direction."""
    shape = volume.shape
    if isinstance(shape, Box):
        a, b, c = (0.5 * width for width in shape.size)
        return emission.BOX, (a, b, c), shape.center, axes
    if isinstance(shape, Sphere):
        return emission.SPHERE, (shape.radius, 0.0, 0.0), shape.center, axes
    code = emission.CYLINDERS[AXIS_NUMBER[shape.axis]]
    return code, (shape.radius, 0.0, 0.5 * shape.height), shape.center, axes


def _directions(beam: Beam) -> tuple[int, tuple[float, float]]:
    """Code and size of the distribution of directions."""
    direction = beam.direction
    if isinstance(direction, Isotropic):
        return emission.CONE, (2.0, 0.0)
    if isinstance(direction, Cone):
        return emission.CONE, (1.0 - math.cos(direction.half_angle), 0.0)
    if isinstance(direction, Fan):
        return emission.FAN, (math.tan(0.5 * direction.angles[0]), math.tan(0.5 * direction.angles[1]))
    assert isinstance(direction, Along)
    if beam.source_distance is not None:
        return emission.DIVERGING, (beam.source_distance, 0.0)
    return emission.PARALLEL, (0.0, 0.0)
