"""A non-elastic event of a proton with a nucleus: all particles that come out, with energy conserved.

First nucleons collide and fast particles leave (`nuclear_cascade`), then the excited rest evaporates
(`nuclear_evaporation`). Every emission changes charge and mass number of the rest, so that multiplicities are
integers, charge and nucleons are conserved, and the Q value of the event is the difference of the binding
energies. With T the kinetic energy of the proton,

    T + Q = sum of kinetic energies of particles + recoil + neutrons + gammas        (to rounding).

Momentum is conserved too: the residual nucleus moves with what is missing, and particles evaporate
isotropically in its frame, with non-relativistic kinematics. Where the recoil after the cascade needs more
energy than is there, the particles pay for it with equal parts of theirs and keep their directions. Residuals
of mass number 4 or less are particles.
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics import nuclear_evaporation as evaporation
from mcsim.physics.nuclear_cascade import cascade
from mcsim.physics.nuclear_residual import (
    begin,
    end,
    excitation,
    gone,
    mass_number,
    pay_for_recoil,
    take_out,
    threshold,
    velocity,
)
from mcsim.physics.nuclear_table import KIND_CHARGE, KIND_NEUTRONS, LARGEST_LIGHT, NUCLEON_MASS
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import rotate

_MAXIMUM_EMISSIONS = 32  # nucleons in the table


@device
def sample_event(table, element, energy, state, products):
    """Sample an event; (count, recoil energy, neutron energy, gamma energy, Q), energies in MeV.

    energy: kinetic energy T of the proton, MeV. products: array (nuclear_residual.ROWS, 4), of which `count`
    rows, at most MAXIMUM_PRODUCTS, are filled: code (3 proton, 4 deuteron, 5 triton, 6 helion, 7 alpha),
    kinetic energy in MeV, 1 - cos of the polar angle and azimuth in turns, about the direction of the proton;
    other rows are work space. Neutron energy is the kinetic energy of all neutrons, recoil energy that of the
    residual nucleus, which stays in place. About 70 random numbers for oxygen at 150 MeV.
    """
    begin(table, element, energy, products)
    cascade(table, element, energy, state, products)
    pay_for_recoil(table, element, products)
    for _ in range(_MAXIMUM_EMISSIONS):
        if not _evaporate(table, element, state, products):
            break
    return end(table, element, LARGEST_LIGHT, products)


@device
def _evaporate(table, element, state, products):
    """Let one particle evaporate; False when none can."""
    protons, neutrons = gone(products)
    above = excitation(products)
    kind = evaporation.sample_kind(table, element, protons, neutrons, above, state)
    if kind < 0:
        return False
    mass, own = mass_number(table, element, products), KIND_CHARGE[kind] + KIND_NEUTRONS[kind]
    rest = mass - own
    if rest == 0:
        return False
    separation, barrier = threshold(table, element, kind, products)
    shared = evaporation.sample_energy(mass, rest, above - separation - barrier, barrier, state)
    relative = math.sqrt(2.0 * NUCLEON_MASS * shared * float(own) * float(rest) / float(mass))
    a, b, c = rotate(0.0, 0.0, 1.0, 2.0 * uniform(state), uniform(state))
    x, y, z = velocity(table, element, products)
    x, y, z = float(own) * x + relative * a, float(own) * y + relative * b, float(own) * z + relative * c
    kinetic = 0.5 * (x * x + y * y + z * z) / (NUCLEON_MASS * float(own))
    take_out(kind, kinetic, separation + shared, x, y, z, products)
    return True
