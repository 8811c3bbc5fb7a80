"""Stopping powers of electrons and positrons: collision with density effect; radiative from the spectra.

M. Berger and S. Seltzer, NBSIR 82-2550-A (1982); ICRU Report 37 (1984); the density effect exactly as in
R. Sternheimer, S. Seltzer, M. Berger, Phys. Rev. B 26 (1982) 6067. Mixtures are one medium with the levels
of all elements and one mean excitation energy. Shell corrections are neglected, as in ICRU 37: below
10 keV the formula is some 10 % off for heavy elements; it stays positive down to 1 keV for all.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from mcsim.data.electrons import sternheimer_levels
from mcsim.data.elements import element
from mcsim.errors import DataError
from mcsim.materials import Material
from mcsim.physics.kinematics import (
    CLASSICAL_ELECTRON_RADIUS,
    ELECTRON_MASS,
    FINE_STRUCTURE,
    THOMSON_CONSTANT,
)
from mcsim.tables.bremsstrahlung import radiative_stopping

__all__ = [
    "collision_stopping",
    "density_effect",
    "plasma_energy",
    "radiative_stopping",
]

_MAXIMUM_ITERATIONS = 100
_TOLERANCE = 1e-12


def collision_stopping(
    material: Material, energies: np.ndarray, charge: int = 0, threshold: float | None = None
) -> np.ndarray:
    """Mass collision stopping power in MeV cm2/g, shape of `energies`.

        S = 2 pi r_e^2 m n / beta^2 [ln(2 (tau + 2) / (I/m)^2) + F(tau, Delta) - delta]

    energies: kinetic energies in MeV, shape (n,); charge: 0 electron, 1 positron; threshold: energy losses
    up to this one are counted, in MeV (None: all). tau = T/m, Delta the largest loss in units of m: at
    most tau/2 for electrons (Moller), tau for positrons (Bhabha).

    Raises:
        DataError: the formula gives no positive value, or the density is impossible.

    """
    tau = energies / ELECTRON_MASS
    beta2 = tau * (tau + 2.0) / (tau + 1.0) ** 2
    largest = 0.5 * tau if charge == 0 else tau
    cut = largest if threshold is None else np.minimum(largest, threshold / ELECTRON_MASS)
    form = _moller_form(tau, beta2, cut) if charge == 0 else _bhabha_form(tau, beta2, cut)
    excitation = material.mean_excitation_energy / ELECTRON_MASS
    bracket = np.log(2.0 * (tau + 2.0) / excitation**2) + form - density_effect(material, energies)
    if np.any(bracket <= 0.0):
        raise DataError(f"{material.name}: mean excitation energy too high for particles this slow")
    stopping: np.ndarray = THOMSON_CONSTANT * material.electrons_per_gram / beta2 * bracket
    return stopping


def _moller_form(tau: np.ndarray, beta2: np.ndarray, cut: np.ndarray) -> np.ndarray:
    """F for electrons: Moller losses up to `cut` (units of m), cut <= tau / 2."""
    rest = tau - cut
    form: np.ndarray = -1.0 - beta2 + np.log(rest * cut) + tau / rest
    form += (0.5 * cut**2 + (2.0 * tau + 1.0) * np.log1p(-cut / tau)) / (tau + 1.0) ** 2
    return form


def _bhabha_form(tau: np.ndarray, beta2: np.ndarray, cut: np.ndarray) -> np.ndarray:
    """F for positrons: Bhabha losses up to `cut` (units of m), cut <= tau."""
    y = 1.0 / (tau + 2.0)
    inner = 0.5 * cut**2 - tau * cut**3 / 3.0 + 0.25 * cut**4
    series = tau + 2.0 * cut - y * (1.5 * cut**2 + y * (cut - cut**3 / 3.0 + y * inner))
    form: np.ndarray = np.log(tau * cut) - beta2 / tau * series
    return form


def plasma_energy(material: Material) -> float:
    """Plasma energy hbar omega_p of the material's electrons as free ones, MeV (water 21.5 eV)."""
    density = material.electrons_per_gram * material.density
    in_radii = 4.0 * math.pi * density * CLASSICAL_ELECTRON_RADIUS**3
    return math.sqrt(in_radii) * ELECTRON_MASS / FINE_STRUCTURE


def density_effect(material: Material, energies: np.ndarray) -> np.ndarray:
    """Density-effect correction delta at kinetic energies in MeV, shape of `energies` (n,).

    With levels of strength f_i at nu_i (units of the plasma energy, scaled by the adjustment factor) and
    l_i^2 = nu_i^2 + (2/3) f_i (conduction electrons: nu = 0, l^2 = f):

        delta = sum f_i ln(1 + L / l_i^2) - L / gamma^2,   sum f_i / (nu_i^2 + L) = 1 / (beta gamma)^2.

    For an insulator without a root L > 0, at low energy, delta is 0.
    """
    strength, level2, mean2 = _levels(material)
    gamma = 1.0 + energies / ELECTRON_MASS
    root = _solve(strength, level2, gamma**2 - 1.0)
    delta: np.ndarray = np.log1p(root[:, None] / mean2) @ strength - root / gamma**2
    return delta


def _solve(strength: np.ndarray, level2: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Root L >= 0 of 1 / sum f_i / (nu_i^2 + L) = target (beta^2 gamma^2); 0 where there is none.

    The left side is concave and grows with L, so that Newton's method converges from below without fail.
    """
    root = float(strength[level2 == 0.0].sum()) * target
    for _ in range(_MAXIMUM_ITERATIONS):
        terms = 1.0 / (level2 + root[:, None])
        total = terms @ strength
        step = total * (target * total - 1.0) / (terms**2 @ strength)
        root = np.maximum(root + step, 0.0)
        if np.all(step <= _TOLERANCE * (root + _TOLERANCE)):
            break
    return root


@lru_cache(maxsize=256)
def _levels(material: Material) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Strengths f_i (sum 1), adjusted nu_i^2 and l_i^2, in units of the squared plasma energy.

    Raises:
        DataError: no adjustment factor gives the mean excitation energy, at an impossible density.

    """
    strength, energy, conduction = _merged_levels(material)
    plasma = plasma_energy(material)
    nu2 = np.where(conduction, 0.0, (energy / plasma) ** 2)
    shift = np.where(conduction, strength, strength * (2.0 / 3.0))
    factor2 = _adjustment(strength, nu2, shift, 2.0 * math.log(material.mean_excitation_energy / plasma))
    if factor2 <= 0.0:
        raise DataError(f"{material.name}: {material.density:g} g/cm3 is too dense for its excitation energy")
    nu2 *= factor2
    return strength, nu2, nu2 + shift


def _adjustment(strength: np.ndarray, nu2: np.ndarray, shift: np.ndarray, wanted: float) -> float:
    """Squared adjustment factor R: sum f_i ln(R nu_i^2 + shift_i) = wanted; 0 or less if there is none.

    The sum is concave and grows with R, so that Newton's method from 0 converges from below.
    """
    factor2 = 0.0
    for _ in range(_MAXIMUM_ITERATIONS):
        terms = factor2 * nu2 + shift
        step = (wanted - float(strength @ np.log(terms))) / float(strength @ (nu2 / terms))
        factor2 += step
        if step <= _TOLERANCE * factor2:
            break
    return factor2


def _merged_levels(material: Material) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(strength, energy in MeV, conduction electrons?) of the levels of all elements of a material."""
    strengths, energies, flags = [], [], []
    for z, fraction in zip(material.z, material.mass_fractions, strict=True):
        levels = sternheimer_levels(z)
        strengths.append(fraction * z / element(z).atomic_weight * levels.occupation)
        energies.append(levels.binding_energy)
        flags.append(levels.conduction & material.conducting)
    strength = np.concatenate(strengths)
    return strength / strength.sum(), np.concatenate(energies), np.concatenate(flags)
