"""Protons and light ions: rest energies and charges.

Rest energies of the bare nuclei: CODATA 2022 (P. Mohr et al., Rev. Mod. Phys. 97 (2025) 025002).
"""

from __future__ import annotations

from typing import NamedTuple


class Hadron(NamedTuple):
    """A charged particle heavier than the electron, fully stripped."""

    name: str
    mass: float
    """Rest energy, MeV."""
    charge: int
    """In units of the elementary charge."""


PROTON = Hadron("proton", 938.27208943, 1)
DEUTERON = Hadron("deuteron", 1875.61294500, 1)
TRITON = Hadron("triton", 2808.92113668, 1)
HELIUM_3 = Hadron("helium-3", 2808.39161112, 2)
ALPHA = Hadron("alpha", 3727.3794118, 2)
HADRONS = (PROTON, DEUTERON, TRITON, HELIUM_3, ALPHA)
