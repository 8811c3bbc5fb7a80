"""Bhabha scattering: a positron hits a free electron at rest (hard ionisation).

With eps = W / T, the share of the kinetic energy T that the electron takes, gamma = 1 + T / m and
y = 1 / (gamma + 1), per target electron (H. Bhabha, Proc. R. Soc. A 154 (1936) 195; ICRU Report 37
(1984)):

    dsigma/deps = 2 pi r_e^2 m / (beta^2 T) 1/eps^2 [1 - beta^2 eps (B1 - eps (B2 - eps (B3 - eps B4)))],
    B1 = 2 - y^2,  B2 = (1 - 2y)(3 + y^2),  B3 = (1-2y)^2 + (1-2y)^3,  B4 = (1-2y)^3,  0 < eps <= 1.

Neglected: binding of the target electron (see `moller`) and radiative corrections.
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
    """Kinetic energy W of the struck electron, MeV: threshold <= W <= energy.

    energy: kinetic energy of the incident positron, MeV; threshold: lowest W, MeV. For
    energy <= threshold there is no such collision and the result is 0.

    eps from 1/eps^2, accepted with the bracket relative to the larger of its values at both ends of the
    range: it falls first and may rise then, but has no maximum between. Two random numbers a try, 62 to
    100 % of the tries are accepted (most where the threshold is small against the energy).
    """
    if energy <= threshold:
        return 0.0
    inverse_gamma = ELECTRON_MASS / (energy + ELECTRON_MASS)
    beta2 = 1.0 - inverse_gamma * inverse_gamma
    y = ELECTRON_MASS / (energy + 2.0 * ELECTRON_MASS)
    y2 = y * y
    x = 1.0 - 2.0 * y
    b4 = x * x * x
    b1, b2, b3 = beta2 * (2.0 - y2), beta2 * x * (3.0 + y2), beta2 * (x * x + b4)
    b4 *= beta2
    lowest = threshold / energy
    width = 1.0 - lowest
    top = max(
        1.0 - lowest * (b1 - lowest * (b2 - lowest * (b3 - lowest * b4))), 1.0 - (b1 - (b2 - (b3 - b4)))
    )
    share = 1.0
    for _ in range(MAXIMUM_TRIES):
        share = lowest / (1.0 - uniform(state) * width)
        if uniform(state) * top <= 1.0 - share * (b1 - share * (b2 - share * (b3 - share * b4))):
            break
    return share * energy


def _coefficients(energy: Any) -> tuple[Any, Any, Any, Any, Any]:
    """beta^2, B1, B2, B3, B4 at kinetic energies in MeV (numpy arrays)."""
    gamma = 1.0 + energy / ELECTRON_MASS
    y = 1.0 / (gamma + 1.0)
    x = 1.0 - 2.0 * y
    return 1.0 - gamma**-2, 2.0 - y**2, x * (3.0 + y**2), x**2 + x**3, x**3


def differential_cross_section(energy: Any, secondary: Any) -> Any:
    """dsigma/dW in cm2 / MeV per target electron, at kinetic energies T and W in MeV (numpy arrays)."""
    beta2, b1, b2, b3, b4 = _coefficients(energy)
    share = secondary / energy
    bracket = 1.0 - beta2 * share * (b1 - share * (b2 - share * (b3 - share * b4)))
    return THOMSON_CONSTANT / beta2 / energy**2 * bracket / share**2


def cross_section(energy: np.ndarray, threshold: float) -> np.ndarray:
    """Cross section for W >= threshold in cm2 per target electron: the integral of the formula above.

    energy: kinetic energies in MeV, any shape; threshold in MeV. 0 for energy <= threshold.
    """
    energy = np.maximum(energy, threshold)
    beta2, b1, b2, b3, b4 = _coefficients(energy)
    low = threshold / energy
    bracket = b1 * np.log(low) + b2 * (1.0 - low) - 0.5 * b3 * (1.0 - low**2) + b4 * (1.0 - low**3) / 3.0
    return THOMSON_CONSTANT / beta2 / energy * (1.0 / low - 1.0 + beta2 * bracket)
