"""A non-elastic event of a proton with a nucleus: all particles that come out, with energy conserved.

First fast particles leave (`nuclear_fast`), then the excited rest evaporates (`nuclear_evaporation`). Every
emission changes charge and mass number of the rest, so that multiplicities are integers, charge and
nucleons are conserved, and the Q value of the event is the difference of the binding energies. With T the
kinetic energy of the proton,

    T + Q = sum of kinetic energies of particles + recoil + neutrons + gammas        (to rounding).

Polar angles are those of Kalbach in the frame of the emitting nucleus, drawn for each particle by itself.
Azimuths are uniform, but those of further fast particles lie near the azimuth of the momentum that is still
missing, as in a quasi-free knock-out. The residual nucleus takes the momentum P that is missing in the end,
with the energy P^2 / (2 M); to pay for it all energies are scaled by one factor, 0.975 on average for oxygen
at 150 MeV, and momentum is conserved but for that factor. Residuals of mass number 4 or less are particles.
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics import nuclear_evaporation as evaporation
from mcsim.physics import nuclear_fast
from mcsim.physics.nuclear_angle import sample_one_minus_cos, slope, to_laboratory
from mcsim.physics.nuclear_table import (
    KIND_BINDING,
    KIND_CHARGE,
    KIND_MASS,
    KIND_NEUTRONS,
    LARGEST_LIGHT,
    NEUTRON,
    NUCLEON_MASS,
    PROTON,
    coulomb_barrier,
    separation_energy,
)
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import sincos_turns

MAXIMUM_PRODUCTS = 12
"""Rows that an event may write: as many as protons may leave a nucleus."""
_MAXIMUM_EMISSIONS = 33  # one more than nucleons in the table, for a fast particle that could not leave
_PRODUCT_CODE = 2  # a row's code less the number of its kind: 3 proton, ..., 7 alpha
_FASTEST_FRAME = 0.95
_TINY = 1.0e-20
_TO_TURNS = 0.5 / math.pi
_CORRELATION = 0.65  # turns about the azimuth of the missing momentum that a further fast particle may take


@device
def sample_event(table, element, energy, state, products):
    """Sample an event; (count, recoil energy, neutron energy, gamma energy, Q), energies in MeV.

    energy: kinetic energy T of the proton, MeV. products: array (MAXIMUM_PRODUCTS, 4) or longer, of which
    `count` rows are written: code (3 proton, 4 deuteron, 5 triton, 6 helion, 7 alpha), kinetic energy in MeV,
    1 - cos of the polar angle and azimuth in turns, against the direction of the proton. Neutron energy is
    the kinetic energy of all neutrons, recoil energy that of the residual nucleus, which stays in place.
    About 25 random numbers for oxygen at 150 MeV.
    """
    protons_gone, neutrons_gone, count, number = 0, 0, 0, 0
    excitation = energy - table.removal[element, 0, 0]
    binding, neutron_energy = 0.0, 0.0
    px, py = 0.0, 0.0
    pz = math.sqrt(energy * (energy + 2.0 * KIND_MASS[PROTON]))
    fast = True
    for _ in range(_MAXIMUM_EMISSIONS):
        mass = table.mass_number[element] + 1 - protons_gone - neutrons_gone
        fast = fast and nuclear_fast.leaves(table, element, energy, excitation, number, state)
        if fast:
            kind = nuclear_fast.sample_kind(table, element, number, state)
        else:
            kind = evaporation.sample_kind(table, element, protons_gone, neutrons_gone, excitation, state)
        if kind < 0:
            break
        barrier = coulomb_barrier(table, element, protons_gone, neutrons_gone, kind)
        separation = separation_energy(table, element, protons_gone, neutrons_gone, kind)
        available = excitation - separation - barrier
        if fast and available <= 0.0:
            fast = False
            continue
        if fast:
            emitted = nuclear_fast.sample_energy(table, element, number, kind, available, barrier, state)
        else:
            rest = mass - KIND_CHARGE[kind] - KIND_NEUTRONS[kind]
            emitted = evaporation.sample_energy(mass, rest, available, barrier, state)
        momentum = math.sqrt(emitted * (emitted + 2.0 * KIND_MASS[kind]))
        one_minus_cos = sample_one_minus_cos(slope(table, element, energy, kind, emitted), fast, state)
        one_minus_cos = to_laboratory(one_minus_cos, _velocity_ratio(pz, mass, momentum, emitted, kind))
        turns = _sample_turns(px, py, fast and number > 0, state)
        excitation = max(excitation - separation - emitted, 0.0)
        protons_gone += KIND_CHARGE[kind]
        neutrons_gone += KIND_NEUTRONS[kind]
        binding += KIND_BINDING[kind]
        x, y, z = _momentum_vector(momentum, one_minus_cos, turns)
        px, py, pz = px - x, py - y, pz - z
        number += 1
        if kind == NEUTRON:
            neutron_energy += emitted
        else:
            _write(products, count, kind, emitted, one_minus_cos, turns)
            count += 1
    q_value = binding - table.removal[element, protons_gone, neutrons_gone]
    mass = table.mass_number[element] + 1 - protons_gone - neutrons_gone
    recoil = _recoil_energy(px * px + py * py + pz * pz, mass, energy + q_value)
    scale = 1.0 - recoil / (energy + q_value)
    for row in range(count):
        products[row, 1] *= scale
    neutron_energy *= scale
    if 0 < mass <= LARGEST_LIGHT:
        charge = table.charge[element] + 1 - protons_gone
        if charge == 0:
            neutron_energy += recoil
        else:
            cosine = pz / math.sqrt(max(px * px + py * py + pz * pz, _TINY))
            one_minus_cos = min(max(1.0 - cosine, 0.0), 2.0)
            _write(products, count, mass + charge - 1, recoil, one_minus_cos, _turns(px, py))
            count += 1
        recoil = 0.0
    return count, recoil, neutron_energy, excitation * scale, q_value


@device
def _recoil_energy(square, mass, available):
    """Kinetic energy in MeV of a residual of mass number `mass` with the momentum squared `square`, MeV2.

    At most half of the energy `available` to the whole event; 0 when nothing is left.
    """
    if mass == 0:
        return 0.0
    return min(0.5 * square / (NUCLEON_MASS * float(mass)), 0.5 * available)


@device
def _velocity_ratio(pz, mass, momentum, emitted, kind):
    """Velocity of the emitting nucleus along the beam over that of the particle, in [0, 0.95]."""
    frame = pz / (NUCLEON_MASS * float(mass))
    velocity = momentum / (emitted + KIND_MASS[kind])
    return min(max(frame / max(velocity, 1.0e-6), 0.0), _FASTEST_FRAME)


@device
def _momentum_vector(momentum, one_minus_cos, turns):
    """Components of a momentum, along the beam last."""
    sine, cosine = sincos_turns(turns)
    across = momentum * math.sqrt(max(one_minus_cos * (2.0 - one_minus_cos), 0.0))
    return across * cosine, across * sine, momentum * (1.0 - one_minus_cos)


@device
def _sample_turns(px, py, knocked, state):
    """Azimuth in turns: any, or for a `knocked` particle near that of the missing momentum."""
    u = uniform(state)
    if not knocked:
        return u
    turns = _turns(px, py) + _CORRELATION * (u - 0.5)
    return turns + 1.0 if turns < 0.0 else turns - 1.0 if turns > 1.0 else turns


@device
def _turns(x, y):
    """Azimuth of (x, y) in turns, in [0, 1]."""
    turns = math.atan2(y, x) * _TO_TURNS
    return turns + 1.0 if turns < 0.0 else turns


@device
def _write(products, row, kind, emitted, one_minus_cos, turns):
    """Fill a row of the products."""
    products[row, 0] = float(kind + _PRODUCT_CODE)
    products[row, 1] = emitted
    products[row, 2] = one_minus_cos
    products[row, 3] = turns
