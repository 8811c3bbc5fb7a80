"""All tables of nuclear collisions of protons, for the materials of a run."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np

from mcsim.data.elements import element
from mcsim.materials.material import Material
from mcsim.physics.lookup import grid_code, make_grid
from mcsim.physics.nuclear import NuclearCollisionTable
from mcsim.physics.nuclear_elastic import NuclearElasticTable
from mcsim.physics.nuclear_table import NUCLEON_MASS
from mcsim.tables.nuclear_cross_sections import elastic, nonelastic, per_gram
from mcsim.tables.nuclear_reactions import build_nuclear_reactions
from mcsim.transport.nuclear_collision import NuclearTables

LOWEST_ENERGY = 0.5
HIGHEST_ENERGY = 320.0
"""Proton energies of the tables, MeV; the formulas hold to 300."""
CHECKED = (6, 82)
"""Atomic numbers between which the formulas in the mass number were compared with data."""
_LOG = logging.getLogger(__name__)
_GEV2 = 1.0e-6  # 1/GeV2 in 1/MeV2


def build_nuclear_tables(materials: Sequence[Material]) -> NuclearTables:
    """Build the nuclear tables of `materials`, in their order, for protons of 0.5 to 320 MeV.

    Densities play no part: all cross sections are per unit mass.
    """
    elements = sorted({z for material in materials for z in material.z})
    _warn_of_substitutes(elements)
    return NuclearTables(
        collision=build_collision(materials, elements),
        elastic=build_elastic(elements),
        reaction=build_nuclear_reactions(elements),
    )


def _warn_of_substitutes(elements: Sequence[int]) -> None:
    """Say in one line for which elements the formulas go on beyond those that they were checked on."""
    lowest, highest = CHECKED
    lighter = [z for z in elements if 1 < z < lowest]
    heavier = [z for z in elements if z > highest]
    for unknown, side, known in ((lighter, "down", lowest), (heavier, "up", highest)):
        if unknown:
            _LOG.warning(
                "no nuclear data for protons on %s: formulas for the mass number, checked %s to %s, stand in",
                ", ".join(element(z).name for z in unknown),
                side,
                element(known).name,
            )


def mass_cross_sections(z: int, energy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Elastic and non-elastic nuclear cross sections in cm2/g of an element at proton energies in MeV."""
    return per_gram(z, elastic(z, energy)), per_gram(z, nonelastic(z, energy))


def build_collision(materials: Sequence[Material], elements: Sequence[int]) -> NuclearCollisionTable:
    """Totals and shares of the elements on the energy grid."""
    grid = make_grid(LOWEST_ENERGY, HIGHEST_ENERGY)
    of_element = {z: mass_cross_sections(z, grid) for z in elements}
    most = max(len(material.z) for material in materials)
    total = np.empty((len(materials), len(grid)))
    number = np.zeros((len(materials), most), dtype=np.int64)
    cumulative = np.ones((len(materials), len(grid), 2 * most))
    for m, material in enumerate(materials):
        parts = [
            fraction * of_element[z][way]
            for way in (0, 1)
            for z, fraction in zip(material.z, material.mass_fractions, strict=True)
        ]
        sums = np.cumsum(parts, axis=0)
        total[m] = sums[-1]
        cumulative[m, :, : len(parts)] = _shares(sums).T
        number[m, : len(material.z)] = [elements.index(z) for z in material.z]
    return NuclearCollisionTable(
        first_code=grid_code(LOWEST_ENERGY),
        points=len(grid),
        total=total,
        elements=np.array([len(material.z) for material in materials], dtype=np.int64),
        element=number,
        cumulative=cumulative,
    )


def _shares(sums: np.ndarray) -> np.ndarray:
    """Cumulative sums (k, n) over their total; without any collision, those of the next energy."""
    first = int(np.argmax(sums[-1] > 0.0))
    shares: np.ndarray = sums[:, first:] / sums[-1, first:]
    return np.concatenate([np.repeat(shares[:, :1], first, axis=1), shares], axis=1)


def build_elastic(elements: Sequence[int]) -> NuclearElasticTable:
    """Masses and Ranft's slopes of the elements."""
    mass_numbers = np.array([element(z).atomic_weight for z in elements])
    root = np.cbrt(mass_numbers)
    slope = np.where(mass_numbers <= 62.0, 14.5 * root**2, 60.0 * root)
    return NuclearElasticTable(mass=NUCLEON_MASS * mass_numbers, slope=_GEV2 * slope)
