"""Length of one condensed step: how far a charged particle goes per unit of the hinge clock.

    s(E) = min(f E / L(E), k / G1(E))

with the restricted stopping power L and the inverse first transport mean free path G1: a step loses at
most about the fraction f of its energy and holds at most the scattering strength k = 1 - <cos theta> (to
first order). Both shrink towards the end of the track, where a step of the hinge method must stay short
against the range.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mcsim.materials import Material
from mcsim.tables.bremsstrahlung import radiative_stopping
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.elastic import first_transport_coefficient
from mcsim.tables.electron import CHARGES
from mcsim.tables.scattering import SCATTERING_ENERGIES
from mcsim.tables.stopping import collision_stopping


class StepControl(NamedTuple):
    """The two limits of a condensed step."""

    energy_loss: float  # f
    scattering_strength: float  # k


STEP_CONTROL = {
    "fast": StepControl(0.20, 0.40),
    "standard": StepControl(0.12, 0.20),
    "detailed": StepControl(0.04, 0.06),
}
"""Limits by accuracy setting."""


def build_step_lengths(
    materials: Sequence[Material], production_electron: float, production_photon: float, control: StepControl
) -> np.ndarray:
    """Step lengths in g/cm2, shape (2, materials, n) on the energy grid `ENERGIES`."""
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
