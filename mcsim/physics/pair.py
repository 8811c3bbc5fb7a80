"""Pair production in the field of a nucleus or an electron: energies and directions of the pair.

The sharing of the kinetic energy E - 2 m c^2 follows the Bethe-Heitler cross section with screening and
Coulomb correction, which mcsim.tables.pair tabulates; totals come from XCOM. In the field of an electron
(triplet) the same law is used and the energy of the recoil electron, of the order of m c^2, is neglected.
Electron and positron share alike: the excess of the positron's energy in heavy elements near the
threshold is neglected, as is the correlation of their directions.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.kinematics import ELECTRON_MASS, MAXIMUM_TRIES
from mcsim.physics.lookup import lookup
from mcsim.physics.rng import uniform

ROWS_SHIFT = 3  # one row per 2^3 lookup bins: 8 rows per factor of two
_BINS_PER_ROW = 1 << ROWS_SHIFT


class PairTable(NamedTuple):
    """Energy sharing of E elements at r photon energies and p shares."""

    first_code: int  # bin code of the lowest photon energy
    density: np.ndarray  # (E, r, p): shape of dsigma/dv for the share v = 0 ... 1/2, largest value of a row 1


@device
def sample_energies(table, element, energy, state):
    """Kinetic energies in MeV of electron and positron; their sum is `energy` - 2 m c^2.

    The share v of the smaller energy has the tabulated density, bilinear in photon energy and v, sampled
    by rejection from a uniform one. `energy` in MeV, above 2 m c^2 and up to 64 MeV. Two random numbers per
    try (1.08 to 1.28 tries), one more for which particle gets the smaller share.
    """
    rows, shares = table.density.shape[1], table.density.shape[2]
    index, fraction = lookup(energy, table.first_code, ((rows - 1) << ROWS_SHIFT) + 1)
    row = index >> ROWS_SHIFT
    fraction = (fraction + float(index & (_BINS_PER_ROW - 1))) * (1.0 / float(_BINS_PER_ROW))
    available = max(energy - 2.0 * ELECTRON_MASS, 0.0)
    smaller = 0.0
    for _ in range(MAXIMUM_TRIES):
        place = uniform(state) * float(shares - 1)
        column = int(place)
        part = place - float(column)
        low = table.density[element, row, column]
        low += part * (table.density[element, row, column + 1] - low)
        high = table.density[element, row + 1, column]
        high += part * (table.density[element, row + 1, column + 1] - high)
        smaller = available * (0.5 * place / float(shares - 1))
        if uniform(state) <= low + fraction * (high - low):
            break
    larger = available - smaller
    if uniform(state) < 0.5:
        return smaller, larger
    return larger, smaller


@device
def sample_angle(kinetic_energy, state):
    """1 - cos of the angle between electron or positron and the photon.

    Leading term of the Sauter-Gluckstern-Hull formula (J. W. Motz, H. A. Olsen and H. W. Koch, Rev. Mod.
    Phys. 41 (1969) 581, formula 3D-2000): p(cos theta) ~ (1 - beta cos theta)^-2, by inversion. It is
    exact in shape only at high energy, where it gives the typical angle m c^2 / E. `kinetic_energy` in
    MeV. One random number.
    """
    tau = kinetic_energy * (1.0 / ELECTRON_MASS)
    gamma = 1.0 + tau
    beta = math.sqrt(tau * (tau + 2.0)) / gamma
    one_minus_beta = 1.0 / (gamma * gamma * (1.0 + beta))
    u = uniform(state)
    return 2.0 * u * one_minus_beta / (one_minus_beta + 2.0 * beta * (1.0 - u))
