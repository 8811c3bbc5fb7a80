"""Shapes: which points lie inside."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.geometry import Box, Cylinder, Slab, Sphere


def _volume(shape, half: float = 3.0, count: int = 120) -> float:
    """Volume of a shape by counting the middles of small cells, cm3."""
    row = (np.arange(count) + 0.5) / count * 2 * half - half
    inside = shape.contains(row[None, None, :], row[None, :, None], row[:, None, None])
    return float(inside.sum()) * (2 * half / count) ** 3


@pytest.mark.parametrize(
    ("shape", "volume"),
    [
        (Box("0.5, 0, 0 cm", "1, 2, 3 cm"), 6.0),
        (Sphere("0, 0.5, 0 cm", "2 cm"), 4 / 3 * math.pi * 8),
        (Cylinder("0, 0, 0.5 cm", "1 cm", "4 cm"), 4 * math.pi),
        (Cylinder("0, 0, 0.5 cm", "1 cm", "4 cm", axis="x"), 4 * math.pi),
        (Slab("y", "-1 cm", "0.5 cm"), 1.5 * 36.0),
    ],
)
def test_volume_and_bounds(shape, volume):
    assert _volume(shape) == pytest.approx(volume, rel=0.01)
    low, high = shape.bounds()
    row = np.linspace(-3, 3, 61)
    z, y, x = (axis.ravel() for axis in np.meshgrid(row, row, row, indexing="ij"))
    inside = shape.contains(x, y, z)
    outside_bounds = (
        (x < low[0]) | (x > high[0]) | (y < low[1]) | (y > high[1]) | (z < low[2]) | (z > high[2])
    )
    assert not np.any(inside & outside_bounds)


@pytest.mark.parametrize(
    ("axis", "inside"), [("x", (1.9, 0.0, 0.0)), ("y", (0.0, 1.9, 0.0)), ("z", (0.0, 0.0, 1.9))]
)
def test_cylinders_lie_along_their_axis(axis, inside):
    cylinder = Cylinder("0, 0, 0 cm", "1 cm", "4 cm", axis=axis)
    assert cylinder.contains(*(np.array([value]) for value in inside))[0]
    assert not cylinder.contains(*(np.array([value]) for value in np.roll(inside, 1)))[0]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Box("0, 0, 0 cm", "1, 0, 1 cm"), "Box.size: '1, 0, 1 cm' must be above 0"),
        (lambda: Sphere("0, 0, 0 cm", "-1 cm"), "Sphere.radius: '-1 cm' must be above 0"),
        (lambda: Slab("z", "3 cm", "2 cm"), "Slab.to: 2 cm does not lie above 'from' (3 cm)"),
        (lambda: Slab("w", "1 cm", "2 cm"), "Slab.axis: 'w' is not one of x, y, z"),
    ],
)
def test_impossible_shapes(make, message):
    with pytest.raises(InputError) as caught:
        make()
    assert str(caught.value) == message
