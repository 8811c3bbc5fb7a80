"""Surfaces of voxel bodies, and outlines of sources."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mcsim.geometry import Box
from mcsim.sources import Beam, Circle, Cone, Fan, Isotropic, Rectangle, ScannedBeam, SpotList, Volume
from mcsim.viewer.scene.beam import outline
from mcsim.viewer.scene.bodies import MOST_VOXELS, VoxelBody, thinned
from mcsim.viewer.scene.grid import ViewGrid
from tests.viewer.letters import edges_of, letter, oblique

LOW, HIGH = np.array([-5.0, -5.0, 0.0]), np.array([5.0, 5.0, 20.0])


def area(points, faces):
    corners = points[faces]
    return float(
        np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0]), axis=1).sum()
    )


def expected_area(inside, widths):
    """Sum of the faces between a voxel inside and one outside."""
    padded = np.pad(inside, 1).astype(int)
    total = 0.0
    for axis, width in enumerate(widths[::-1]):
        faces = np.abs(np.diff(padded, axis=axis)).sum()
        total += faces * math.prod(widths) / width
    return total


@pytest.mark.parametrize("normal", [0, 1, 2])
@pytest.mark.parametrize("is_oblique", [False, True])
def test_a_surface_has_the_faces_of_its_voxels(normal, is_oblique):
    voxels = letter(normal)
    grid = ViewGrid.from_frame(oblique(voxels)) if is_oblique else ViewGrid.aligned(*edges_of(voxels))
    surface = VoxelBody("letter", "#ffffff", 1.0, grid, voxels, 1).surface()
    assert area(surface.points, surface.faces) == pytest.approx(expected_area(voxels == 1, (0.5, 0.8, 1.25)))
    local = grid.to_local(surface.points)
    occupied = np.argwhere(voxels == 1)[:, ::-1]
    for axis in range(3):
        row = grid.edges[axis]
        assert local[:, axis].min() == pytest.approx(row[occupied[:, axis].min()])
        assert local[:, axis].max() == pytest.approx(row[occupied[:, axis].max() + 1])


def test_large_bodies_are_thinned_and_keep_their_size():
    labels = np.ones((3, 5, 4 * MOST_VOXELS + 1), dtype=np.uint8)
    grid = ViewGrid.aligned(*(np.arange(count + 1.0) for count in reversed(labels.shape)))
    part, edges = thinned(labels, grid)
    assert max(part.shape) <= MOST_VOXELS
    assert [len(row) - 1 for row in edges] == list(reversed(part.shape))
    assert [row[-1] for row in edges] == list(reversed(labels.shape))


def test_a_diverging_beam_comes_from_its_focus():
    beam = Beam(
        "photon", energy="6 MeV", shape=Rectangle("4, 2 cm"), position="1, 2, -3 cm", source_distance="50 cm"
    )
    found = outline(beam, LOW, HIGH)
    edge, *rays = found.lines
    assert len(rays) == 4
    np.testing.assert_allclose(edge.max(axis=0) - edge.min(axis=0), [4, 2, 0])
    for ray in rays:
        np.testing.assert_allclose(ray[0], [1, 2, -53])
        slope = (ray[1] - ray[0]) / (ray[1, 2] - ray[0, 2])
        np.testing.assert_allclose(np.abs(slope[:2]), [2 / 50, 1 / 50])


def test_a_slanted_parallel_beam_flies_along_its_direction():
    way = np.array([1.0, 0.0, 2.0]) / math.sqrt(5.0)
    found = outline(Beam("electron", energy="10 MeV", shape=Circle("1 cm"), direction=(1, 0, 2)), LOW, HIGH)
    np.testing.assert_allclose(found.direction, way)
    assert np.all(np.abs(found.lines[0] @ way) < 1e-9)
    for ray in found.lines[1:]:
        np.testing.assert_allclose((ray[1] - ray[0]) / np.linalg.norm(ray[1] - ray[0]), way)


SPOTS = SpotList(energy=["100 MeV"] * 3, x=["0 cm"] * 3, y=["-1 cm", "0 cm", "1 cm"], weight=[1, 1, 1])
CUBE = Volume(Box("0, 0, 5 cm", "2, 2, 2 cm"))


@pytest.mark.parametrize(
    ("beam", "lines", "has_direction"),
    [
        (Beam("photon", energy="1 MeV", direction=Isotropic()), 6, False),
        (Beam("photon", energy="1 MeV", direction=Cone("10 deg")), 8, True),
        (Beam("photon", energy="1 MeV", direction=Fan("40, 2 deg")), 4, True),
        (Beam("photon", energy="1 MeV", shape=CUBE, direction=Isotropic()), 18, False),
        (ScannedBeam(SPOTS), 3, True),
    ],
)  # fmt: skip
def test_every_kind_of_source_has_an_outline(beam, lines, has_direction):
    found = outline(beam, LOW, HIGH)
    assert len(found.lines) == lines
    assert (found.direction is not None) == has_direction
    assert all(np.isfinite(line).all() for line in found.lines)
