"""Elastic scattering of electrons and positrons by atoms, as computed by `physics_data/mott.py`.

Mott's ratio of the cross section of a bare point nucleus to Rutherford's; the first transport cross section
and the screening from the phase shifts of the Dirac equation in the field of the atom.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from mcsim.data.store import LAST_ELEMENT, read_arrays
from mcsim.errors import DataError

if TYPE_CHECKING:
    from scipy.interpolate import CubicSpline, PchipInterpolator

_FILE = "mott.h5"
_BARN = 1e-24  # cm2


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
    coefficients = _interpolators(z, charge)[0](_log_energy(energies))
    basis = sine[:, None] * np.polynomial.chebyshev.chebvander(2.0 * sine - 1.0, coefficients.shape[1] - 1)
    # The fit may swing below the tiny backward values at high energy; a cross section may not.
    ratio: np.ndarray = np.maximum(1.0 + coefficients @ basis.T, 0.0)
    return ratio


def elastic_transport(z: int, charge: int, energies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First transport cross section in cm2, and screening parameter in units of Moliere's; each (energies,).

    The cross section belongs to a point nucleus. Arguments and errors as for `mott_ratio`.
    """
    log_energy = _log_energy(energies)
    _, log_first, log_screening = _interpolators(z, charge)
    return _BARN * np.exp(log_first(log_energy)), np.exp(log_screening(log_energy))


def _log_energy(energies: np.ndarray) -> np.ndarray:
    grid = read_arrays(_FILE)["energy"]
    logarithm: np.ndarray = np.log(np.clip(energies, grid[0], grid[-1]))
    return logarithm


@cache
def _interpolators(z: int, charge: int) -> tuple[CubicSpline, CubicSpline, PchipInterpolator]:
    """Coefficients of the ratio, ln of the first transport cross section, ln of the screening over ln E."""
    from scipy.interpolate import CubicSpline, PchipInterpolator

    if not 1 <= z <= LAST_ELEMENT:
        raise DataError(
            f"no elastic cross section for atomic number {z}; the table holds 1 to {LAST_ELEMENT}"
        )
    table = read_arrays(_FILE)
    log_energy = np.log(table["energy"])
    return (
        CubicSpline(log_energy, table["ratio"][z - 1, charge]),
        CubicSpline(log_energy, np.log(table["first_transport"][z - 1, charge])),
        PchipInterpolator(log_energy, np.log(table["screening"][z - 1, charge])),
    )
