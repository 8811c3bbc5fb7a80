"""Elastic scattering by atoms: first transport cross section and effective screening.

The transport uses, with mu = (1 - cos theta) / 2, the shape

    dsigma/dmu ~ R(mu) / (mu + a A_M)^2,
    A_M = 1/4 (hbar Z^(1/3) / (0.8853 a_0 p))^2 [1.13 + 3.76 (alpha Z / beta)^2],

R the Mott ratio of `mott_series.py` and A_M the screening parameter of G. Moliere, Z. Naturforsch. A 2 (1947)
133. Up to 1 MeV, the first transport cross section comes from the partial-wave calculation in
`partial_waves.py`, and a gives the shape its ratio of the second to the first. At 1 MeV the strength of the
scattering is that of the Mott cross section of the bare nucleus within 0.7 %, and a lies between 0.87 (H) and
1.54 (He), mostly within 0.15 of 1; both hold above.
"""

from __future__ import annotations

import numpy as np
from mott_series import ELECTRON_MASS, FINE_STRUCTURE, energies
from partial_waves import BOHR_RADIUS, Atom, transport_cross_sections

HIGHEST = 1.0
"""Highest energy of the partial-wave calculation, MeV."""
LARGEST = 3.0
"""Largest screening parameter a A_M; beyond, it hardly changes the shape. Reached for Z > 45 below 2 keV."""
BARN = 1e-24  # cm2
_HBAR_C = FINE_STRUCTURE * BOHR_RADIUS * ELECTRON_MASS  # MeV cm


def transport_table(atom: Atom, charge: int, ratios: np.ndarray) -> np.ndarray:
    """First transport cross section in barn and screening a, shape (energies, 2).

    charge: 0 for electrons, 1 for positrons; ratios: coefficients of the Mott ratio at `energies()`.
    """
    table = np.empty((len(ratios), 2))
    strength, screening = 1.0, 1.0
    for row, kinetic in enumerate(energies()):
        shape = Shape(atom.z, kinetic, ratios[row])
        if kinetic <= HIGHEST:
            _, first, second = transport_cross_sections(atom, charge, kinetic)
            screening = shape.screening(second / first)
            strength = first / shape.moments(screening)[0]
        table[row] = strength * shape.moments(screening)[0] / BARN, screening
    return table


class Shape:
    """The form of the cross section at one energy."""

    def __init__(self, z: int, kinetic: float, ratio: np.ndarray) -> None:
        """Atomic number, energy in MeV and coefficients of the Mott ratio."""
        momentum = np.sqrt(kinetic * (kinetic + 2.0 * ELECTRON_MASS))
        beta = momentum / (kinetic + ELECTRON_MASS)
        self.mu, weights = _nodes()
        sine = np.sqrt(self.mu)
        mott = np.maximum(1.0 + sine * np.polynomial.chebyshev.chebval(2.0 * sine - 1.0, ratio), 0.0)
        rutherford = np.pi * (z * FINE_STRUCTURE * _HBAR_C / (beta * momentum)) ** 2
        self.measure = rutherford * mott * weights
        radius = 0.8853 * BOHR_RADIUS * z ** (-1.0 / 3.0)
        correction = 1.13 + 3.76 * (FINE_STRUCTURE * z / beta) ** 2
        self.moliere = 0.25 * (_HBAR_C / (radius * momentum)) ** 2 * correction

    def moments(self, screening: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
        """First and second transport cross section, cm2, for a of any shape."""
        parameter = np.asarray(screening)[..., None] * self.moliere
        cross_section = self.measure / (self.mu + parameter) ** 2
        first: np.ndarray = cross_section @ (2.0 * self.mu)
        second: np.ndarray = cross_section @ (6.0 * self.mu * (1.0 - self.mu))
        return first, second

    def screening(self, ratio: float) -> float:
        """Screening a for a ratio of the second to the first transport cross section."""
        grid = np.geomspace(1e-9, LARGEST, 1001) / self.moliere
        first, second = self.moments(grid)
        # The narrower the scattering, the larger the ratio.
        return float(np.exp(np.interp(-ratio, -second / first, np.log(grid))))


def _nodes() -> tuple[np.ndarray, np.ndarray]:
    """Gauss-Legendre nodes and weights over mu from 0 to 1, dense towards 0."""
    edges = np.concatenate([[0.0], np.geomspace(1e-12, 0.02, 60), np.linspace(0.02, 1.0, 25)[1:]])
    x, weight = np.polynomial.legendre.leggauss(8)
    width = np.diff(edges)[:, None]
    return (edges[:-1, None] + 0.5 * width * (x + 1.0)).ravel(), (0.5 * width * weight).ravel()
