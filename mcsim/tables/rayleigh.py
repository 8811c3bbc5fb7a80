"""Tables of Rayleigh scattering: integrated squared form factors of materials and their inverse."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from mcsim.data.scattering_factors import form_factor
from mcsim.materials.material import Material
from mcsim.physics.lookup import grid_code, make_grid
from mcsim.physics.momentum_transfer import X2_MAX, X2_MIN
from mcsim.physics.rayleigh import ODDS_MAX, ODDS_MIN, RayleighTable

_GAUSS = 0.5 / np.sqrt(3.0)  # two-point Gauss-Legendre rule on a bin of width 1


def build_rayleigh(materials: Sequence[Material]) -> RayleighTable:
    """Rayleigh table of `materials`."""
    tables = [_mixture(material) for material in materials]
    return RayleighTable(
        first_x2_code=grid_code(X2_MIN),
        cumulative=np.stack([cumulative for cumulative, _ in tables]),
        first_odds_code=grid_code(ODDS_MIN),
        inverse=np.stack([inverse for _, inverse in tables]),
    )


def _mixture(material: Material) -> tuple[np.ndarray, np.ndarray]:
    """A(x^2) on the grid in x^2 and x^2 on the grid in A / (1 - A), for a material."""
    bins = material.atoms_per_gram @ np.stack([_element_bins(z) for z in material.z])
    bins /= bins.sum()
    below = np.cumsum(bins)
    above = np.cumsum(bins[::-1])[::-1]
    log_x2 = np.log(make_grid(X2_MIN, X2_MAX)[:-1])
    log_odds = np.log(below[:-1]) - np.log(above[1:])
    wanted = np.log(make_grid(ODDS_MIN, ODDS_MAX))
    found = np.interp(wanted, log_odds, log_x2)
    found += np.minimum(wanted - log_odds[0], 0.0)  # below the grid in x^2, A is proportional to x^2
    return below, np.exp(found)


@cache
def _element_bins(z: int) -> np.ndarray:
    """Integrals of F^2 over x^2: from 0 to the start of the grid, then over its bins; shape (q,)."""
    x, values = form_factor(z)
    positive = (x > 0.0) & (values > 0.0)
    log_x2, log_f = 2.0 * np.log(x[positive]), np.log(values[positive])
    points = make_grid(X2_MIN, X2_MAX)
    width, middle = np.diff(points), 0.5 * (points[1:] + points[:-1])

    def squared(x2: np.ndarray) -> np.ndarray:
        return np.asarray(np.exp(2.0 * np.interp(np.log(x2), log_x2, log_f)))

    bins = 0.5 * width * (squared(middle - _GAUSS * width) + squared(middle + _GAUSS * width))
    return np.concatenate([[points[0] * z * z], bins])
