"""Moller scattering: an electron hits a free electron at rest (hard ionisation).

With eps = W / T, the share of the kinetic energy T that the slower outgoing electron takes, and
gamma = 1 + T / m, per target electron (C. Moller, Ann. Phys. 406 (1932) 531; ICRU Report 37 (1984)):

    dsigma/deps = 2 pi r_e^2 m / (beta^2 T) [1/eps^2 + 1/(1-eps)^2 + a - b / (eps (1-eps))],
    a = ((gamma-1)/gamma)^2,  b = (2 gamma - 1)/gamma^2,  0 < eps <= 1/2.

Neglected: radiative corrections, and here the binding of the target electron. The transport drops collisions
with electrons bound by more than W (`tables/binding.py`); an energy of 200 keV is above every K shell.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mcsim.jit import device
from mcsim.physics.kinematics import (
    ELECTRON_MASS,
    MAXIMUM_TRIES,
    THOMSON_CONSTANT,
    collision_one_minus_cosines,
)
from mcsim.physics.rng import uniform

one_minus_cosines = collision_one_minus_cosines
"""1 - cos of both particles, as `one_minus_cosines(energy, transfer)`: (primary, secondary)."""


@device
def sample(energy, threshold, state):
    """Kinetic energy W of the secondary electron (the slower one), MeV: threshold <= W <= energy / 2.

    energy: kinetic energy of the incident electron, MeV; threshold: lowest W, MeV. For
    energy <= 2 threshold there is no such collision and the result is 0.

    Composition and rejection: eps from 1/eps^2 + c with c = max(0, 4 + a - 4 b), which bounds the rest
    of the bracket since that grows with eps up to 1/2. Two random numbers a try; 78 to 100 % of the
    tries are accepted, more than 85 % where threshold < energy / 10.
    """
    if energy <= 2.0 * threshold:
        return 0.0
    gamma = 1.0 + energy / ELECTRON_MASS
    inverse_gamma = 1.0 / gamma
    a = (1.0 - inverse_gamma) * (1.0 - inverse_gamma)
    b = (2.0 - inverse_gamma) * inverse_gamma
    lowest = threshold / energy
    highest_inverse = energy / threshold
    constant = max(4.0 + a - 4.0 * b, 0.0)
    head = highest_inverse - 2.0
    total = head + constant * (0.5 - lowest)
    share = 0.5
    for _ in range(MAXIMUM_TRIES):
        v = uniform(state) * total
        share = 1.0 / (highest_inverse - v) if v <= head else lowest + (v - head) / constant
        inverse = 1.0 / share
        rest = 1.0 / (1.0 - share)
        square = inverse * inverse
        if uniform(state) * (square + constant) <= square + rest * rest + a - b * inverse * rest:
            break
    return share * energy


def differential_cross_section(energy: Any, secondary: Any) -> Any:
    """dsigma/dW in cm2 / MeV per target electron, at kinetic energies T and W in MeV (numpy arrays)."""
    gamma = 1.0 + energy / ELECTRON_MASS
    share = secondary / energy
    bracket = share**-2 + (1.0 - share) ** -2 + ((gamma - 1.0) / gamma) ** 2
    bracket -= (2.0 * gamma - 1.0) / gamma**2 / (share * (1.0 - share))
    return THOMSON_CONSTANT / (1.0 - gamma**-2) / energy**2 * bracket


def cross_section(energy: np.ndarray, threshold: float) -> np.ndarray:
    """Cross section for W >= threshold in cm2 per target electron: the integral of the formula above.

    energy: kinetic energies in MeV, any shape; threshold in MeV. 0 for energy <= 2 threshold.
    """
    energy = np.maximum(energy, 2.0 * threshold)
    gamma = 1.0 + energy / ELECTRON_MASS
    lowest = threshold / energy
    bracket = 1.0 / lowest - 1.0 / (1.0 - lowest) + ((gamma - 1.0) / gamma) ** 2 * (0.5 - lowest)
    bracket += (2.0 * gamma - 1.0) / gamma**2 * np.log(lowest / (1.0 - lowest))
    return THOMSON_CONSTANT / (1.0 - gamma**-2) / energy * bracket
