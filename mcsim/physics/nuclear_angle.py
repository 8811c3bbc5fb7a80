"""Angles of the particles from nuclear reactions: the systematics of C. Kalbach, Phys. Rev. C 37 (1988) 2350.

In the centre of mass, with mu the cosine of the polar angle,

    p(mu) = a / (2 sinh a) [cosh(a mu) + f sinh(a mu)],
    a = 0.04 X1 + 1.8e-6 X1^3 + 6.7e-7 M m X3^4,
    X1 = min(e_a, 130 MeV) e_b / e_a,  X3 = min(e_a, 41 MeV) e_b / e_a,

where e_a and e_b are the energies of proton and particle in the centre of mass, each plus the separation
energy from the compound nucleus (liquid drop), M = 1 for protons in, m = 1/2 for neutrons, 2 for alpha
particles, 1 otherwise, out. f = 1 for fast (multistep direct) particles, 0 for evaporated ones.

Valid up to some 200 MeV in; a grows slowly above. Neglected: correlation between polar angles, as of the two
protons of a quasi-free knock-out.
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics.nuclear_table import ALPHA, NEUTRON
from mcsim.physics.rng import uniform

_ISOTROPIC = 1.0e-3  # slopes below this are taken as isotropic


@device
def slope(table, element, energy, kind, emitted):
    """Slope a of a kind with kinetic energy `emitted`, for protons of `energy`, MeV. No random number."""
    mass = float(table.mass_number[element])
    incident = energy * mass / (mass + 1.0) + table.separation[element, 1]
    leaving = emitted + table.separation[element, kind]
    share = max(leaving, 0.0) / max(incident, 1.0)
    x1 = min(incident, 130.0) * share
    x3 = min(incident, 41.0) * share
    factor = 0.5 if kind == NEUTRON else 2.0 if kind == ALPHA else 1.0
    x3 *= x3
    return 0.04 * x1 + 1.8e-6 * x1 * x1 * x1 + 6.7e-7 * factor * x3 * x3


@device
def sample_one_minus_cos(a, fast, state):
    """1 - cos in the centre of mass for a slope `a`; one random number when `fast`, else two."""
    u = uniform(state)
    if a < _ISOTROPIC:
        value = 2.0 * u
    else:
        value = -math.log(1.0 - u * (1.0 - math.exp(-2.0 * a))) / a
    value = min(max(value, 0.0), 2.0)
    if not fast and uniform(state) < 0.5:
        value = 2.0 - value
    return value


@device
def to_laboratory(one_minus_cos, velocity_ratio):
    """1 - cos in the laboratory of a particle whose frame moves with `velocity_ratio` times its own velocity.

    Not relativistic: mu' = (mu + r) / sqrt(1 + 2 r mu + r^2), 0 <= r < 1. No random number.
    """
    mu = 1.0 - one_minus_cos
    square = 1.0 + velocity_ratio * (2.0 * mu + velocity_ratio)
    sideways = one_minus_cos * (2.0 - one_minus_cos) / max(square, 1.0e-6)
    root = math.sqrt(max(1.0 - sideways, 0.0))
    if mu + velocity_ratio > 0.0:
        return sideways / (1.0 + root)
    return 1.0 + root
