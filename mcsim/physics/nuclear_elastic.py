"""Elastic nuclear scattering of protons, on hydrogen and on heavier nuclei, by two-body kinematics.

Coulomb scattering is left to multiple scattering; its interference with the nuclear amplitude is neglected.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.nuclear_table import KIND_MASS, PROTON
from mcsim.physics.rng import uniform

PROTON_MASS = KIND_MASS[PROTON]
"""Rest energy of the proton, MeV."""


class NuclearElasticTable(NamedTuple):
    """Constants of E elements."""

    mass: np.ndarray  # (E,) MeV: rest energy of the mean nucleus
    slope: np.ndarray  # (E,) 1/MeV2: b in exp(-b |t|)


@device
def sample_hydrogen(energy, state):
    """Both protons after a collision with hydrogen: (T1, 1 - cos theta1, T2, 1 - cos theta2).

    Isotropic in the centre of mass, as free proton-proton scattering is to about 10 % from 10 to 300 MeV
    outside of the Coulomb peak. For equal masses that makes the energy of either proton uniform in [0, T].
    The faster of the two, which nothing tells apart, counts as the one that came, as in Moller scattering.
    With momenta p = sqrt(T (T + 2 m)): cos^2 = T' (T + 2 m) / [T (T' + 2 m)]. The azimuths are opposite.

    energy: T in MeV. One random number.
    """
    struck = 0.5 * energy * uniform(state)
    kept = energy - struck
    return kept, _one_minus_cos(energy, kept, struck), struck, _one_minus_cos(energy, struck, kept)


@device
def _one_minus_cos(energy, own, other):
    """1 - cos of the proton with `own`, through sin^2 = 2 m other / [T (own + 2 m)]: exact when small."""
    sin2 = min(2.0 * PROTON_MASS * other / (energy * (own + 2.0 * PROTON_MASS)), 1.0)
    return sin2 / (1.0 + math.sqrt(1.0 - sin2))


@device
def sample_nucleus(table, element, energy, state):
    """Proton after elastic scattering on a nucleus: (T', 1 - cos theta, energy of the recoil).

    dsigma/dt ~ exp(-b |t|) up to the largest |t| of the kinematics, 4 p*^2 = 4 M^2 T (T + 2 m) / s with
    s = (m + M)^2 + 2 M T; b = 14.5 A^(2/3) per GeV^2 to A = 62, 60 A^(1/3) above (J. Ranft, Part. Accel. 3
    (1972) 129; for high energies). The recoil, |t| / (2 M), stays in place. Neglected: diffraction minima.

    energy: T in MeV; all energies in MeV. One random number.
    """
    mass = table.mass[element]
    slope = table.slope[element]
    whole = mass + PROTON_MASS
    share = mass * mass / (whole * whole + 2.0 * mass * energy)
    largest = 4.0 * share * energy * (energy + 2.0 * PROTON_MASS)
    transfer = -math.log(1.0 - uniform(state) * (1.0 - math.exp(-slope * largest))) / slope
    transfer = min(transfer, largest)
    recoil = 0.5 * transfer / mass
    left = energy - recoil
    before = math.sqrt(energy * (energy + 2.0 * PROTON_MASS))
    after = math.sqrt(left * (left + 2.0 * PROTON_MASS))
    slower = recoil * (energy + left + 2.0 * PROTON_MASS) / (before + after)  # loss of momentum
    one_minus_cos = 0.5 * (transfer + recoil * recoil - slower * slower) / (before * after)
    return left, min(max(one_minus_cos, 0.0), 2.0), recoil
