"""Angles of direct inelastic scattering: the systematics of C. Kalbach, Phys. Rev. C 37 (1988) 2350.

In the centre of mass, with mu the cosine of the polar angle, fast (multistep direct) particles have

    p(mu) = a / (2 sinh a) exp(a mu),
    a = 0.04 X1 + 1.8e-6 X1^3 + 6.7e-7 M m X3^4,
    X1 = min(e_a, 130 MeV) e_b / e_a,  X3 = min(e_a, 41 MeV) e_b / e_a,

where e_a and e_b are the energies of proton and particle in the centre of mass, each plus the separation
energy from the compound nucleus (liquid drop), M = 1 for protons in, m = 1/2 for neutrons, 2 for alpha
particles, 1 otherwise, out. The angle is taken over to the laboratory as it is, which is wrong by
some 2 degrees for the scattered protons meant here. Valid up to some 200 MeV in; a grows slowly above.
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
def sample_one_minus_cos(a, state):
    """1 - cos in the centre of mass for a slope `a`; one random number."""
    u = uniform(state)
    if a < _ISOTROPIC:
        return 2.0 * u
    value = -math.log(1.0 - u * (1.0 - math.exp(-2.0 * a))) / a
    return min(max(value, 0.0), 2.0)
