"""Asymmetric phantoms: a letter F in the plane across each axis, of voxels with three different widths."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mcsim.frame import Frame
from mcsim.results import Axis
from mcsim.results.setup import Setup
from mcsim.results.stored import StoredResult, StoredTally
from mcsim.viewer.scene.build import stored_scene
from mcsim.viewer.scene.grid import ViewGrid
from mcsim.viewer.scene.scene import Scene

LETTER = np.array(
    [
        [0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 1, 0],
        [0, 1, 0, 0, 0, 0],
        [0, 1, 1, 1, 0, 0],
        [0, 1, 0, 0, 0, 0],
        [0, 1, 0, 0, 0, 0],
        [0, 1, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0],
    ],
    dtype=np.uint8,
)
"""Rows from the top, columns from the left, as it is read."""
WIDTHS = {"x": 0.5, "y": 0.8, "z": 1.25}
STARTS = {"x": -4.0, "y": 1.0, "z": 2.0}
THICKNESS = 3
PLATE = 1
"""Layers across the plane of the letter, and the one that it stands in."""


def letter(normal: int) -> np.ndarray:
    """Voxels (z, y, x) with the letter in the plane across an axis, its rows along the later axis."""
    counts = [0, 0, 0]
    across, down = (axis for axis in range(3) if axis != normal)
    counts[normal], counts[across], counts[down] = THICKNESS, LETTER.shape[1], LETTER.shape[0]
    voxels = np.zeros(counts[::-1], dtype=np.uint8)
    plate = np.moveaxis(voxels, 2 - normal, 0)
    plate[PLATE] = LETTER
    return voxels


def edges_of(voxels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Edges along x, y, z (cm)."""
    x, y, z = (
        STARTS[name] + WIDTHS[name] * np.arange(count + 1)
        for name, count in zip("xyz", reversed(voxels.shape), strict=True)
    )
    return x, y, z


def center(voxels: np.ndarray, index: tuple[int, int, int]) -> tuple[float, float, float]:
    """Centre (x, y, z) of the voxel (z, y, x)."""
    x, y, z = (
        float(0.5 * (row[n] + row[n + 1])) for row, n in zip(edges_of(voxels), reversed(index), strict=True)
    )
    return x, y, z


def stored(voxels: np.ndarray, value: np.ndarray | None = None, **about: object) -> StoredResult:
    """A result on a grid of voxels: aluminum where they are 1, in water; the dose is 3 and 1 pGy there."""
    edges = edges_of(voxels)
    dose = (1.0 + 2.0 * voxels) * 1e-12 if value is None else value
    axes = tuple(Axis(name, "cm", row) for name, row in zip("zyx", reversed(edges), strict=True))
    setup = Setup(edges, voxels, ("water", "aluminum"), np.array([1.0, 2.7], dtype=np.float32))
    single = dose.astype(np.float32)
    tally = StoredTally("dose", "dose", "Gy per source particle", axes, single, 0.1 * single, 1000)
    described = {"title": "letters", "version": "0", "histories": 1000, "complete": True, **about}
    return StoredResult(tallies={"dose": tally}, setup=setup, **described)  # type: ignore[arg-type]


def letter_scene(normal: int, turn: float = 0.0) -> Scene:
    """The letter, or the letter turned in its plane: about x (normal 0) or z (normal 2), degrees."""
    scene = stored_scene(stored(letter(normal)))
    if not turn:
        return scene
    about = {0: (0.0, turn), 2: (turn, 0.0)}[normal]
    grid = ViewGrid.from_frame(oblique(letter(normal), *about))
    layers, backgrounds = (
        {name: replace(layer, grid=grid) for name, layer in each.items()}
        for each in (scene.layers, scene.backgrounds)
    )
    return replace(scene, layers=layers, backgrounds=backgrounds, bodies=())


def turned(about_z: float, about_x: float) -> tuple[tuple[float, ...], ...]:
    a, b = np.radians([about_z, about_x])
    z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    return tuple(tuple(float(each) for each in row) for row in z @ x)


def oblique(voxels: np.ndarray, about_z: float = 30.0, about_x: float = 20.0) -> Frame:
    """A frame turned against the axes, with the three widths."""
    nz, ny, nx = voxels.shape
    return Frame((1.0, -2.0, 3.0), (0.5, 0.8, 1.25), (nx, ny, nz), turned(about_z, about_x))
