"""Frames: voxel grids as images, in cm and in mm."""

from __future__ import annotations

import numpy as np
import pytest

from mcsim.frame import Frame


def test_origin_is_the_centre_of_the_first_voxel():
    frame = Frame.from_edges(np.linspace(-15, 15, 61), np.linspace(-10, 10, 21), np.linspace(0, 30, 31))
    assert frame is not None
    assert frame.origin == pytest.approx((-14.75, -9.5, 0.5))
    assert frame.spacing == pytest.approx((0.5, 20 / 20, 1.0))
    assert frame.size == (60, 20, 30)


def test_uneven_grids_have_no_frame():
    assert Frame.from_edges(np.array([0.0, 1.0, 3.0]), np.array([0.0, 1.0]), np.array([0.0, 1.0])) is None


def test_millimetres_there_and_back():
    frame = Frame((1.0, -2.0, 3.0), (0.1, 0.2, 0.3), (4, 5, 6))
    origin, spacing = frame.to_image()
    assert origin == pytest.approx((10.0, -20.0, 30.0))
    assert spacing == pytest.approx((1.0, 2.0, 3.0))
    assert Frame.from_image(origin, spacing, frame.size) == frame


def test_edges_enclose_the_voxels():
    x = np.linspace(-3.0, 5.0, 9)
    y, z = np.linspace(0.0, 1.0, 3), np.linspace(-1.0, 0.0, 5)
    frame = Frame.from_edges(x, y, z)
    assert frame is not None
    for made, given in zip(frame.edges(), (x, y, z), strict=True):
        np.testing.assert_allclose(made, given, atol=1e-12)


def test_turned_frame_places_indices():
    quarter_turn = ((0.0, -1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    frame = Frame((1.0, 2.0, 3.0), (0.5, 1.0, 2.0), (10, 10, 10), quarter_turn)
    indices = np.array([[0.0, 0.0, 0.0], [2.0, 0.0, 0.0], [0.0, 3.0, 1.0]])
    points = frame.points(indices)
    np.testing.assert_allclose(points, [[1, 2, 3], [1, 3, 3], [-2, 2, 5]], atol=1e-12)
    np.testing.assert_allclose(frame.indices(points), indices, atol=1e-12)
    with pytest.raises(ValueError, match="along x, y and z"):
        frame.edges()


@pytest.mark.parametrize(
    "change",
    [
        {"spacing": (0.0, 1.0, 1.0)},
        {"size": (0, 1, 1)},
        {"direction": ((1.0, 1.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))},
    ],
)
def test_impossible_frames(change):
    with pytest.raises(ValueError, match="frame"):
        Frame(**{"origin": (0.0, 0.0, 0.0), "spacing": (1.0, 1.0, 1.0), "size": (1, 1, 1), **change})
