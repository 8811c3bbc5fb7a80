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
_DOSTROVSKY_C_ALPHA = (0.10, 0.10, 0.10, 0.08, 0.06)
"""Tunnelling and cross-section constants of I. Dostrovsky, Z. Fraenkel and G. Friedlander, Phys. Rev. 116
(1959) 683, deuterons, tritons and helions from them as given there."""


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


_FERMI_A = (6.0, 12.0, 24.0, 40.0, 59.0, 89.0, 119.0, 181.0, 208.0)
_FERMI_MOMENTUM = (169.0, 221.0, 235.0, 251.0, 260.0, 254.0, 260.0, 265.0, 265.0)
"""Fermi momenta in MeV/c from electron scattering: E. Moniz et al., Phys. Rev. Lett. 26 (1971) 445."""
_NUCLEON = 938.92  # MeV
_RADIUS = 1.2  # fm: of a sphere of uniform density, over A^(1/3)
_ON_THE_WAY = 0.67  # of the nucleons there: most collisions take place at the surface
_SURFACE = 0.7  # of A^(1/3): layer that counts as empty
_PICK_UP = (0.135, 0.01, 0.01, 0.035)
"""Probabilities that a nucleon leaves oxygen as d, t, helion, alpha."""
_DIRECT_INELASTIC, _DIRECT_PICK_UP, _MEAN_EXCITATION = 0.07, 0.04, 8.0  # MeV
_COMPOSITE = 0.5
"""Factor on the evaporation of composite particles from oxygen; grows as A, up to 1."""
_OXYGEN_MASS = 16.0
# _ON_THE_WAY is set on lead; _SURFACE, the four probabilities of composite particles and _COMPOSITE are such
# that oxygen gives protons, deuterons, alphas and recoils the energies of evaluated data at 150 MeV; direct
# scattering gives the protons above 120 MeV. The rules in A are this project's.


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
        fermi_energy=np.interp(masses, _FERMI_A, _FERMI_MOMENTUM) ** 2 / (2.0 * _NUCLEON),
        path=path_out(masses),
        pick_up=np.cumsum(np.outer(_surface(masses), _PICK_UP), axis=1),
        direct=np.array([direct(a) for a in masses]),
        width=np.array([evaporation_widths(z) for z in elements]),
        tunnelling=np.array([tunnelling(z) for z in elements]),
    )


def path_out(mass_number: np.ndarray) -> np.ndarray:
    """Nucleons per area (1/fm2) from a place at random in a nucleus to its surface, in a direction at random.

    In a sphere of radius R that is density times 3 R / 4; here less a surface layer, and a part of it.
    """
    density = _ON_THE_WAY * 3.0 / (4.0 * np.pi * _RADIUS**3)
    length = 0.75 * _RADIUS * np.maximum(np.cbrt(mass_number) - _SURFACE, 0.0)
    path: np.ndarray = density * length
    return path


def direct(mass_number: float) -> tuple[float, float, float]:
    """Probabilities of direct inelastic scattering and pick-up; mean excitation (MeV) of the former."""
    surface = float(_surface(np.array(mass_number)))
    return _DIRECT_INELASTIC * surface, _DIRECT_PICK_UP * surface, _MEAN_EXCITATION


def _surface(mass_number: np.ndarray) -> np.ndarray:
    """Share of the nucleons at the surface, relative to oxygen."""
    share: np.ndarray = np.cbrt(_OXYGEN_MASS / mass_number)
    return share


def tunnelling(z: int) -> np.ndarray:
    """Shares k of the Coulomb barrier for the six kinds, shape (6,)."""
    proton = float(np.interp(z, _DOSTROVSKY_Z, _DOSTROVSKY_PROTON))
    alpha = float(np.interp(z, _DOSTROVSKY_Z, _DOSTROVSKY_ALPHA))
    return np.array([0.0, proton, proton + 0.06, proton + 0.12, alpha - 0.06, alpha])


def evaporation_widths(z: int) -> np.ndarray:
    """Weights c of the kinds in evaporation relative to those of a nucleon: spin, mass, cross section."""
    c = float(np.interp(z, _DOSTROVSKY_Z, _DOSTROVSKY_C))
    c_alpha = float(np.interp(z, _DOSTROVSKY_Z, _DOSTROVSKY_C_ALPHA))
    neutron = 0.76 + 2.2 / math.cbrt(target_mass_number(z))
    isotopes = [1.0 + c, 3.0 * (1.0 + c / 2.0), 3.0 * (1.0 + c / 3.0)]
    widths = np.array([neutron, *isotopes, 3.0 * (1.0 + 4.0 / 3.0 * c_alpha), 2.0 * (1.0 + c_alpha)])
    widths[2:] *= min(_COMPOSITE * target_mass_number(z) / _OXYGEN_MASS, 1.0)
    return widths
