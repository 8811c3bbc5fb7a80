"""PyVista meshes of what a scene holds: surfaces, lines, flat images and grids of values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mcsim.viewer.drawing.volume import Coarse
from mcsim.viewer.scene.bodies import Surface
from mcsim.viewer.scene.grid import ViewGrid

if TYPE_CHECKING:
    import pyvista as pv

Floats = NDArray[np.float64]


def surface_mesh(surface: Surface) -> pv.PolyData:
    """A surface of four-sided faces."""
    import pyvista as pv

    counts = np.full((len(surface.faces), 1), 4)
    return pv.PolyData(surface.points, np.hstack([counts, surface.faces]).ravel())


def line_mesh(lines: Iterable[NDArray[Any]]) -> pv.PolyData:
    """Lines, each of shape (n, 3)."""
    import pyvista as pv

    kept = [np.asarray(each) for each in lines if len(each) > 1]
    if not kept:
        return pv.PolyData()
    cells, start = [], 0
    for each in kept:
        cells.append(np.concatenate([[len(each)], np.arange(start, start + len(each))]))
        start += len(each)
    mesh = pv.PolyData()
    mesh.points = np.concatenate(kept)
    mesh.lines = np.concatenate(cells)
    return mesh


def image_mesh(
    normal: int, at: float, ends: Mapping[int, tuple[float, float]], pixels: NDArray[np.uint8]
) -> pv.ImageData:
    """An image in the plane where the world axis `normal` is `at`.

    Args:
        normal: number of the axis across the plane.
        at: where the plane lies along it, cm.
        ends: of the image along the two other axes, cm.
        pixels: shape (along the later axis, along the earlier axis, 4).
    """
    import pyvista as pv

    across, down = sorted(ends)
    counts = {across: pixels.shape[1], down: pixels.shape[0]}
    dimensions, spacing, origin = [1, 1, 1], [1.0, 1.0, 1.0], [at, at, at]
    for axis, (low, high) in ends.items():
        dimensions[axis] = counts[axis] + 1
        spacing[axis] = (high - low) / counts[axis]
        origin[axis] = low
    mesh = pv.ImageData(dimensions=dimensions, spacing=spacing, origin=origin)
    mesh.cell_data["colors"] = pixels.reshape(-1, 4)
    return mesh


def value_mesh(thin: Coarse, grid: ViewGrid) -> pv.StructuredGrid | pv.RectilinearGrid:
    """Values at the centres of voxels."""
    import pyvista as pv

    rows = [0.5 * (row[1:] + row[:-1]) for row in thin.edges]
    mesh = pv.RectilinearGrid(*rows)
    mesh.point_data["values"] = thin.values.ravel()
    if grid.is_aligned:
        return mesh
    placed = mesh.cast_to_structured_grid()
    placed.points = grid.to_world(np.asarray(placed.points, dtype=np.float64))
    return placed


def even_mesh(thin: Coarse, grid: ViewGrid) -> pv.ImageData:
    """Values of voxels of equal size, as volume rendering needs them, in the grid's own frame.

    Where voxels differ in size each place takes the value of the voxel that holds it.
    """
    import pyvista as pv

    rows, picks = [], []
    for row, count in zip(thin.edges, reversed(thin.values.shape), strict=True):
        edges = np.linspace(row[0], row[-1], count + 1)
        centers = 0.5 * (edges[1:] + edges[:-1])
        rows.append(centers)
        picks.append(np.clip(np.searchsorted(row, centers, side="right") - 1, 0, count - 1))
    i, j, k = picks
    spacing = [float(row[1] - row[0]) if len(row) > 1 else 1.0 for row in rows]
    mesh = pv.ImageData(
        dimensions=[len(row) for row in rows], spacing=spacing, origin=[float(row[0]) for row in rows]
    )
    mesh.point_data["values"] = thin.values[np.ix_(k, j, i)].ravel()
    return mesh


def placement(grid: ViewGrid) -> Floats:
    """The matrix (4, 4) that takes the grid's own frame into the world."""
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = grid.direction, grid.origin
    return matrix
