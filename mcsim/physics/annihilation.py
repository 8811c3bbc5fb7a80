"""Two-photon annihilation of a positron in flight with a free electron at rest.

With zeta = k / (T + 2 m), the share of one photon, and gamma = 1 + T / m, per target electron
(W. Heitler, The Quantum Theory of Radiation, 1954; W. Nelson, H. Hirayama, D. Rogers, SLAC-265 (1985)):

    dsigma/dzeta = pi r_e^2 / [(gamma + 1)(gamma^2 - 1)] [S(zeta) + S(1 - zeta)],
    S(zeta) = -(gamma + 1)^2 + (gamma^2 + 4 gamma + 1)/zeta - 1/zeta^2,
    zeta from 1 / (gamma + 1 + p) to 1/2,  p = sqrt(gamma^2 - 1), for the softer photon.

Neglected: one-photon annihilation with inner electrons of heavy elements, three-photon annihilation (below
0.5 %), and the motion of bound electrons. Annihilation at rest is isotropic, two photons
of m back to back, and needs no sampler.
"""

from __future__ import annotations

import math

import numpy as np

from mcsim.jit import device
from mcsim.physics.kinematics import CLASSICAL_ELECTRON_RADIUS, ELECTRON_MASS, MAXIMUM_TRIES
from mcsim.physics.rng import uniform


@device
def sample_in_flight(energy, state):
    """The two photons: (k1, 1 - cos theta1, k2, 1 - cos theta2), energies in MeV, k1 + k2 = T + 2 m.

    energy: kinetic energy T of the positron, MeV, above 0. Angles are against the positron's direction;
    the azimuths of the two are opposite. Both orders of the photons are equally likely.

    zeta from 1/zeta over the whole range of either photon, accepted with zeta S(zeta) relative to its
    maximum at zeta = 1 / (gamma + 1). Two random numbers a try, 81 to 100 % of the tries are accepted.
    """
    tau = energy / ELECTRON_MASS
    gamma = 1.0 + tau
    momentum = math.sqrt(tau * (tau + 2.0))
    lowest = 1.0 / (gamma + 1.0 + momentum)
    span = math.log(gamma + momentum)
    square = (gamma + 1.0) * (gamma + 1.0)
    middle = gamma * gamma + 4.0 * gamma + 1.0
    top = middle - 2.0 * (gamma + 1.0)
    share = 0.5
    for _ in range(MAXIMUM_TRIES):
        share = lowest * math.exp(uniform(state) * span)
        if uniform(state) * top <= middle - square * share - 1.0 / share:
            break
    available = energy + 2.0 * ELECTRON_MASS
    other = 1.0 - share
    one_minus_cos = _one_minus_cos(share, other, gamma, momentum)
    other_one_minus_cos = _one_minus_cos(other, share, gamma, momentum)
    return share * available, one_minus_cos, other * available, other_one_minus_cos


@device
def _one_minus_cos(share, other, gamma, momentum):
    """1 - cos of the photon with energy share `share`; cos = (gamma + 1 - 1/share) / momentum."""
    value = (other / share - 1.0 / (gamma + momentum)) / momentum
    return min(max(value, 0.0), 2.0)


def cross_section(energy: np.ndarray) -> np.ndarray:
    """Cross section in cm2 per target electron, at kinetic energies in MeV (any shape, above 0)."""
    gamma = 1.0 + energy / ELECTRON_MASS
    momentum = np.sqrt(gamma**2 - 1.0)
    bracket = (gamma**2 + 4.0 * gamma + 1.0) * np.log(gamma + momentum) - (gamma + 3.0) * momentum
    result: np.ndarray = np.pi * CLASSICAL_ELECTRON_RADIUS**2 / ((gamma + 1.0) * momentum**2) * bracket
    return result
