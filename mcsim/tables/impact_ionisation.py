"""Cross sections for the ionisation of K and L shells by electrons, and the table of the shells.

The geometric mean of two formulas, times a small correction. With U = T / B, B the binding energy and N the
electrons of the shell, R = 13.6 eV, in units of the rest energy t' = T / m, b' = B / m:

    Casnati: E. Casnati, A. Tartari and C. Baraldi, J. Phys. B 15 (1982) 155,
        sigma = N a0^2 (R/B)^2 ln(U) / U psi phi F,   psi = (B/R)^(-0.0318 + 0.3160/U - 0.1135/U^2),
        phi = 10.57 exp(-1.736/U + 0.317/U^2), F the relativistic factor of Gryzinski;
    MRBEB: M. Guerra, F. Parente, P. Indelicato and J. P. Santos, Int. J. Mass Spectrom. 313 (2012) 1,
        sigma = 4 pi a0^2 alpha^4 N / [(beta_t^2 + 2 R C beta_b^2 / B) 2 b']
            {1/2 [ln(beta_t^2 / (1 - beta_t^2)) - beta_t^2 - ln(2 b')] (1 - 1/U^2) + 1 - 1/U
            - ln(U) / (U + 1) (1 + 2 t') / (1 + t'/2)^2 + b'^2 / (1 + t'/2)^2 (U - 1) / 2},

with C = 0.3 Z1^2 / (2 n1^2) + 0.7 Z2^2 / (2 n2^2) from the effective charges of the shell (1) and of the next
one out (2), here Z - 0.30 (K), Z - 4.15 (L) and Z - 11.25 (M) after J. C. Slater, Phys. Rev. 36 (1930) 57.

The correction, exp of a polynomial in Z and 1, ln U, 1/U, 1/U^2, was fitted to the distorted-wave
calculations of D. Bote and F. Salvat (Phys. Rev. A 77 (2008) 042701), in the form of D. Bote et al. (At. Data
Nucl. Data Tables 95 (2009) 871). Without it K is up to 10 % off where U > 1.2 and L up to 35 %. With it, for
Z = 11 to 99, the deviation is at most 6.2 % for U from 1.2 to 50 (rms 2 %), 8 % above, and 13 % (K) or 20 %
(L) closer to the threshold.

Neglected: the difference between electrons and positrons, which ionise less near the threshold, and M shells.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from mcsim.data.subshells import Subshell
from mcsim.materials import Material
from mcsim.physics.impact_ionisation import ImpactTable
from mcsim.physics.kinematics import CLASSICAL_ELECTRON_RADIUS, ELECTRON_MASS, FINE_STRUCTURE
from mcsim.physics.lookup import grid_code
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.photoelectric import followed_shells
from mcsim.tables.relaxation import emitting_shells

_BOHR_RADIUS2 = (CLASSICAL_ELECTRON_RADIUS / FINE_STRUCTURE**2) ** 2  # cm2
_RYDBERG = 0.5 * FINE_STRUCTURE**2 * ELECTRON_MASS  # MeV
_SCREENING = (0.30, 4.15, 11.25)  # of the K, L and M shells
_NEXT = {"K": (1, 2), "L1": (2, 2), "L2": (2, 2), "L3": (2, 3)}  # principal quantum numbers n1, n2
_CORRECTION = {  # rows: 1, ln U, 1/U, 1/U^2; columns: 1, Z / 100, (Z / 100)^2
    "K": ((-0.045, 0.084, -0.172), (0.002, -0.051, 0.069), (0.35, -1.268, 0.727), (-0.159, 0.905, -0.045)),
    "L1": ((-0.118, -0.271, 0.177), (-0.027, 0.045, -0.046), (1.056, -0.08, -0.417), (-0.527, 0.317, 0.228)),
    "L2": ((0.176, -0.419, 0.203), (0.029, -0.12, 0.092), (1.038, 0.204, -0.556), (-0.246, 0.033, 0.284)),
    "L3": ((0.176, -0.45, 0.283), (0.027, -0.103, 0.055), (0.47, 0.749, -0.515), (0.06, -0.242, 0.192)),
}


def ionised_shells(z: int, lowest_vacancy: float) -> list[tuple[int, Subshell]]:
    """Numbered K and L shells of element `z` whose vacancies emit more than `lowest_vacancy` MeV."""
    shells = followed_shells(z)
    return [(s, shells[s]) for s in emitting_shells(z, lowest_vacancy) if shells[s].name in _NEXT]


def cross_section(z: int, shell: Subshell, energies: np.ndarray) -> np.ndarray:
    """Cross section in cm2 per atom for kinetic energies in MeV, shape of `energies`; 0 below threshold."""
    open_ = energies > shell.binding_energy
    energy = np.where(open_, energies, 2.0 * shell.binding_energy)
    overvoltage = energy / shell.binding_energy
    mean = np.sqrt(_casnati(shell, energy) * _binary_encounter(z, shell, energy))
    powers = np.stack([np.ones_like(energy), np.log(overvoltage), 1.0 / overvoltage, overvoltage**-2])
    charge = z / 100.0
    exponent = np.array(_CORRECTION[shell.name]) @ np.array([1.0, charge, charge * charge])
    return np.asarray(np.where(open_, mean * np.exp(np.tensordot(exponent, powers, axes=1)), 0.0))


def _casnati(shell: Subshell, energy: np.ndarray) -> np.ndarray:
    """Formula of Casnati et al., cm2."""
    binding = shell.binding_energy
    u = energy / binding
    i, t = binding / ELECTRON_MASS, energy / ELECTRON_MASS
    inner = (i + t) * (2.0 + t) * (1.0 + i) ** 2 / (t * (2.0 + t) * (1.0 + i) ** 2 + i * (2.0 + i))
    relativistic = (2.0 + i) / (2.0 + t) * ((1.0 + t) / (1.0 + i)) ** 2 * inner**1.5
    psi = (binding / _RYDBERG) ** (-0.0318 + 0.3160 / u - 0.1135 / u**2)
    phi = 10.57 * np.exp(-1.736 / u + 0.317 / u**2)
    scale = shell.occupancy * _BOHR_RADIUS2 * (_RYDBERG / binding) ** 2
    return np.asarray(scale * psi * phi * relativistic * np.log(u) / u)


def _binary_encounter(z: int, shell: Subshell, energy: np.ndarray) -> np.ndarray:
    """Formula MRBEB of Guerra et al., cm2."""
    u = energy / shell.binding_energy
    b, t = shell.binding_energy / ELECTRON_MASS, energy / ELECTRON_MASS
    beta_t2, beta_b2 = 1.0 - (1.0 + t) ** -2, 1.0 - (1.0 + b) ** -2
    own, outer = _NEXT[shell.name]
    hydrogenic = 0.3 * _scaled_charge(z, own) + 0.7 * _scaled_charge(z, outer)
    velocity = beta_t2 + 2.0 * _RYDBERG * hydrogenic / shell.binding_energy * beta_b2
    distant = 0.5 * (np.log(beta_t2 / (1.0 - beta_t2)) - beta_t2 - math.log(2.0 * b)) * (1.0 - u**-2)
    slow = (1.0 + 0.5 * t) ** -2
    close = 1.0 - 1.0 / u - np.log(u) / (u + 1.0) * (1.0 + 2.0 * t) * slow + b * b * slow * (u - 1.0) / 2.0
    scale = 4.0 * math.pi * _BOHR_RADIUS2 * FINE_STRUCTURE**4 * shell.occupancy
    return np.asarray(scale / (velocity * 2.0 * b) * (distant + close))


def _scaled_charge(z: int, n: int) -> float:
    """Z_eff^2 / (2 n^2) of the shell with principal quantum number n."""
    return max(z - _SCREENING[n - 1], 1.0) ** 2 / (2.0 * n * n)


def impact_ionisation(material: Material, lowest_vacancy: float) -> tuple[np.ndarray, np.ndarray]:
    """Mass cross section, cm2/g, and mean loss to binding, MeV cm2/g, on the energy grid: two arrays (n,)."""
    total, loss = np.zeros(ENERGIES.shape), np.zeros(ENERGIES.shape)
    for z, atoms in zip(material.z, material.atoms_per_gram, strict=True):
        for _, shell in ionised_shells(z, lowest_vacancy):
            part = atoms * cross_section(z, shell, ENERGIES)
            total += part
            loss += shell.binding_energy * part
    return total, loss


def build_impact_ionisation(
    materials: Sequence[Material], elements: Sequence[int], lowest_vacancy: float
) -> ImpactTable:
    """Table of the shells of `materials`; `elements` are the atomic numbers of the run in ascending order.

    lowest_vacancy: shells whose vacancies emit no photon or electron above this energy (MeV) are left out.
    """
    rows = [
        [
            (elements.index(z), number, atoms * cross_section(z, shell, ENERGIES))
            for z, atoms in zip(material.z, material.atoms_per_gram, strict=True)
            for number, shell in ionised_shells(z, lowest_vacancy)
        ]
        for material in materials
    ]
    slots = max(1, *(len(row) for row in rows))
    points = len(ENERGIES) if any(rows) else 2
    cumulative = np.ones((len(rows), points, slots))
    element, shell = np.zeros((2, len(rows), slots), dtype=np.int64)
    for m, row in enumerate(rows):
        if row:
            count = len(row)
            element[m, :count], shell[m, :count] = [e for e, _, _ in row], [s for _, s, _ in row]
            sums = np.cumsum([part for _, _, part in row], axis=0)
            cumulative[m, :, :count] = np.divide(
                sums, sums[-1], out=np.ones_like(sums), where=sums[-1] > 0.0
            ).T
    counts = np.array([len(row) for row in rows], dtype=np.int64)
    return ImpactTable(grid_code(ENERGIES[0]), counts, cumulative, element, shell)
