"""Atomic form factors and incoherent scattering functions (EPDL97).

x = sin(theta / 2) / lambda in 1/Angstrom, which is E / (12.39842 keV) sin(theta / 2).
"""

from __future__ import annotations

from functools import cache

import numpy as np

from mcsim.data.store import element_slice, read_arrays


def form_factor(z: int) -> tuple[np.ndarray, np.ndarray]:
    """(x, F): form factor of element `z`, F(0) = Z; x in 1/Angstrom, ascending from 0, shape (n,).

    F is to be interpolated as ln F in ln x (the first point, x = 0, apart).

    Raises:
        DataError: no such element.
    """
    return _factor("form_factors", z)


def scattering_function(z: int) -> tuple[np.ndarray, np.ndarray]:
    """(x, S): incoherent scattering function of element `z`, S(0) = 0 and S(infinity) = Z.

    x in 1/Angstrom, ascending from 0, shape (n,). S is to be interpolated as ln S in ln x; near x = 0
    it goes with x^2.

    Raises:
        DataError: no such element.
    """
    return _factor("scattering_functions", z)


@cache
def _factor(group: str, z: int) -> tuple[np.ndarray, np.ndarray]:
    arrays = read_arrays("photons.h5", group)
    rows = element_slice(arrays["offset"], z)
    return arrays["x"][rows], arrays["value"][rows]
