"""Photoelectric effect: the shell that loses an electron, and the electron's direction.

Shells are numbered 0 = K, 1 = L1, 2 = L2, 3 = L3, 4 = M1, ... per element, as far as their binding energy
is 1 keV or more. The ejected electron has E - B; the vacancy relaxes (mcsim.physics.relaxation). For
shells further out no binding energy is accounted for: electron and residual atom lie within 1 keV.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.kinematics import ELECTRON_MASS, MAXIMUM_TRIES
from mcsim.physics.rng import uniform

_LOWEST = 1.0e-9  # MeV; the direction is nearly isotropic from here down


class PhotoelectricTable(NamedTuple):
    """Shell probabilities of E elements on the n energies of the attenuation table."""

    shells: np.ndarray  # (E,) int64: number of shells followed, s_e
    offset: np.ndarray  # (E,) int64: where the element's block starts in `cumulative`
    cumulative: np.ndarray  # flat: per element a C-order block (n, s_e) of probabilities of shells 0..s
    binding: np.ndarray  # (E, S) MeV; 0 beyond the last shell followed


@device
def sample_shell(table, element, index, fraction, state):
    """Number of the shell that is ionised, or -1 for the shells bound by less than 1 keV.

    `index` and `fraction` come from `attenuation.locate`. Probabilities are the ratios of subshell to
    total photoelectric cross sections (EPDL97: D. E. Cullen et al., UCRL-50400 vol. 6 rev. 5, 1997).
    One random number, none when no shell of the element is followed.
    """
    shells = table.shells[element]
    if shells == 0:
        return -1
    u = uniform(state)
    place = table.offset[element] + index * shells
    for shell in range(shells):
        low = table.cumulative[place + shell]
        if u < low + fraction * (table.cumulative[place + shells + shell] - low):
            return shell
    return -1


@device
def sample_angle(kinetic_energy, state):
    """1 - cos of the angle between photoelectron and photon.

    Formula of Sauter for the K shell (F. Sauter, Ann. Phys. 403 (1931) 454), used for all shells, averaged
    over the polarisation: with nu = 1 - cos theta, A = 1 / beta - 1 and the Lorentz factor gamma

        p(nu) dnu ~ nu (2 - nu) / (A + nu)^3 [1 / (A + nu) + beta gamma (gamma - 1)(gamma - 2) / 2] dnu.

    nu / (A + nu)^3 is sampled by inversion and the rest by rejection. Valid in the Born approximation;
    for high Z and low energy the forward peak is less sharp than this. `kinetic_energy` in MeV. Two random
    numbers per try; 1.5 tries at 1 keV, 2.3 at 1 MeV, 1.3 at 50 MeV.
    """
    tau = max(kinetic_energy, _LOWEST) * (1.0 / ELECTRON_MASS)
    gamma = 1.0 + tau
    gamma_beta = math.sqrt(tau * (tau + 2.0))
    a = 1.0 / (gamma_beta * (gamma + gamma_beta))  # 1 / beta - 1 without cancellation
    constant = 0.5 * gamma_beta * tau * (tau - 1.0)
    largest = 2.0 * (1.0 / a + constant)
    nu = 0.0
    for _ in range(MAXIMUM_TRIES):
        u = uniform(state)
        nu = 2.0 * a * (2.0 * u + (a + 2.0) * math.sqrt(u)) / ((a + 2.0) * (a + 2.0) - 4.0 * u)
        if uniform(state) * largest <= (2.0 - nu) * (1.0 / (a + nu) + constant):
            break
    return min(nu, 2.0)
