"""Constants of non-elastic proton reactions per element: removal energies and parameters of the model."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from mcsim.data.elements import element as element_data
from mcsim.physics.nuclear_table import (
    CLOSED,
    KIND_CHARGE,
    KIND_NEUTRONS,
    KINDS,
    NuclearReactionTable,
)
from mcsim.tables.nuclear_masses import LAST_EVALUATED, MAIN_ISOTOPE, binding_energy, liquid_drop

PROTONS_GONE = 12
NEUTRONS_GONE = 22
"""Residuals kept: up to 11 protons and 21 neutrons below target plus proton."""
_DOSTROVSKY_Z = (10.0, 20.0, 30.0, 50.0, 70.0)
_DOSTROVSKY_PROTON = (0.42, 0.58, 0.68, 0.77, 0.80)
_DOSTROVSKY_ALPHA = (0.68, 0.82, 0.91, 0.97, 0.98)
_DOSTROVSKY_C = (0.50, 0.28, 0.20, 0.15, 0.10)
"""Tunnelling and cross-section constants of I. Dostrovsky, Z. Fraenkel and G. Friedlander, Phys. Rev. 116
(1959) 683, deuterons, tritons and helions from them as given there; c of charge 2 is taken as 0."""


def target_mass_number(z: int) -> int:
    """Mass number that stands for an element: most abundant isotope to copper, nearest to the mean above."""
    if z <= len(MAIN_ISOTOPE):
        return MAIN_ISOTOPE[z - 1]
    return round(element_data(z).atomic_weight)


def removal_energies(z: int) -> np.ndarray:
    """Binding energy of the target less that of each residual, MeV, (12, 22); CLOSED where there is none."""
    neutrons = target_mass_number(z) - z
    evaluated = z < LAST_EVALUATED
    target = binding_energy(z, neutrons) if evaluated else liquid_drop(z, neutrons)
    assert target is not None
    table = np.full((PROTONS_GONE, NEUTRONS_GONE), CLOSED)
    for i in range(min(PROTONS_GONE, z + 2)):
        for j in range(min(NEUTRONS_GONE, neutrons + 1)):
            residual = (z + 1 - i, neutrons - j)
            bound = binding_energy(*residual) if evaluated else liquid_drop(*residual)
            if bound is not None:
                table[i, j] = target - bound
    return table


def kalbach_separation(z: int) -> np.ndarray:
    """Separation energies in MeV of the six kinds from target plus proton by the liquid drop, shape (6,).

    C. Kalbach, Phys. Rev. C 37 (1988) 2350, eq. 4, with the binding energies of the kinds rounded as there.
    """
    neutrons = target_mass_number(z) - z
    own = (0.0, 0.0, 2.22, 8.48, 7.72, 28.3)
    whole = liquid_drop(z + 1, neutrons)
    return np.array(
        [
            whole - liquid_drop(max(z + 1 - KIND_CHARGE[k], 0), max(neutrons - KIND_NEUTRONS[k], 1)) - own[k]
            for k in range(KINDS)
        ]
    )


# Parameters of the fast stage and of evaporation, such that the energies given to protons, deuterons, alpha
# particles and recoils in oxygen at 150 MeV are those of evaluated data; the rules in A are this project's.
_FIRST_KINDS = (0.08, 0.68, 0.22, 0.015, 0.015, 0.03)
_FURTHER_KINDS = (0.38, 0.48, 0.09, 0.02, 0.02, 0.05)
"""Relative probabilities of n, p, d, t, helion, alpha as first and as further fast particle of oxygen."""
_FIRST_POWERS = (0.3, -0.15, 0.10, 2.0, 2.0, 4.0)
_FURTHER_POWERS = (0.5, 0.3, 0.5, 3.0, 3.0, 4.0)
"""Powers m of their energy distributions."""
_SOFTENING = 0.5
"""Growth of the first powers with (A / 16)^(1/3): more collisions on the way out."""
_FIRST_ONSET, _FURTHER_PROBABILITY, _FURTHER_ONSET = 20.0, 0.96, 20.0  # MeV, 1, MeV
_HIGHEST_PROBABILITY = 0.98
_COMPOSITE = 0.16
"""Factor on the evaporation of composite particles from oxygen; grows as A, up to 1."""
_OXYGEN_MASS = 16.0


def build_nuclear_reactions(elements: Sequence[int]) -> NuclearReactionTable:
    """Reaction constants of the elements with the atomic numbers `elements`."""
    masses = np.array([target_mass_number(z) for z in elements], dtype=np.int64)
    charges = np.array(elements, dtype=np.int64)
    return NuclearReactionTable(
        charge=charges,
        mass_number=masses,
        removal=np.array([removal_energies(z) for z in elements]),
        separation=np.array([kalbach_separation(z) for z in elements]),
        cube_root=np.cbrt(np.arange(masses.max() + 2.0)),
        fast_kind=np.array([fast_kinds(z) for z in elements]),
        fast_power=np.array([fast_powers(a) for a in masses]),
        fast_rate=np.array([fast_rates(a) for a in masses]),
        width=np.array([evaporation_widths(z) for z in elements]),
        tunnelling=np.array([tunnelling(z) for z in elements]),
    )


def fast_kinds(z: int) -> np.ndarray:
    """Cumulative probabilities of the kinds for the first and the further fast particles, shape (2, 6)."""
    excess = (target_mass_number(z) - z) / z
    surface = math.cbrt(_OXYGEN_MASS / target_mass_number(z))
    factor = np.array([excess, 1.0, surface, surface, surface, surface])
    weights = np.array([_FIRST_KINDS, _FURTHER_KINDS]) * factor
    cumulative: np.ndarray = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    return cumulative


def fast_powers(mass_number: int) -> np.ndarray:
    """Powers m of the energy distributions of first and further fast particles, shape (2, 6)."""
    powers = np.array([_FIRST_POWERS, _FURTHER_POWERS])
    powers[0] += _SOFTENING * (math.cbrt(mass_number / _OXYGEN_MASS) - 1.0)
    return powers


def fast_rates(mass_number: int) -> tuple[float, float, float]:
    """Onset T0 (MeV) of the first fast particle, probability w and onset U1 (MeV) of the further ones."""
    size = math.cbrt(mass_number / _OXYGEN_MASS)
    return (
        _FIRST_ONSET * size,
        min(_FURTHER_PROBABILITY / size, _HIGHEST_PROBABILITY),
        _FURTHER_ONSET * size**2,
    )


def tunnelling(z: int) -> np.ndarray:
    """Shares k of the Coulomb barrier for the six kinds, shape (6,)."""
    proton = float(np.interp(z, _DOSTROVSKY_Z, _DOSTROVSKY_PROTON))
    alpha = float(np.interp(z, _DOSTROVSKY_Z, _DOSTROVSKY_ALPHA))
    return np.array([0.0, proton, proton + 0.06, proton + 0.12, alpha - 0.06, alpha])


def evaporation_widths(z: int) -> np.ndarray:
    """Weights c of the kinds in evaporation relative to those of a nucleon: spin, mass, cross section."""
    c = float(np.interp(z, _DOSTROVSKY_Z, _DOSTROVSKY_C))
    neutron = 0.76 + 2.2 / math.cbrt(target_mass_number(z))
    widths = np.array([neutron, 1.0 + c, 3.0 * (1.0 + c / 2.0), 3.0 * (1.0 + c / 3.0), 3.0, 2.0])
    widths[2:] *= min(_COMPOSITE * target_mass_number(z) / _OXYGEN_MASS, 1.0)
    return widths
