"""Rayleigh (coherent) scattering with the squared form factor of the material.

Formula (independent atoms; J. H. Hubbell and I. Overbo, J. Phys. Chem. Ref. Data 8 (1979) 69), with
t = 1 - cos theta and q = x^2 = (E / h c)^2 t / 2 in 1/Angstrom^2:

    p(t) dt ~ (1 + cos^2 theta) / 2 * sum_j n_j F_j(x)^2 dt.

F^2 is sampled by inverting its integral over q. With A(q) that integral, divided by its limit, q is
tabulated against the odds A / (1 - A): a lookup grid in the odds is fine in relative terms at both
ends of the distribution, so that one lookup without search inverts it. The Thomson factor is sampled
by rejection.

Neglected: anomalous scattering factors near absorption edges, and the interference between atoms, which
takes away most of the scattering of liquid water below x = 0.1/Angstrom (2.4 degrees at 60 keV).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.kinematics import MAXIMUM_TRIES
from mcsim.physics.lookup import lookup
from mcsim.physics.momentum_transfer import backward_x2
from mcsim.physics.rng import uniform

ODDS_MIN = 2.0**-20
ODDS_MAX = 2.0**30


class RayleighTable(NamedTuple):
    """Integrated squared form factors of M materials and their inverse."""

    first_x2_code: int  # bin code of the start of the x^2 grid
    cumulative: np.ndarray  # (M, q) A on the grid in x^2, 0 to 1
    first_odds_code: int  # bin code of the start of the grid in the odds A / (1 - A)
    inverse: np.ndarray  # (M, o) x^2 in 1/Angstrom^2 at the odds


@device
def sample(table, material, energy, state):
    """1 - cos theta of the scattered photon; its energy stays.

    `energy` in MeV, 1 keV to 64 MeV. Two random numbers per try; tries per sample in water: 1.5 at
    1 keV, 1.2 at 30 keV, 1.05 at 100 keV, 1 at high energy.
    """
    backward = backward_x2(energy)
    index, fraction = lookup(backward, table.first_x2_code, table.cumulative.shape[1])
    upper = table.cumulative[material, index]
    upper += fraction * (table.cumulative[material, index + 1] - upper)
    one_minus_cos = 0.0
    for _ in range(MAXIMUM_TRIES):
        part = uniform(state) * upper
        index, fraction = lookup(part / (1.0 - part), table.first_odds_code, table.inverse.shape[1])
        x2 = table.inverse[material, index]
        x2 += fraction * (table.inverse[material, index + 1] - x2)
        one_minus_cos = min(2.0 * x2 / backward, 2.0)
        cosine = 1.0 - one_minus_cos
        if 2.0 * uniform(state) <= 1.0 + cosine * cosine:
            break
    return one_minus_cos
