"""Mott scattering: the ratio of the Coulomb cross section of a Dirac electron to Rutherford's.

Partial-wave series of N. F. Mott, Proc. R. Soc. A 135 (1932) 429, in the notation of N. Sherman,
Phys. Rev. 103 (1956) 1601, for a point nucleus without screening. The series are summed after the
repeated multiplication by (1 - cos theta) of D. R. Yennie, D. G. Ravenhall and R. N. Wilson, Phys. Rev. 95
(1954) 500. The ratio is kept as 1 + x sum_j c_j T_j(2 x - 1), x = sin(theta / 2), T_j Chebyshev
polynomials: 1e-5 or better above 16 keV; below, heavy nuclei attract slow electrons in a way that
screening hides, and the fit is good to 5e-3 at 4 keV and 5e-2 at 1 keV for Z = 99.
"""

from __future__ import annotations

import numpy as np
from scipy.special import loggamma

ELECTRON_MASS = 0.51099895069  # MeV, CODATA 2022
FINE_STRUCTURE = 7.2973525643e-3  # CODATA 2022
TERMS = 1200  # partial waves
REDUCTIONS = 3
COEFFICIENTS = 13
SMALLEST_SINE = 0.05  # sin(theta / 2) below which the series loses digits; the fit goes on to ratio 1 at 0


def energies() -> np.ndarray:
    """Energy grid, two points a factor of two from 2^-10 to 64 MeV, shape (33,)."""
    return 2.0 ** np.arange(-10.0, 6.1, 0.5)


def ratio_coefficients(z: int, sign: int) -> np.ndarray:
    """Coefficients c_j at all energies, shape (energies, COEFFICIENTS).

    Args:
        z: atomic number.
        sign: 1 for electrons (attraction), -1 for positrons.
    """
    # Chebyshev points of [SMALLEST_SINE, 1] keep the fit from swinging at the ends.
    place = np.cos(np.pi * (np.arange(40) + 0.5) / 40)
    sine = 0.5 * (1 + SMALLEST_SINE) + 0.5 * (1 - SMALLEST_SINE) * place
    ratios = mott_ratio(z, sign, energies(), 2.0 * np.arcsin(sine))
    basis = sine[:, None] * np.polynomial.chebyshev.chebvander(2.0 * sine - 1.0, COEFFICIENTS - 1)
    solution: np.ndarray = np.linalg.lstsq(basis, (ratios - 1.0).T, rcond=None)[0]
    return solution.T


def mott_ratio(z: int, sign: int, kinetic: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Ratio to the Rutherford cross section, shape (energies, angles).

    Args:
        z: atomic number.
        sign: 1 for electrons, -1 for positrons.
        kinetic: energies in MeV, shape (energies,).
        theta: scattering angles in rad above about 0.1, shape (angles,).
    """
    tau = kinetic[:, None] / ELECTRON_MASS
    beta = np.sqrt(tau * (tau + 2.0)) / (tau + 1.0)
    charge = sign * FINE_STRUCTURE * z
    q = charge / beta
    spin_flip, spin_keep = _series(q, charge)
    sine2 = np.sin(0.5 * theta) ** 2
    first = 0.5j * np.exp(1j * q * np.log(sine2) + loggamma(1.0 - 1j * q) - loggamma(1.0 + 1j * q))
    flip = first + 0.5j * _reduced_sum(spin_flip, np.cos(theta))
    keep = -1j * q * first * (1.0 - sine2) / sine2 + 0.5j * _reduced_sum(spin_keep, np.cos(theta))
    cross_section = (q / (tau + 1.0)) ** 2 * np.abs(flip) ** 2 / sine2 + np.abs(keep) ** 2 / (1.0 - sine2)
    ratio: np.ndarray = cross_section * (2.0 * sine2 / q) ** 2
    return ratio


def _series(q: np.ndarray, charge: float) -> tuple[np.ndarray, np.ndarray]:
    """Legendre coefficients of 2 F1 / i and 2 G1 / i, each of shape (energies, TERMS)."""
    k = np.arange(1.0, TERMS + 1)
    excess = -charge * charge / (np.sqrt(k * k - charge * charge) + k)  # rho_k - k
    wave = _wave(k, 0.0 * k, q) - _wave(k, excess, q)
    wave = np.concatenate([np.zeros_like(q), wave], axis=1)  # (-1)^k D_k from k = 0
    k = np.arange(float(TERMS))
    here, following = k * wave[:, :-1], (k + 1.0) * wave[:, 1:]
    return here - following, k * here + (k + 1.0) * following


def _wave(k: np.ndarray, excess: np.ndarray, q: np.ndarray) -> np.ndarray:
    """exp(-i pi (rho - k)) Gamma(rho - i q) / Gamma(rho + i q) / (rho + i q), rho = k + `excess`."""
    rho = k + excess
    phase = loggamma(rho - 1j * q) - loggamma(rho + 1j * q) - 1j * np.pi * excess
    wave: np.ndarray = np.exp(phase) / (rho + 1j * q)
    return wave


def _reduced_sum(coefficients: np.ndarray, cosine: np.ndarray) -> np.ndarray:
    """Sum of c_k P_k(cosine) from the coefficients of (1 - cosine)^REDUCTIONS times it."""
    for _ in range(REDUCTIONS):
        k = np.arange(coefficients.shape[1])
        upward = coefficients * (k + 1.0) / (2.0 * k + 1.0)
        downward = coefficients * k / (2.0 * k + 1.0)
        coefficients = coefficients[:, :-1] - downward[:, 1:]
        coefficients[:, 1:] -= upward[:, :-2]
    legendre = _legendre(coefficients.shape[1], cosine)
    total: np.ndarray = (coefficients @ legendre) / (1.0 - cosine) ** REDUCTIONS
    return total


def _legendre(count: int, cosine: np.ndarray) -> np.ndarray:
    """P_0 to P_(count-1), shape (count, angles)."""
    polynomials = np.ones((count, len(cosine)))
    polynomials[1] = cosine
    for k in range(1, count - 1):
        polynomials[k + 1] = ((2 * k + 1) * cosine * polynomials[k] - k * polynomials[k - 1]) / (k + 1)
    return polynomials
