"""Electron data of the elements: bremsstrahlung and the levels of the density effect.

S. M. Seltzer and M. J. Berger, At. Data Nucl. Data Tables 35 (1986) 345 (bremsstrahlung);
R. M. Sternheimer, S. M. Seltzer and M. J. Berger, Phys. Rev. B 26 (1982) 6067 (density effect).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from mcsim.data.store import element_slice, read_arrays


class SeltzerBerger(NamedTuple):
    """Scaled bremsstrahlung cross section of one element.

    Attributes:
        energy: kinetic energy of the electron, 1 keV to 10 GeV, MeV, shape (57,).
        kappa: photon energy / kinetic energy, 0 to 1, shape (30,).
        scaled: (beta^2 / Z^2) k dsigma/dk, mb, shape (57, 30).
    """

    energy: np.ndarray
    kappa: np.ndarray
    scaled: np.ndarray


class SternheimerLevels(NamedTuple):
    """Oscillators of the density effect of one element.

    Attributes:
        occupation: fraction of the electrons in each level, shape (n,), sum 1.
        binding_energy: MeV, shape (n,).
        conduction: True where the electrons are conduction electrons of the pure solid; only for
            pure metals and alloys to be treated so, shape (n,).
    """

    occupation: np.ndarray
    binding_energy: np.ndarray
    conduction: np.ndarray


@cache
def bremsstrahlung(z: int) -> SeltzerBerger:
    """Bremsstrahlung of electrons in the field of the nucleus and of the electrons of element `z`.

    Raises:
        DataError: no such element.
    """
    arrays = read_arrays("electrons.h5", "bremsstrahlung")
    row = element_slice(np.arange(len(arrays["scaled"]) + 1), z).start
    return SeltzerBerger(arrays["energy"], arrays["kappa"], arrays["scaled"][row])


@cache
def sternheimer_levels(z: int) -> SternheimerLevels:
    """Occupations and binding energies for the exact density effect in element `z`.

    Raises:
        DataError: no such element.
    """
    arrays = read_arrays("electrons.h5", "sternheimer")
    rows = element_slice(arrays["offset"], z)
    electrons = arrays["occupation"][rows]
    return SternheimerLevels(
        electrons / electrons.sum(), arrays["binding_energy"][rows], arrays["conduction"][rows].astype(bool)
    )
