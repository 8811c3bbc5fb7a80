"""Tables of the linear energy transfer of protons and light ions, for the tallies of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mcsim.materials import Material, material
from mcsim.physics.hadrons import HADRONS, Hadron
from mcsim.physics.lookup import grid_code
from mcsim.tables.hadron_grid import ENERGIES
from mcsim.tables.hadron_stopping import electronic_stopping, total_stopping
from mcsim.transport.linear_energy_transfer import LetTable


def build_let_table(materials: Sequence[Material]) -> LetTable:
    """Unrestricted electronic stopping powers of water and of each material, with their integrals."""
    rows = [
        [[_columns(water or medium, medium, hadron) for medium in materials] for hadron in HADRONS]
        for water in (material("water"), None)
    ]
    return LetTable(grid_code(ENERGIES[0]), np.array(rows, dtype=np.float64))


def _columns(stopped_by: Material, medium: Material, hadron: Hadron) -> np.ndarray:
    """L, range in the medium, and the integrals of L over energy and over this range; shape (n, 4).

    Integrals begin at the lowest energy, 1 keV.
    """
    transfer = electronic_stopping(stopped_by, ENERGIES, hadron)
    per_energy = 1.0 / total_stopping(medium, ENERGIES, hadron)
    return np.stack(
        [transfer, _integral(per_energy), _integral(transfer), _integral(transfer * per_energy)], axis=-1
    )


def _integral(values: np.ndarray) -> np.ndarray:
    """Integral over energy from the first point on, by the trapezoidal rule in its logarithm."""
    integrand = values * ENERGIES
    pieces = 0.5 * (integrand[1:] + integrand[:-1]) * np.diff(np.log(ENERGIES))
    integral: np.ndarray = np.concatenate([[0.0], np.cumsum(pieces)])
    return integral
