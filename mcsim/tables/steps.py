"""Length of one condensed step: how far a charged particle goes per unit of the hinge clock.

    s(E) = min(f E / L(E), k / G1(E))

with the restricted stopping power L and the inverse first transport mean free path G1: a step loses at
most about the fraction f of its energy and holds at most the scattering strength k = 1 - <cos theta> (to
first order). Both shrink towards the end of the track, where a step of the hinge method must stay short
against the range.

Near an interface of different media a step must also be short against the distance to it, since the hinge
method knows only one medium per deflection and gives too few particles that turn back within a step. There
the transport takes finer levels of the same steps, each `REFINEMENT` times shorter than the one before; the
finest hold about one elastic collision. Levels of a material are stored like materials of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mcsim.materials import Material
from mcsim.physics.scattering import REFINEMENT
from mcsim.tables.bremsstrahlung import radiative_stopping
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.elastic import first_transport_coefficient
from mcsim.tables.electron import CHARGES
from mcsim.tables.scattering import SCATTERING_ENERGIES
from mcsim.tables.stopping import collision_stopping


class StepControl(NamedTuple):
    """The limits of a condensed step, and how much finer it becomes near interfaces."""

    energy_loss: float  # f
    scattering_strength: float  # k
    finer_levels: int


STEP_CONTROL = {
    "fast": StepControl(0.20, 0.40, 0),
    "standard": StepControl(0.12, 0.20, 0),
    "detailed": StepControl(0.08, 0.12, 4),
}
"""Limits by accuracy setting."""


def build_step_lengths(
    materials: Sequence[Material], production_electron: float, production_photon: float, control: StepControl
) -> np.ndarray:
    """Step lengths away from interfaces in g/cm2, shape (2, materials, n) on the energy grid `ENERGIES`."""
    lengths = np.empty((len(CHARGES), len(materials), len(ENERGIES)))
    for charge in CHARGES:
        for number, material in enumerate(materials):
            stopping = collision_stopping(material, ENERGIES, charge, production_electron)
            stopping += radiative_stopping(material, ENERGIES, charge, production_photon)
            coarse = first_transport_coefficient(material, SCATTERING_ENERGIES, charge, production_electron)
            strength = np.exp(np.interp(np.log(ENERGIES), np.log(SCATTERING_ENERGIES), np.log(coarse)))
            lengths[charge, number] = np.minimum(
                control.energy_loss * ENERGIES / stopping, control.scattering_strength / strength
            )
    return lengths


def finer_step_lengths(lengths: np.ndarray, levels: int) -> np.ndarray:
    """Lengths of all levels: level 0 of every material, then level 1 of every material, and so on.

    `lengths` has the shape (2, materials, n); the result (2, (1 + levels) materials, n).
    """
    return np.concatenate([lengths / REFINEMENT**level for level in range(levels + 1)], axis=1)
