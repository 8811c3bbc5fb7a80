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
    over the polarisation:

        dsigma/dOmega ~ sin^2 theta / (1 - beta cos theta)^4 [1 + kappa (1 - beta cos theta)],
        kappa = gamma (gamma - 1) (gamma - 2) / 2.

    With m = (cos theta - beta) / (1 - beta cos theta), the aberrated cosine, the first factor is a plain
    dipole, so that p(m) dm ~ (1 - m^2) [1 + kappa (1 - beta^2) / (1 + beta m)] dm. For kappa <= 0 (below 511
    keV) the bracket is the acceptance of a dipole; above, the two terms are chosen by the areas of their
    bounds. `kinetic_energy` in MeV. Random numbers: 4.0 at 1 keV, 4.3 at 100 keV, 3.9 at 1 MeV, 3.0 at 50
    MeV. Valid in the Born approximation: in heavy elements the true distribution is less forward.
    """
    tau = kinetic_energy * (1.0 / ELECTRON_MASS)
    gamma = 1.0 + tau
    beta = math.sqrt(tau * (tau + 2.0)) / gamma
    one_minus_beta = 1.0 / (gamma * gamma * (1.0 + beta))
    kappa = 0.5 * gamma * tau * (tau - 1.0)
    second = max(3.0 * kappa * one_minus_beta, 0.0)  # area of the second term's bound; the dipole's is 1
    m = 0.0
    for _ in range(MAXIMUM_TRIES):
        if kappa > 0.0 and uniform(state) * (1.0 + second) < second:
            m = 1.0 - 2.0 * math.sqrt(uniform(state))
            if 2.0 * uniform(state) * (1.0 + beta * m) <= (1.0 + m) * (1.0 + beta):
                break
        else:
            m = _dipole(state)
            bracket = 1.0 + kappa * one_minus_beta * (1.0 + beta) / (1.0 + beta * m)
            if kappa > 0.0 or uniform(state) <= bracket:
                break
    return one_minus_beta * (1.0 - m) / (1.0 + beta * m)


@device
def _dipole(state):
    """Number m in (-1, 1) with density 3/4 (1 - m^2): the median of three uniform numbers."""
    a, b, c = uniform(state), uniform(state), uniform(state)
    return 2.0 * max(min(a, b), min(max(a, b), c)) - 1.0
