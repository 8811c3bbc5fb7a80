"""Density effect of the collision stopping power, from the oscillators of a medium.

Exactly as in R. Sternheimer, S. Seltzer, M. Berger, Phys. Rev. B 26 (1982) 6067: the electrons of every
level are oscillators at its binding energy times one adjustment factor, which makes the mean excitation
energy come out; conduction electrons are free. Mixtures are one medium with the levels of all elements and
one mean excitation energy. Besides the metals, B, C, Si, P, S, Ge, As, Se and Te have conduction
electrons (R. Sternheimer, M. Berger, S. Seltzer, At. Data Nucl. Data Tables 30 (1984) 261).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from mcsim.data.electrons import sternheimer_levels
from mcsim.data.elements import element
from mcsim.errors import InputError, shown
from mcsim.materials import Material
from mcsim.physics.kinematics import CLASSICAL_ELECTRON_RADIUS, ELECTRON_MASS, FINE_STRUCTURE

_MAXIMUM_ITERATIONS = 100
_TOLERANCE = 1e-12


class Oscillators(NamedTuple):
    """Oscillators of a medium, in units of its squared plasma energy; arrays of shape (levels,)."""

    strength: np.ndarray
    """f_i, shares of the electrons, sum 1."""
    level2: np.ndarray
    """nu_i^2, squared adjusted level energies; 0 for conduction electrons."""
    resonance2: np.ndarray
    """l_i^2 = nu_i^2 + (2/3) f_i (conduction electrons: f_i), squared resonance energies in the medium."""


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
    strength, level2, resonance2 = oscillators(material)
    gamma = 1.0 + energies / ELECTRON_MASS
    root = _solve(strength, level2, gamma**2 - 1.0)
    delta: np.ndarray = np.log1p(root[:, None] / resonance2) @ strength - root / gamma**2
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
def oscillators(material: Material) -> Oscillators:
    """Oscillators that have the material's mean excitation energy: sum f_i ln l_i = ln(I / plasma energy).

    Raises:
        InputError: no adjustment factor gives the mean excitation energy, at an impossible density.
    """
    strength, energy, conduction = _merged_levels(material)
    plasma = plasma_energy(material)
    nu2 = np.where(conduction, 0.0, (energy / plasma) ** 2)
    shift = np.where(conduction, strength, strength * (2.0 / 3.0))
    wanted = 2.0 * math.log(material.mean_excitation_energy / plasma)
    factor2 = _adjustment(strength, nu2, shift, wanted)
    if factor2 <= 0.0:
        largest = 0.995 * material.density * math.exp(wanted - float(strength @ np.log(shift)))
        raise InputError(
            f"{shown(material.name)} cannot have {material.density:g} g/cm3 with a mean excitation energy of"
            f" {material.mean_excitation_energy * 1e6:g} eV; write at most {largest:.3g} g/cm3,"
            " or a higher mean_excitation_energy"
        )
    nu2 *= factor2
    return Oscillators(strength, nu2, nu2 + shift)


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
