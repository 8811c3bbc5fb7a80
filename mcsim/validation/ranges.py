"""Ranges of protons from the stopping powers of the transport, also through a slab of another material."""

from __future__ import annotations

import numpy as np

from mcsim.materials import Material
from mcsim.tables.hadron_grid import ENERGIES
from mcsim.tables.hadron_stopping import csda_range
from mcsim.validation.case import TabulatedRange


def tabulated_depth(described: TabulatedRange) -> float:
    """Depth in cm where protons that slow down continuously stop, times the factor of the description.

    Ranges are interpolated in the logarithms of range and energy.
    """
    medium, slab, energy = described.material, described.slab, described.energy
    if slab is None:
        return described.times * _range(medium, energy)
    energy = _energy(medium, _range(medium, energy) - slab.depth)
    energy = _energy(slab.material, _range(slab.material, energy) - slab.thickness)
    return described.times * (slab.depth + slab.thickness + _range(medium, energy))


def slab_shift(described: TabulatedRange) -> float:
    """How much deeper protons stop with the slab than without, cm."""
    return tabulated_depth(described) - tabulated_depth(described.model_copy(update={"slab": None}))


def _range(medium: Material, energy: float) -> float:
    """Range in cm of protons of an energy in MeV."""
    logarithm = np.interp(np.log(energy), np.log(ENERGIES), np.log(csda_range(medium)))
    return float(np.exp(logarithm) / medium.density)


def _energy(medium: Material, length: float) -> float:
    """Energy in MeV of protons with a range in cm; NaN where they have none left."""
    if not length > 0.0:
        return float("nan")
    logarithm = np.interp(np.log(length * medium.density), np.log(csda_range(medium)), np.log(ENERGIES))
    return float(np.exp(logarithm))
