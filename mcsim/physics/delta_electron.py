"""Delta electrons: a heavy charged particle hits a free electron at rest.

For a particle of charge z and speed beta that can give at most W_max, per electron (H. Bhabha, Proc. R. Soc.
A 164 (1938) 257; ICRU Report 49 (1993))

    dsigma/dW = 2 pi r_e^2 m z^2 / (beta^2 W^2) (1 - beta^2 W / W_max).

Neglected: the term W^2 / (2 E^2) of spin 1/2, below 1e-6, and the binding of the electron.
"""

from __future__ import annotations

import math

import numpy as np

from mcsim.jit import device
from mcsim.physics.hadrons import Hadron
from mcsim.physics.kinematics import ELECTRON_MASS, MAXIMUM_TRIES, THOMSON_CONSTANT
from mcsim.physics.rng import uniform


@device
def sample(energy, mass, threshold, state):
    """Kinetic energy W of the electron, MeV: threshold <= W <= W_max; 0 where W_max is below the threshold.

    energy, mass: kinetic and rest energy of the particle, MeV; threshold: lowest W, MeV. W from 1/W^2,
    accepted with the bracket; two random numbers a try.
    """
    tau, ratio = energy / mass, ELECTRON_MASS / mass
    squared = tau * (tau + 2.0)  # (beta gamma)^2
    largest = 2.0 * ELECTRON_MASS * squared / (1.0 + 2.0 * (tau + 1.0) * ratio + ratio * ratio)
    if largest <= threshold:
        return 0.0
    falls = squared / ((tau + 1.0) * (tau + 1.0) * largest)
    width = 1.0 - threshold / largest
    transfer = threshold
    for _ in range(MAXIMUM_TRIES):
        transfer = threshold / (1.0 - uniform(state) * width)
        if uniform(state) <= 1.0 - falls * transfer:
            break
    return transfer


@device
def one_minus_cos(energy, mass, transfer):
    """1 - cos of the electron's direction to the particle's, from conservation of energy and momentum.

    cos = W (E + m) / (p p_e), with E and p the particle's total energy and momentum.
    """
    momenta = energy * (energy + 2.0 * mass) * transfer * (transfer + 2.0 * ELECTRON_MASS)
    cosine = transfer * (energy + mass + ELECTRON_MASS) / math.sqrt(momenta)
    return max(1.0 - cosine, 0.0)


def cross_section(energies: np.ndarray, hadron: Hadron, largest: np.ndarray, threshold: float) -> np.ndarray:
    """Cross section for W >= threshold in cm2 per electron, shape of `energies` (kinetic, MeV).

    largest: W_max at the energies, MeV; threshold in MeV.
    """
    tau = energies / hadron.mass
    beta2 = tau * (tau + 2.0) / (tau + 1.0) ** 2
    share = np.minimum(threshold / largest, 1.0)
    integral = 1.0 / threshold - share / threshold + beta2 / largest * np.log(share)
    total: np.ndarray = THOMSON_CONSTANT * hadron.charge**2 / beta2 * np.where(share < 1.0, integral, 0.0)
    return total
