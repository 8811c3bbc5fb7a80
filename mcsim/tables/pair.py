"""Energy sharing of electron-positron pairs: Bethe-Heitler with screening and Coulomb correction.

Energies are in units of m c^2, cross sections dsigma/dE+ in units of alpha Z^2 r_e^2 / (m c^2).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from mcsim.data.elements import element
from mcsim.data.photons import xcom_interpolate
from mcsim.physics.kinematics import AVOGADRO, CLASSICAL_ELECTRON_RADIUS, ELECTRON_MASS, FINE_STRUCTURE
from mcsim.physics.lookup import grid_code, make_grid
from mcsim.physics.pair import ROWS_SHIFT, PairTable
from mcsim.tables.attenuation import ENERGY_MAX

_LOWEST = 1.0  # MeV, a grid point below the threshold
_NEAR_THRESHOLD = 1.0 + 1.0e-3  # the row below the threshold takes the shape at this times 2 m c^2
_SHARES = 65
_NODES = 48  # of the Gauss-Legendre rule for the integrals
# for H, He, Li, Be: Y.-S. Tsai, Rev. Mod. Phys. 46 (1974) 815, table B.2
_RADIATION_LOGARITHM = {1: 5.31, 2: 4.79, 3: 4.74, 4: 4.71}


def build_pair(elements: Sequence[int]) -> PairTable:
    """Pair table of the elements of a run (atomic numbers)."""
    return PairTable(grid_code(_LOWEST), np.stack([_densities(z) for z in elements]))


@cache
def _densities(z: int) -> np.ndarray:
    """dsigma/dv against the share v = 0 ... 1/2, each row divided by its maximum; shape (rows, shares)."""
    energy = make_grid(_LOWEST, ENERGY_MAX)[:: 1 << ROWS_SHIFT] / ELECTRON_MASS
    energy = np.maximum(energy, 2.0 * _NEAR_THRESHOLD)
    share = np.linspace(0.0, 0.5, _SHARES)
    shape = np.zeros((energy.size, _SHARES))
    shape[:, 1:] = energy_distribution(z, energy[:, None], share[None, 1:])
    return np.asarray(shape / shape.max(axis=1, keepdims=True))


def energy_distribution(z: int, k: np.ndarray, share: np.ndarray) -> np.ndarray:
    """dsigma/dE+ at photon energy k; the positron has the kinetic energy `share` (k - 2).

    Born cross section plus screening, both as below, less a Coulomb correction of the form of Davies,
    Bethe and Maximon (Phys. Rev. 93 (1954) 788), 4 a (1 - 4/3 e (1 - e)) / k with e = E+/k. At high energy
    a is their f(Z); here a is such that the integral is XCOM's cross section at each energy, so that the
    correction falls, and changes its sign, towards low energy as it should. The two corrections hold at
    high energy; the factor p+ p- / (E+ E-) makes them vanish at the ends as the cross section does.
    """
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    column, inside = np.reshape(k, (-1, 1)), (nodes[None, :] + 1.0) / 2.0
    screened_total = np.sum(weights * screened_distribution(z, column, inside), axis=1)
    coulomb_total = np.sum(weights * coulomb_shape(column, inside), axis=1)
    measured = xcom_total(z, column[:, 0]) * 2.0 / (column[:, 0] - 2.0)
    amplitude = np.reshape((screened_total - measured) / coulomb_total, np.shape(k))
    return np.asarray(
        np.maximum(screened_distribution(z, k, share) - amplitude * coulomb_shape(k, share), 0.0)
    )


def screened_distribution(z: int, k: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Born cross section with screening."""
    return np.asarray(born_distribution(k, share) + _damping(k, share) * screening_correction(z, k, share))


def coulomb_shape(k: np.ndarray, share: np.ndarray) -> np.ndarray:
    """The Davies-Bethe-Maximon correction for a = 1, damped."""
    e = (1.0 + share * (k - 2.0)) / k
    return np.asarray(4.0 * (1.0 - 4.0 / 3.0 * e * (1.0 - e)) / k * _damping(k, share))


def _damping(k: np.ndarray, share: np.ndarray) -> np.ndarray:
    """p+ p- / (E+ E-): velocity factors that the high-energy approximation sets to 1."""
    plus = 1.0 + share * (k - 2.0)
    minus = k - plus
    return np.asarray(np.sqrt((plus**2 - 1.0) * (minus**2 - 1.0)) / (plus * minus))


def xcom_total(z: int, k: np.ndarray) -> np.ndarray:
    """XCOM's pair cross section per nucleus in units of alpha Z^2 r_e^2."""
    per_gram = xcom_interpolate(z, k * ELECTRON_MASS)["pair"]
    unit = FINE_STRUCTURE * (z * CLASSICAL_ELECTRON_RADIUS) ** 2
    return np.asarray(per_gram * element(z).atomic_weight / AVOGADRO / unit)


def born_distribution(k: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Unscreened Born cross section dsigma/dE+.

    H. Bethe and W. Heitler, Proc. R. Soc. A 146 (1934) 83; J. W. Motz, H. A. Olsen and H. W. Koch, Rev.
    Mod. Phys. 41 (1969) 581, formula 3D-1000. Exact in first order for all energies.
    """
    plus = 1.0 + share * (k - 2.0)
    minus = k - plus
    p, m = np.sqrt(plus**2 - 1.0), np.sqrt(minus**2 - 1.0)
    log_plus, log_minus = 2.0 * np.log(plus + p), 2.0 * np.log(minus + m)
    log_both = 2.0 * np.log((plus * minus + p * m + 1.0) / k)
    inner = (plus * minus - m**2) / m**3 * log_minus + (plus * minus - p**2) / p**3 * log_plus
    inner += 2.0 * k * plus * minus / (p * m) ** 2
    bracket = k**2 / (p * m) ** 3 * ((plus * minus) ** 2 + (p * m) ** 2)
    bracket -= 8.0 / 3.0 * plus * minus / (p * m) + k / (2.0 * p * m) * inner
    rest = log_plus * minus / p**3 + log_minus * plus / m**3 - log_plus * log_minus / (p * m)
    rest -= 4.0 / 3.0 + 2.0 * plus * minus * (p**2 + m**2) / (p * m) ** 2
    return np.asarray(p * m / k**3 * (rest + log_both * bracket))


def screening_correction(z: int, k: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Screened less unscreened cross section dsigma/dE+ in the high-energy approximation.

    Exponentially screened potential of radius R: Motz, Olsen and Koch, formula 3D-1003, with the functions
    as in F. Salvat et al., PENELOPE-2018 (NEA/MBDAV/R(2019)1), section 2.4. R is chosen such that complete
    screening gives Tsai's radiation logarithm L: R = exp(L - 1/2) hbar / m c.
    """
    e = (1.0 + share * (k - 2.0)) / k
    both = e * (1.0 - e)
    logarithm = _RADIATION_LOGARITHM.get(z, np.log(184.15 * z ** (-1.0 / 3.0)))
    b = np.exp(logarithm - 0.5) / (2.0 * k * both)
    arc, log = b * np.arctan(1.0 / b), np.log1p(b**-2)
    common = 4.0 - 4.0 * arc - 3.0 * log
    # g1 + 4 ln R and g2 + 4 ln R, less their limits for b -> infinity
    first = 7.0 / 3.0 - 2.0 * np.log1p(b**2) - 6.0 * arc - b**2 * common + 4.0 * np.log(b) + 2.0
    second = 11.0 / 6.0 - 2.0 * np.log1p(b**2) - 3.0 * arc + 0.5 * b**2 * common + 4.0 * np.log(b) + 2.0
    return np.asarray(2.0 / 3.0 * (2.0 * (0.5 - e) ** 2 * first + second) / k)
