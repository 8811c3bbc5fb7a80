"""Slowing down of protons and light ions: stopping powers, nuclear reactions, ranges, steps.

Collisions with electrons count as soft up to a threshold, if there is one; above it they set free delta
electrons one by one. Reactions are those of protons;
light ions, which are secondaries of a few MeV or tens of MeV, only slow down.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mcsim.materials import Material
from mcsim.physics.delta_electron import cross_section
from mcsim.physics.hadrons import HADRONS, PROTON, Hadron
from mcsim.physics.lookup import grid_points
from mcsim.physics.nuclear import NuclearCollisionTable
from mcsim.physics.scattering import ScatteringTable
from mcsim.tables.binding import within_reach
from mcsim.tables.hadron_grid import ENERGIES
from mcsim.tables.hadron_scattering import hadron_deflection_cross_section
from mcsim.tables.hadron_stopping import csda_range, largest_transfer, loss_variance, total_stopping
from mcsim.tables.scattering import EVERY, scattering_rows, scattering_table
from mcsim.tables.slowing_down import SlowingDown


class HadronSteps(NamedTuple):
    """The limits of a condensed step of a hadron."""

    energy_loss: float  # part of the kinetic energy
    length: float  # g/cm2


HADRON_STEPS = {
    "fast": HadronSteps(0.25, 1.00),
    "standard": HadronSteps(0.08, 0.30),
    "detailed": HadronSteps(0.04, 0.15),
}
"""Limits by accuracy setting."""


def hadron_slowing_down(
    material: Material, hadron: Hadron, nuclear: np.ndarray, threshold: float | None = None
) -> SlowingDown:
    """One hadron in one material.

    nuclear: mass cross section of all nuclear collisions on the energy grid, cm2/g; threshold: lowest energy
    of delta electrons, MeV, or None for none.
    """
    largest, nothing = largest_transfer(ENERGIES, hadron), np.zeros_like(ENERGIES)
    deltas = nothing
    if threshold is not None:
        deltas = material.electrons_per_gram * cross_section(ENERGIES, hadron, largest, threshold)
        largest = np.minimum(largest, threshold)
    return SlowingDown(
        ENERGIES,
        total_stopping(material, ENERGIES, hadron, threshold),
        loss_variance(material, ENERGIES, hadron, threshold),
        largest,
        csda_range(material, hadron, threshold),
        (deltas, nothing, nothing),
        nuclear,
        within_reach(material, ENERGIES),
    )


def hadron_step_lengths(materials: Sequence[Material], limits: HadronSteps) -> np.ndarray:
    """Step lengths in g/cm2, shape (hadrons, materials, n) on the energy grid."""
    return np.array(
        [
            [
                np.minimum(
                    limits.energy_loss * ENERGIES / total_stopping(material, ENERGIES, hadron), limits.length
                )
                for material in materials
            ]
            for hadron in HADRONS
        ]
    )


def build_hadron_scattering(materials: Sequence[Material], step_length: np.ndarray) -> ScatteringTable:
    """Tables of deflections of all hadrons; `step_length` (hadrons, materials, n) in g/cm2."""
    rows = [
        [
            scattering_rows(
                hadron_deflection_cross_section(material, ENERGIES[::EVERY], hadron),
                ENERGIES,
                step_length[number, index],
            )
            for index, material in enumerate(materials)
        ]
        for number, hadron in enumerate(HADRONS)
    ]
    return scattering_table(ENERGIES[0], rows)


def hadron_parts(
    materials: Sequence[Material], collisions: NuclearCollisionTable | None, threshold: float | None = None
) -> list[list[SlowingDown]]:
    """All hadrons in all materials; protons with the nuclear collisions of the tables, if there are any.

    threshold: lowest energy of delta electrons, MeV, or None for none.
    """
    return [
        [
            hadron_slowing_down(material, hadron, _nuclear_total(hadron, number, collisions), threshold)
            for number, material in enumerate(materials)
        ]
        for hadron in HADRONS
    ]


def _nuclear_total(hadron: Hadron, material: int, collisions: NuclearCollisionTable | None) -> np.ndarray:
    """Mass cross section (cm2/g) of the nuclear collisions of a hadron on the energy grid."""
    if collisions is None or hadron is not PROTON:
        return np.zeros_like(ENERGIES)
    grid = grid_points(collisions.first_code, collisions.points)
    total: np.ndarray = np.interp(ENERGIES, grid, collisions.total[material], left=0.0)
    return total
