"""What the samplers of non-elastic nuclear reactions read, and the particles that come out.

Kinds are numbered 0 neutron, 1 proton, 2 deuteron, 3 triton, 4 helion (helium 3), 5 alpha particle.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device

NEUTRON, PROTON, DEUTERON, TRITON, HELION, ALPHA = range(6)
KINDS = 6
KIND_CHARGE = (0, 1, 1, 1, 2, 2)
KIND_NEUTRONS = (1, 0, 1, 2, 1, 2)
KIND_MASS = (939.56542194, 938.27208943, 1875.61294500, 2808.92113668, 2808.39161112, 3727.3794118)
"""Rest energies in MeV (CODATA 2022: P. Mohr et al., Rev. Mod. Phys. 97 (2025) 025002)."""
KIND_BINDING = (0.0, 0.0, 2.22457, 8.48180, 7.71804, 28.29566)
"""Binding energies in MeV (AME2012: M. Wang et al., Chinese Phys. C 36 (2012) 1603)."""
NUCLEON_MASS = 931.494
"""Atomic mass unit, MeV: rest energy of a residual nucleus per nucleon."""
LARGEST_LIGHT = 4
"""Residuals up to this mass number are particles of one of the kinds."""
CLOSED = 1.0e6
"""Removal energy (MeV) of a residual nucleus that does not exist or lies outside the table."""


class NuclearReactionTable(NamedTuple):
    """Constants of E elements; I, J: protons and neutrons gone from target plus proton."""

    charge: np.ndarray  # (E,) int64: atomic number of the target
    mass_number: np.ndarray  # (E,) int64: of the isotope that stands for the element
    removal: np.ndarray  # (E, I, J) MeV: binding energy of the target less that of the residual; CLOSED
    separation: np.ndarray  # (E, 6) MeV: of each kind from target plus proton, liquid drop, for the angles
    cube_root: np.ndarray  # (A,): cube roots of mass numbers
    fermi_energy: np.ndarray  # (E,) MeV
    path: np.ndarray  # (E,) 1/fm2: nucleons per area on the way out
    pick_up: np.ndarray  # (E, 4): cumulative probability to leave as d, t, helion, alpha
    direct: (
        np.ndarray
    )  # (E, 3): probability of inelastic scattering and of pick-up at once; MeV: mean excitation
    width: np.ndarray  # (E, 6): weight of the kinds in evaporation
    tunnelling: np.ndarray  # (E, 6): share k of the Coulomb barrier that counts


@device
def removal_energy(table, element, protons_gone, neutrons_gone):
    """Energy in MeV to take nucleons, one by one, out of target plus proton; CLOSED outside the table."""
    if protons_gone >= table.removal.shape[1] or neutrons_gone >= table.removal.shape[2]:
        return CLOSED
    return table.removal[element, protons_gone, neutrons_gone]


@device
def separation_energy(table, element, protons_gone, neutrons_gone, kind):
    """Energy in MeV that it costs to separate a particle of a kind; about CLOSED where that cannot be."""
    after = removal_energy(
        table, element, protons_gone + KIND_CHARGE[kind], neutrons_gone + KIND_NEUTRONS[kind]
    )
    return after - table.removal[element, protons_gone, neutrons_gone] - KIND_BINDING[kind]


@device
def coulomb_barrier(table, element, protons_gone, neutrons_gone, kind):
    """Coulomb barrier in MeV of a kind against the rest: k 1.44 z Z / R, R = 1.5 fm (a^1/3 + A^1/3).

    k < 1 lowers it for tunnelling (I. Dostrovsky, Z. Fraenkel and G. Friedlander, Phys. Rev. 116 (1959) 683).
    """
    charge = KIND_CHARGE[kind]
    rest = table.charge[element] + 1 - protons_gone - charge
    if charge == 0 or rest <= 0:
        return 0.0
    mass = charge + KIND_NEUTRONS[kind]
    rest_mass = table.mass_number[element] + 1 - protons_gone - neutrons_gone - mass
    radius = 1.5 * (table.cube_root[mass] + table.cube_root[max(rest_mass, 1)])
    return 1.44 * table.tunnelling[element, kind] * float(charge * rest) / radius
