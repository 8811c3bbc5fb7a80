"""Tables of Compton scattering: Klein-Nishina staircases and scattering functions of materials."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from mcsim.data.scattering_factors import scattering_function
from mcsim.materials.material import Material
from mcsim.physics.compton import CELLS, ROWS_SHIFT, ComptonTable
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.physics.lookup import grid_code, make_grid
from mcsim.physics.momentum_transfer import X2_MAX, X2_MIN
from mcsim.tables.attenuation import ENERGY_MAX, ENERGY_MIN

_REFINEMENTS = 6  # the areas agree to 1e-6 after 5


def build_compton(materials: Sequence[Material]) -> ComptonTable:
    """Compton table of `materials`."""
    return ComptonTable(
        first_code=grid_code(ENERGY_MIN),
        staircase=_staircases(),
        first_x2_code=grid_code(X2_MIN),
        scattering=np.stack([_mixture(material) for material in materials]),
    )


def _mixture(material: Material) -> np.ndarray:
    """S(x) / Z of a material on the grid in x^2, shape (q,)."""
    functions = np.stack([_element_function(z) for z in material.z])
    return np.asarray(material.atoms_per_gram @ functions / material.electrons_per_gram)


@cache
def _element_function(z: int) -> np.ndarray:
    """S(x) of an element on the grid in x^2, interpolated ln-ln, shape (q,)."""
    x, values = scattering_function(z)
    positive = (x > 0.0) & (values > 0.0)
    log_x2 = np.log(make_grid(X2_MIN, X2_MAX))
    found = np.exp(np.interp(log_x2, 2.0 * np.log(x[positive]), np.log(values[positive])))
    return np.asarray(np.maximum.accumulate(found))


@cache
def _staircases() -> np.ndarray:
    """Staircases above the Klein-Nishina shape, shape (rows, CELLS + 1, 2): start in 1 - cos, height.

    A step's height is the larger of the shape's values at its ends: the shape has no maximum inside. The
    steps are moved until they have about equal areas; heights are then raised to make the areas equal. At
    the lower end of an energy bin 0.91 or more of the candidates pass (0.96 on average over energies).
    """
    lowest = make_grid(ENERGY_MIN, ENERGY_MAX)[: -1 : 1 << ROWS_SHIFT] / ELECTRON_MASS
    table = np.zeros((lowest.size, CELLS + 1, 2))
    for row, k in enumerate(lowest):
        start = np.expm1(np.linspace(0.0, np.log1p(2.0 * k), CELLS + 1)) / k
        for _ in range(_REFINEMENTS):
            area = np.concatenate([[0.0], np.cumsum(_heights(k, start) * np.diff(start))])
            start = np.interp(np.linspace(0.0, area[-1], CELLS + 1), area, start)
        start[0], start[-1] = 0.0, 2.0
        width = np.diff(start)
        table[row, :, 0] = start
        table[row, :-1, 1] = np.max(_heights(k, start) * width) / width
    return table


def _heights(k: float, start: np.ndarray) -> np.ndarray:
    """Bounds of the Klein-Nishina shape between neighbours of `start` (1 - cos theta)."""
    ratio = 1.0 / (1.0 + k * start)
    shape = ratio**3 + ratio - ratio**2 * start * (2.0 - start)
    return np.asarray(np.maximum(shape[1:], shape[:-1]))
