"""Compton profiles of the subshells: momentum distributions of bound electrons along one axis.

F. Biggs, L. B. Mendelsohn and J. B. Mann, At. Data Nucl. Data Tables 16 (1975) 201.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from mcsim.data.store import element_slice, read_arrays


class ComptonProfiles(NamedTuple):
    """Profiles J of an element, per electron; J(-p) = J(p).

    Attributes:
        momentum: p in atomic units (m_e c times the fine-structure constant), 0 to 100, shape (31,).
        profile: J(p) of the subshells in the order of `subshells`, shape (subshells, 31), to be
            interpolated as ln J in p; the integral from -100 to 100 is 1.
    """

    momentum: np.ndarray
    profile: np.ndarray


@cache
def compton_profiles(z: int) -> ComptonProfiles:
    """Compton profiles of element `z`.

    Raises:
        DataError: no such element.
    """
    arrays = read_arrays("compton.h5")
    rows = element_slice(read_arrays("photons.h5", "subshells")["offset"], z)
    return ComptonProfiles(arrays["momentum"], arrays["profile"][rows])
