"""Grids: size, voxel and centre, or edges."""

from __future__ import annotations

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.geometry import Grid, GridEdges


def test_front_face_at_zero_by_default():
    x, y, z = Grid(size="30, 20, 10 cm", voxel="5, 4, 2.5 mm").axes()
    assert (x[0], x[-1], y[0], y[-1], z[0], z[-1]) == (-15.0, 15.0, -10.0, 10.0, 0.0, 10.0)
    assert (
        (len(z) - 1, len(y) - 1, len(x) - 1)
        == Grid(size="30, 20, 10 cm", voxel="5, 4, 2.5 mm").shape()
        == (40, 50, 60)
    )
    np.testing.assert_array_equal(x[:3], [-15.0, -14.5, -14.0])


def test_centre_and_corners():
    grid = Grid(size="2, 2, 2 cm", voxel="1 cm", center="1, 2, 3 cm")
    for corner, wanted in zip(grid.corners(), ([0, 1, 2], [2, 3, 4]), strict=True):
        np.testing.assert_allclose(corner, wanted)


def test_rectilinear_edges_from_pieces():
    grid = Grid(
        edges={"x": "-1, 0, 1 cm", "y": "-10, 10 mm", "z": ["0 to 2 cm by 2 mm", "2 to 3 cm by 0.5 mm"]}
    )
    _, y, z = grid.axes()
    assert grid.shape() == (30, 1, 2)
    np.testing.assert_allclose(z[:11], np.arange(11) * 0.2, atol=1e-12)
    np.testing.assert_allclose(np.diff(z[10:]), 0.05, atol=1e-12)
    assert z[-1] == 3.0
    np.testing.assert_allclose(y, [-1, 1])


def test_pieces_with_their_own_units():
    edges = GridEdges(x="0 mm to 1 cm by 5 mm", y="-5 to 5 mm by 5 mm", z="0, 1 cm")
    assert edges.x == pytest.approx((0.0, 0.5, 1.0))
    assert edges.y == pytest.approx((-0.5, 0.0, 0.5))


def test_edges_from_an_array():
    assert GridEdges(x=np.linspace(0, 1, 3), y=[0.0, 1.0], z="0, 1 cm").x == (0.0, 0.5, 1.0)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"size": "30, 30, 30 cm", "voxel": "7 mm"},
            "Grid.voxel: 30 cm along x are not a whole number of voxels of 0.7 cm",
        ),
        ({"size": "30, 30, 30 cm", "voxel": "7 mm"}, "write a size of 29.4 or 30.1 cm there"),
        ({"size": "1, 1, 1 cm", "voxel": "2 cm"}, "not a whole number of voxels"),
        ({"size": "30, 30, 30 cm"}, "Grid.voxel: is missing"),
        ({"voxel": "5 mm"}, "Grid.size: is missing"),
        ({"size": "1, 1, 1000 m", "voxel": "1, 1, 0.001 um"}, "are too many; write a larger voxel"),
        (
            {"edges": {"x": "0, 1 cm", "y": "0, 1 cm", "z": "0, 1 cm"}, "size": "1, 1, 1 cm"},
            "cannot stand beside 'edges'",
        ),
        ({"edges": {"x": "0, 1 cm", "y": "0, 1 cm"}}, "Grid.edges.z: is missing"),
        (
            {"edges": {"x": "0, 1 cm", "y": "0, 1 cm", "z": "1, 0 cm"}},
            "edges must ascend, but 0 cm follows 1 cm",
        ),
        ({"edges": {"x": "0, 1 cm", "y": "0, 1 cm", "z": "1 cm"}}, "one edge makes no voxel"),
        ({"edges": {"x": "0, 1 cm", "y": "0, 1 cm", "z": "0 to 1 cm by 3 mm"}}, "does not divide the piece"),
        ({"edges": {"x": "0, 1 cm", "y": "0, 1 cm", "z": "1 to 0 cm by 3 mm"}}, "does not go upwards"),
        (
            {"edges": {"x": "0, 1 cm", "y": "0, 1 cm", "z": ["0 to 1 cm by 1 mm", "up by 1 mm"]}},
            "is not a piece of an axis",
        ),
        ({"edges": {"x": "0, 1 cm", "y": "0, 1 cm", "z": "0 to 1 m by 1 nm"}}, "does not divide the piece"),
        (
            {"edges": {"x": "0, 1 cm", "y": "0, 1 cm", "z": "-1e300 to 1e300 cm by 1e-300 cm"}},
            "Grid.edges.z: '1e300 cm' must not be above 1e+08 cm",
        ),
        (
            {"edges": {"x": "0, 1 cm", "y": "0, 1 cm", "z": "0 to 1 cm by 1e-300 cm"}},
            "Grid.edges.z: '1e-300 cm' must not be below 1e-08 cm",
        ),
        (
            {"edges": {"x": "0, 1 cm", "y": "0, 1 cm", "z": "0, 1e-300 cm"}},
            "Grid.edges.z: edges must lie at least 1e-08 cm apart, but 1e-300 cm follows 0.0 cm",
        ),
        (
            {"edges": {"x": "0, 1 cm", "y": "0, 1 cm", "z": ["0 to 9 cm by 100 nm"] * 2}},
            "Grid.edges.z: more than 1000000 edges along one axis are too many",
        ),
        (
            {"size": "2, 2, 2 nm", "voxel": "1 nm", "center": ["0 m", "10000 m", "0 cm"]},
            "Grid.center: a voxel of 1e-07 cm is too small 1e+06 cm from the origin",
        ),
    ],
)
def test_wrong_grids(fields, message):
    with pytest.raises(InputError) as caught:
        Grid(**fields)
    assert message in str(caught.value)
