"""Table of the dose to water: the ratio of stopping powers of water and each medium."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from mcsim.materials import Material, material
from mcsim.physics.hadrons import HADRONS
from mcsim.physics.lookup import grid_code
from mcsim.tables import charged_grid, hadron_grid
from mcsim.tables.hadron_stopping import electronic_stopping
from mcsim.tables.stopping import collision_stopping
from mcsim.transport.partial_dose import WaterTable

_Stopping = Callable[[Material, np.ndarray], np.ndarray]
_LOWEST = charged_grid.ENERGY_MIN
assert hadron_grid.ENERGY_MIN == _LOWEST, "one first code serves both grids"


def build_water_table(materials: Sequence[Material], with_hadrons: bool) -> WaterTable:
    """Ratios of the unrestricted mass electronic stopping powers of water and of each material.

    Without materials the table is empty: no dose reads it. The shorter grid of electrons and positrons is
    filled up with its last row.
    """
    species: list[tuple[np.ndarray, _Stopping]] = [
        (charged_grid.ENERGIES, partial(collision_stopping, charge=charge)) for charge in (0, 1)
    ]
    if with_hadrons:
        species += [(hadron_grid.ENERGIES, partial(electronic_stopping, hadron=hadron)) for hadron in HADRONS]
    points = max(len(grid) for grid, _ in species) if materials else 0
    rows = [[_columns(stopping, medium, grid, points) for medium in materials] for grid, stopping in species]
    shape = (len(species), len(materials), points, 2)
    return WaterTable(grid_code(_LOWEST), _LOWEST, np.array(rows, dtype=np.float64).reshape(shape))


def _columns(stopping: _Stopping, medium: Material, grid: np.ndarray, points: int) -> np.ndarray:
    """The ratio and its integral over energy, which begins at 0 with the first ratio; shape (points, 2)."""
    ratio = stopping(material("water"), grid) / stopping(medium, grid)
    pieces = 0.5 * (ratio[1:] + ratio[:-1]) * np.diff(grid)
    integral = ratio[0] * grid[0] + np.concatenate([[0.0], np.cumsum(pieces)])
    rows = np.stack([ratio, integral], axis=-1)
    return np.concatenate([rows, np.repeat(rows[-1:], points - len(rows), axis=0)])
