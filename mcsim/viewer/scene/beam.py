"""Outlines of sources: where particles start and where they fly to, as lines and an arrow."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mcsim.sources import Beam, ScannedBeam
from mcsim.sources.direction import Along, Cone, Fan, Isotropic
from mcsim.sources.scanned import AnyBeam
from mcsim.sources.shape import Circle, GaussianSpot, Rectangle, Volume

Floats = NDArray[np.float64]
_TURN = np.linspace(0.0, 2.0 * math.pi, 49)
_MOST_SPOTS = 400
_SIGMAS = 2.0  # of a Gaussian spot that its outline shows


@dataclass(frozen=True, eq=False)
class Outline:
    """A source as lines.

    Attributes:
        label: what it is, in words.
        lines: each of shape (n, 3), cm.
        position: where it stands. direction: unit vector of its arrow; None if it has none.
    """

    label: str
    lines: tuple[Floats, ...]
    position: tuple[float, float, float]
    direction: tuple[float, float, float] | None


def outline(beam: AnyBeam, low: Floats, high: Floats) -> Outline:
    """Outline of a source with rays that go through a box from corner `low` to `high` (cm)."""
    start = np.array(beam.position) if isinstance(beam, ScannedBeam) else _middle(beam)
    reach = float(np.linalg.norm(0.5 * (low + high) - start) + 0.4 * np.linalg.norm(high - low))
    if isinstance(beam, ScannedBeam):
        return _scanned(beam, reach)
    energy = f"to {beam.highest_energy:g} MeV"
    isotropic = isinstance(beam.direction, Isotropic)
    direction = None if isotropic else _triple(beam.axes()[2])
    position = _triple(start)
    lines = (*_edge(beam), *_rays(beam, reach))
    return Outline(f"{beam.particle} source, {energy}", lines, position, direction)


def _middle(beam: Beam) -> Floats:
    if isinstance(beam.shape, Volume):
        return np.array(beam.shape.shape.center)
    return np.array(beam.position)


def _edge(beam: Beam) -> list[Floats]:
    """Outline of where particles start."""
    if isinstance(beam.shape, Volume):
        low, high = beam.shape.shape.bounds()
        return box_lines(low, high)
    border = _border(beam)
    if len(border) < 2:
        return []
    u, v, _ = beam.axes()
    return [np.array(beam.position) + border[:, :1] * u + border[:, 1:] * v]


def _border(beam: Beam) -> Floats:
    """Closed line around the start in the source plane, shape (n, 2); a single point for a point."""
    shape = beam.shape
    if isinstance(shape, Rectangle):
        a, b = 0.5 * shape.size[0], 0.5 * shape.size[1]
        return np.array([[-a, -b], [a, -b], [a, b], [-a, b], [-a, -b]])
    if isinstance(shape, Circle):
        return shape.radius * np.column_stack([np.cos(_TURN), np.sin(_TURN)])
    if isinstance(shape, GaussianSpot):
        sigmas = _SIGMAS * np.array(shape.sigma)
        return np.column_stack([np.cos(_TURN), np.sin(_TURN)]) * sigmas
    return np.zeros((1, 2))


def _rays(beam: Beam, reach: float) -> list[Floats]:
    """Lines along which particles of the edge fly."""
    u, v, w = beam.axes()
    middle = _middle(beam)
    if isinstance(beam.direction, Isotropic):
        ways = [sign * row for row in np.eye(3) for sign in (-1.0, 1.0)]
        return [np.array([middle, middle + 0.5 * reach * way]) for way in ways]
    if isinstance(beam.direction, Cone):
        tilt = min(beam.direction.half_angle, math.pi)
        ways = [
            math.sin(tilt) * (math.cos(t) * u + math.sin(t) * v) + math.cos(tilt) * w for t in _TURN[:-1:6]
        ]
        return [np.array([middle, middle + reach * way]) for way in ways]
    if isinstance(beam.direction, Fan):
        a, b = (math.tan(0.5 * angle) for angle in beam.direction.angles)
        ways = [i * a * u + j * b * v + w for i in (-1, 1) for j in (-1, 1)]
        return [np.array([middle, middle + reach * way / np.linalg.norm(way)]) for way in ways]
    assert isinstance(beam.direction, Along)
    border = _border(beam)
    few = border[:-1:12] if len(border) > 5 else border[:4]
    starts = middle + few[:, :1] * u + few[:, 1:] * v
    distance = beam.source_distance
    if distance is None:
        return [np.array([start, start + reach * w]) for start in starts]
    focus = middle - distance * w
    return [np.array([focus, start + reach * (start - focus) / distance]) for start in starts]


def _scanned(beam: ScannedBeam, reach: float) -> Outline:
    """Axes of the spots, from where protons start to `reach` behind their plane."""
    spots, axes = beam.resolved(), beam.axes()
    pick = slice(None, None, -(-len(spots.x) // _MOST_SPOTS))
    plane = np.column_stack([spots.x[pick], spots.y[pick], np.zeros(len(spots.x[pick]))])
    slopes = np.column_stack([spots.tangent_x[pick], spots.tangent_y[pick], np.ones(len(plane))])
    middle = np.array(beam.position)
    lines = [
        middle + np.array([place - beam.drift * slope, place + reach * slope]) @ axes
        for place, slope in zip(plane, slopes, strict=True)
    ]
    label = f"scanned protons, {len(spots.x)} spots, to {beam.highest_energy:.4g} MeV"
    return Outline(label, tuple(lines), _triple(middle), _triple(axes[2]))


def box_lines(low: Floats, high: Floats) -> list[Floats]:
    """The twelve edges of a box, each of shape (2, 3)."""
    lines = []
    for axis in range(3):
        others = [other for other in range(3) if other != axis]
        for first in (low, high):
            for second in (low, high):
                line = np.array([low, high], dtype=np.float64)
                line[:, others[0]], line[:, others[1]] = first[others[0]], second[others[1]]
                lines.append(line)
    return lines


def _triple(row: Floats) -> tuple[float, float, float]:
    return float(row[0]), float(row[1]), float(row[2])
