"""Grids: where voxels lie in the world, along the axes and turned against them."""

from __future__ import annotations

import numpy as np
import pytest

from mcsim.frame import Frame
from mcsim.viewer.scene.grid import ViewGrid
from tests.viewer.letters import center, edges_of, letter, oblique, turned


@pytest.mark.parametrize("normal", [0, 1, 2])
def test_a_cut_through_the_letter_shows_it(normal):
    voxels = letter(normal)
    grid = ViewGrid.aligned(*edges_of(voxels))
    for layer in range(3):
        index = [0, 0, 0]
        index[2 - normal] = layer
        at = center(voxels, tuple(index))[normal]
        expected = np.take(voxels, layer, axis=2 - normal)
        np.testing.assert_array_equal(grid.cut(voxels, normal, at), expected)


def test_every_voxel_is_found_at_its_centre_and_only_there():
    voxels = letter(1)
    grid = ViewGrid.aligned(*edges_of(voxels))
    for index in np.ndindex(voxels.shape):
        assert grid.locate(center(voxels, index)) == index
        np.testing.assert_allclose(grid.center(index), center(voxels, index))
    low, high = grid.bounds
    assert grid.locate(low - 0.01) is None
    assert grid.locate(high) == tuple(count - 1 for count in voxels.shape)


def test_uneven_voxels_keep_their_places():
    edges = (np.array([0.0, 1.0, 3.0, 3.5]), np.array([0.0, 1.0]), np.array([0.0, 2.0, 2.5]))
    grid = ViewGrid.aligned(*edges)
    values = np.arange(6.0).reshape(2, 1, 3)
    pixels = grid.pixel_edges(0)
    cut = grid.cut(values, 1, 0.5)
    for column, x in enumerate(0.5 * (pixels[1:] + pixels[:-1])):
        assert cut[0, column] == np.searchsorted(edges[0], x) - 1
    place, row = grid.row(values, 0, (0.2, 0.5, 2.2))
    np.testing.assert_array_equal(row, [3.0, 4.0, 5.0])
    np.testing.assert_allclose(place, [0.5, 2.0, 3.25])


def test_an_oblique_frame_agrees_with_the_frame_itself():
    voxels = letter(2)
    values = voxels * 10.0 + np.arange(voxels.size).reshape(voxels.shape)
    frame = oblique(voxels)
    grid = ViewGrid.from_frame(frame)
    generator = np.random.default_rng(3)
    low, high = grid.bounds
    for point in low + (high - low) * generator.random((500, 3)):
        i, j, k = np.floor(frame.indices(point) + 0.5).astype(int)
        inside = 0 <= i < frame.size[0] and 0 <= j < frame.size[1] and 0 <= k < frame.size[2]
        assert grid.locate(point) == ((k, j, i) if inside else None)
    for normal in range(3):
        at = float(grid.center((1, 4, 2))[normal])
        check_cut(grid, frame, values, normal, at)


def check_cut(grid: ViewGrid, frame: Frame, values: np.ndarray, normal: int, at: float) -> None:
    """Every pixel of an oblique cut holds the voxel at its place, or nothing outside."""
    cut = grid.cut(values, normal, at)
    across, down = (axis for axis in range(3) if axis != normal)
    u, v = (grid.pixel_edges(axis) for axis in (across, down))
    seen = 0
    for row in range(cut.shape[0]):
        for column in range(cut.shape[1]):
            point = np.zeros(3)
            point[[across, down, normal]] = (u[column] + u[column + 1]) / 2, (v[row] + v[row + 1]) / 2, at
            i, j, k = np.floor(frame.indices(point) + 0.5).astype(int)
            if 0 <= i < frame.size[0] and 0 <= j < frame.size[1] and 0 <= k < frame.size[2]:
                assert cut[row, column] == values[k, j, i]
                seen += 1
            else:
                assert np.isnan(cut[row, column])
    assert seen > 10


def test_a_quarter_turn_turns_the_letter():
    voxels = letter(2)
    nz, ny, nx = voxels.shape
    frame = Frame((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (nx, ny, nz), turned(90.0, 0.0))
    cut = ViewGrid.from_frame(frame).cut(voxels.astype(float), 2, 1.0)
    np.testing.assert_array_equal(cut[::2, ::2], np.rot90(voxels[1], -1))
    np.testing.assert_array_equal(cut[1::2, 1::2], cut[::2, ::2])  # two pixels a voxel


def test_a_cut_beside_the_grid_is_none():
    voxels = letter(2)
    assert ViewGrid.aligned(*edges_of(voxels)).cut(voxels, 2, 100.0) is None
    assert ViewGrid.from_frame(oblique(voxels)).cut(voxels, 2, 100.0) is None
