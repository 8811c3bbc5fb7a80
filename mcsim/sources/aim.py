"""Whether a beam can hit a box at all: a check by geometry, before any particle is made.

Two sets of straight lines are tried: from all over the source (which finds a thin beam on a large
phantom), and backwards from all over the phantom (which finds a small phantom in a wide beam).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mcsim.sources.beam import Beam
from mcsim.sources.direction import Along, Cone, Fan, Isotropic
from mcsim.sources.scanned import AnyBeam, ScannedBeam, Spots
from mcsim.sources.shape import Circle, GaussianSpot, Rectangle, Volume

Floats = NDArray[np.float64]

_SPOT_REACH = 5.0  # standard deviations of a Gaussian spot that count as part of it
_ROW = np.linspace(-1.0, 1.0, 21)


def can_hit(beam: AnyBeam, low: Floats, high: Floats) -> bool:
    """Whether particles of the beam can reach the inside of the box from corner `low` to `high` (cm)."""
    if isinstance(beam, ScannedBeam):
        return _spots_can_hit(beam, low, high)
    starts, offsets = _starts(beam)
    if np.any(np.all((starts > low) & (starts < high), axis=1)):
        return True
    if isinstance(beam.direction, Isotropic):
        return True
    directions = _directions(beam, offsets)
    if any(_meets_box(starts, flying, low, high).any() for flying in directions):
        return True
    targets = low + (high - low) * (0.5 + 0.4999 * _cube(11))
    return _can_reach(beam, starts, targets)


def _spots_can_hit(beam: ScannedBeam, low: Floats, high: Floats) -> bool:
    """Whether the axis of a spot meets the box, or a place in it lies inside the reach of a spot."""
    spots, axes = beam.resolved(), beam.axes()
    slopes = np.column_stack([spots.tangent_x, spots.tangent_y])
    local = np.column_stack([spots.x, spots.y, np.zeros(len(spots.x))])
    local[:, :2] -= beam.drift * slopes
    local[:, 2] = -beam.drift
    directions = np.column_stack([slopes, np.ones(len(slopes))]) @ axes
    starts = np.array(beam.position) + local @ axes
    if _meets_box(starts, directions, low, high).any():
        return True
    targets = low + (high - low) * (0.5 + 0.4999 * _cube(11))
    return any(
        _in_reach(spots, *place) for place in (targets - beam.position) @ axes.T if place[2] > -beam.drift
    )


def _in_reach(spots: Spots, a: float, b: float, depth: float) -> bool:
    """Whether a place at (a, b), `depth` behind the plane of the spots (cm), is within 5 sigmas of a spot."""
    near = np.ones(len(spots.x), dtype=bool)
    for place, offset, tangent, sigma, divergence, correlation in (
        (a, spots.x, spots.tangent_x, spots.sigma_x, spots.divergence_x, spots.correlation_x),
        (b, spots.y, spots.tangent_y, spots.sigma_y, spots.divergence_y, spots.correlation_y),
    ):
        widening = divergence * depth
        variance = sigma**2 + 2.0 * correlation * sigma * widening + widening**2
        near &= (place - offset - tangent * depth) ** 2 <= _SPOT_REACH**2 * variance
    return bool(near.any())


def _starts(beam: Beam) -> tuple[Floats, Floats]:
    """Places all over the source (n, 3), and their offsets in the source plane (n, 2), cm."""
    shape = beam.shape
    if isinstance(shape, Volume):
        low, high = shape.shape.bounds()
        places = low + (high - low) * (0.5 + 0.5 * _cube(11))
        inside = shape.shape.contains(places[:, 0], places[:, 1], places[:, 2])
        return places[inside], np.zeros((int(inside.sum()), 2))
    a, b = (grid.ravel() for grid in np.meshgrid(_ROW, _ROW))
    half_a, half_b = _half_widths(beam)
    offsets = np.column_stack([a * half_a, b * half_b])[_in_area(beam, a * half_a, b * half_b)]
    u, v, _ = beam.axes()
    return np.array(beam.position) + offsets[:, :1] * u + offsets[:, 1:] * v, offsets


def _half_widths(beam: Beam) -> tuple[float, float]:
    shape = beam.shape
    if isinstance(shape, Rectangle):
        return 0.5 * shape.size[0], 0.5 * shape.size[1]
    if isinstance(shape, Circle):
        return shape.radius, shape.radius
    if isinstance(shape, GaussianSpot):
        return _SPOT_REACH * shape.sigma[0], _SPOT_REACH * shape.sigma[1]
    return 0.0, 0.0


def _in_area(beam: Beam, a: Floats, b: Floats) -> NDArray[np.bool_]:
    """Whether offsets in the source plane (cm) belong to the source's area."""
    half_a, half_b = _half_widths(beam)
    if isinstance(beam.shape, Circle):
        inside: NDArray[np.bool_] = a * a + b * b <= half_a * half_a * (1.0 + 1e-12)
        return inside
    return (np.abs(a) <= half_a) & (np.abs(b) <= half_b)


def _directions(beam: Beam, offsets: Floats) -> list[Floats]:
    """Directions tried from every start: arrays of shape (n, 3), lengths do not matter."""
    u, v, w = beam.axes()
    direction = beam.direction
    if isinstance(direction, Along):
        if beam.source_distance is None:
            return [np.broadcast_to(w, (len(offsets), 3))]
        return [offsets[:, :1] * u + offsets[:, 1:] * v + beam.source_distance * w]
    if isinstance(direction, Cone):
        rows = [
            math.sin(polar) * (math.cos(turn) * u + math.sin(turn) * v) + math.cos(polar) * w
            for polar in np.linspace(0.0, direction.half_angle, 9)
            for turn in np.linspace(0.0, 2.0 * math.pi, 12, endpoint=False)
        ]
    else:
        assert isinstance(direction, Fan)
        tangents = [math.tan(0.5 * angle) for angle in direction.angles]
        rows = [a * tangents[0] * u + b * tangents[1] * v + w for a in _ROW[::2] for b in _ROW[::2]]
    return [np.broadcast_to(row, (len(offsets), 3)) for row in rows]


def _can_reach(beam: Beam, starts: Floats, targets: Floats) -> bool:
    """Whether some straight line of the beam ends at one of the targets (n, 3)."""
    axes = beam.axes()
    direction = beam.direction
    if isinstance(direction, Along) and not isinstance(beam.shape, Volume):
        a, b, depth = ((targets - np.array(beam.position)) @ axes.T).T
        if beam.source_distance is not None:
            ahead = np.maximum(depth + beam.source_distance, 1e-30)
            a, b = a * beam.source_distance / ahead, b * beam.source_distance / ahead
        return bool(np.any((depth > 0.0) & _in_area(beam, a, b)))
    if isinstance(direction, Along):
        return False
    few = starts[:: max(len(starts) // 50, 1)]
    paths = (targets[None, :, :] - few[:, None, :]).reshape(-1, 3) @ axes.T
    if isinstance(direction, Cone):
        polar = np.arctan2(np.hypot(paths[:, 0], paths[:, 1]), paths[:, 2])
        return bool(np.any(polar <= direction.half_angle))
    assert isinstance(direction, Fan)
    bounds = [math.tan(0.5 * angle) * np.maximum(paths[:, 2], 0.0) for angle in direction.angles]
    return bool(np.any((np.abs(paths[:, 0]) < bounds[0]) & (np.abs(paths[:, 1]) < bounds[1])))


def _meets_box(starts: Floats, directions: Floats, low: Floats, high: Floats) -> NDArray[np.bool_]:
    """Whether half-lines (n, 3) cross the inside of a box."""
    with np.errstate(divide="ignore", invalid="ignore"):
        near = (low - starts) / directions
        far = (high - starts) / directions
    still = directions == 0.0
    beside = still & ((starts <= low) | (starts >= high))
    near, far = (
        np.where(still, -np.inf, np.minimum(near, far)),
        np.where(still, np.inf, np.maximum(near, far)),
    )
    enter, leave = np.maximum(near.max(axis=1), 0.0), far.min(axis=1)
    meets: NDArray[np.bool_] = ~beside.any(axis=1) & (leave > enter)
    return meets


def _cube(count: int) -> Floats:
    """Places all over the cube from -1 to 1, shape (count**3, 3)."""
    row = np.linspace(-1.0, 1.0, count)
    return np.stack(np.meshgrid(row, row, row), axis=-1).reshape(-1, 3)
