"""Stopping powers of protons and helium ions in elements and compounds: NIST's PSTAR and ASTAR.

ICRU Report 49 (1993); M. J. Berger, NISTIR 4999 (1992).
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

import numpy as np

from mcsim.data.store import read_arrays

_FILE = "stopping.h5"

Projectile = Literal["proton", "helium"]


class StoppingMedium(NamedTuple):
    """A medium of the tables.

    Attributes:
        name: PSTAR's, in capitals.
        z: atomic numbers, ascending.
        mass_fractions: in the order of `z`, sum 1 within rounding.
        density: g/cm3.
        mean_excitation_energy: the one that the tables were made with, MeV.
    """

    name: str
    z: tuple[int, ...]
    mass_fractions: tuple[float, ...]
    density: float
    mean_excitation_energy: float


class StoppingTables(NamedTuple):
    """Mass stopping powers of one projectile in all media.

    Attributes:
        energy: kinetic energy, 1 keV to 1 GeV, MeV, shape (n,).
        electronic: due to electrons, MeV cm2/g, shape (media, n).
        nuclear: due to the recoil of atoms after elastic Coulomb scattering, MeV cm2/g, shape (media, n).
    """

    energy: np.ndarray
    electronic: np.ndarray
    nuclear: np.ndarray


@cache
def stopping_media() -> tuple[StoppingMedium, ...]:
    """The media of the tables, in the order of their rows.

    Raises:
        DataError: the file is missing or damaged.
    """
    arrays = read_arrays(_FILE, "media")
    starts = arrays["offset"]
    media = []
    for row, name in enumerate(arrays["name"]):
        part = slice(int(starts[row]), int(starts[row + 1]))
        media.append(
            StoppingMedium(
                name.decode(),
                tuple(int(z) for z in arrays["z"][part]),
                tuple(float(fraction) for fraction in arrays["mass_fraction"][part]),
                float(arrays["density"][row]),
                float(arrays["mean_excitation_energy"][row]),
            )
        )
    return tuple(media)


def stopping_tables(projectile: Projectile) -> StoppingTables:
    """Tables of PSTAR ("proton") or ASTAR ("helium": alpha particles); rows as `stopping_media`.

    Raises:
        DataError: the file is missing or damaged.
    """
    arrays = read_arrays(_FILE, projectile)
    return StoppingTables(arrays["energy"], arrays["electronic"], arrays["nuclear"])
