"""Regions for dose-volume histograms: named ones, materials, and those painted around the crosshair."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError
from mcsim.results.dvh import DoseVolumeHistogram, dose_volume_histogram
from mcsim.results.tally import TallyResult
from mcsim.viewer.scene.grid import ViewGrid
from mcsim.viewer.scene.layer import Layer
from mcsim.viewer.scene.scene import Scene
from mcsim.viewer.scene.state import ViewState

Mask = NDArray[np.bool_]
SPHERE, BOX, HIGH_DOSE, EVERYTHING = (
    "sphere at the crosshair",
    "box at the crosshair",
    "dose above 50 %",
    "everything",
)


def region_names(scene: Scene) -> list[str]:
    """Regions that a histogram can be drawn of: named ones first, then materials, then painted ones."""
    named = list(dict.fromkeys((*scene.setup.region_names, *scene.setup.materials))) if scene.setup else []
    return [*named, SPHERE, BOX, HIGH_DOSE, EVERYTHING]


def histogram(scene: Scene, state: ViewState) -> DoseVolumeHistogram | None:
    """Dose-volume histogram of the chosen region; None without one, a dose, or a voxel in it."""
    layer = scene.layers.get(state.layer)
    if layer is None or layer.tally is None or not layer.is_dose or not state.region:
        return None
    mask = region_mask(scene, state, layer)
    if not mask.any() or not np.isfinite(layer.values[mask]).all():
        return None
    try:
        return dose_volume_histogram(cast(TallyResult, layer.tally), mask, state.region)
    except InputError:
        return None


def region_mask(scene: Scene, state: ViewState, layer: Layer) -> Mask:
    """Voxels of the layer in the chosen region, shape of its grid.

    Raises:
        InputError: there is no such region.
    """
    if state.region == EVERYTHING:
        return np.ones(layer.values.shape, dtype=np.bool_)
    if state.region == HIGH_DOSE:
        high: Mask = layer.values > 0.5 * layer.reference
        return high
    if state.region in (SPHERE, BOX):
        return _painted(layer.grid, state)
    if scene.setup is None:
        raise InputError(f"no region '{state.region}': the result keeps no phantom")
    return _on_grid(scene.setup.mask(state.region), ViewGrid.aligned(*scene.setup.edges), layer.grid)


def _painted(grid: ViewGrid, state: ViewState) -> Mask:
    """Voxels with their centres in a sphere or box around the crosshair."""
    center = grid.to_local(np.array(state.crosshair))
    i, j, k = (0.5 * (row[1:] + row[:-1]) - middle for row, middle in zip(grid.edges, center, strict=True))
    if state.region == SPHERE:
        inside: Mask = (
            i[None, None, :] ** 2 + j[None, :, None] ** 2 + k[:, None, None] ** 2 <= state.radius**2
        )
        return inside
    near = [np.abs(row) <= state.radius for row in (i, j, k)]
    box: Mask = near[0][None, None, :] & near[1][None, :, None] & near[2][:, None, None]
    return box


def _on_grid(mask: Mask, own: ViewGrid, grid: ViewGrid) -> Mask:
    """A mask on another grid along the axes: each voxel takes the value at its centre, false outside."""
    if all(np.array_equal(a, b) for a, b in zip(own.edges, grid.edges, strict=True)):
        return mask
    rows = []
    for edges, other in zip(own.edges, grid.edges, strict=True):
        centers = 0.5 * (other[1:] + other[:-1])
        number = np.searchsorted(edges, centers, side="right") - 1
        rows.append(np.where((number >= 0) & (number < len(edges) - 1), number, -1))
    i, j, k = rows
    found: Mask = mask[np.ix_(k, j, i)]
    found &= (k >= 0)[:, None, None] & (j >= 0)[:, None] & (i >= 0)
    return found
