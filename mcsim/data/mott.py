"""Mott scattering: ratio of the cross section of a bare point nucleus to Rutherford's.

The table is computed by `physics_data/mott.py` from the Dirac partial-wave series.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from mcsim.data.store import LAST_ELEMENT, read_arrays
from mcsim.errors import DataError

if TYPE_CHECKING:
    from scipy.interpolate import CubicSpline

_FILE = "mott.h5"


def mott_ratio(z: int, charge: int, energies: np.ndarray, sine: np.ndarray) -> np.ndarray:
    """Ratio to the Rutherford cross section (1 at angle 0), shape (energies, angles).

    The coefficients of the table are interpolated by cubic splines in ln E (two points a factor of
    two; 3e-4 of the ratio or better above 16 keV); outside 2^-10 to 64 MeV the nearest end is taken.

    Args:
        z: atomic number, 1 to 100.
        charge: 0 for electrons, 1 for positrons.
        energies: kinetic energies, MeV, shape (energies,).
        sine: sin(theta / 2), shape (angles,).

    Raises:
        DataError: no such element.
    """
    if not 1 <= z <= LAST_ELEMENT:
        raise DataError(f"no Mott cross section for atomic number {z}; the table holds 1 to {LAST_ELEMENT}")
    grid = read_arrays(_FILE)["energy"]
    coefficients = _spline(z, charge)(np.log(np.clip(energies, grid[0], grid[-1])))
    basis = sine[:, None] * np.polynomial.chebyshev.chebvander(2.0 * sine - 1.0, coefficients.shape[1] - 1)
    # The fit may swing below the tiny backward values at high energy; a cross section may not.
    ratio: np.ndarray = np.maximum(1.0 + coefficients @ basis.T, 0.0)
    return ratio


@cache
def _spline(z: int, charge: int) -> CubicSpline:
    from scipy.interpolate import CubicSpline

    table = read_arrays(_FILE)
    return CubicSpline(np.log(table["energy"]), table["coefficients"][z - 1, charge])
