"""The nucleus that is left while a nuclear reaction goes on, and the particles that have come out of it.

Both live in one small array of numbers, (ROWS, 4), so that they need no memory of their own: the first rows
are the products, then follow the nucleus and the stack of nucleons that are still inside.
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics.nuclear_table import (
    KIND_BINDING,
    KIND_CHARGE,
    KIND_MASS,
    KIND_NEUTRONS,
    NEUTRON,
    NUCLEON_MASS,
    PROTON,
    coulomb_barrier,
    separation_energy,
)

MAXIMUM_PRODUCTS = 12
"""Rows that an event may fill: as many as protons may leave a nucleus."""
MAXIMUM_COLLISIONS = 8
_COUNTS, _MOMENTUM, _SUMS = MAXIMUM_PRODUCTS, MAXIMUM_PRODUCTS + 1, MAXIMUM_PRODUCTS + 2
STACK = MAXIMUM_PRODUCTS + 3
"""First row of the stack: kind, and the components of the momentum in the well, in sqrt(MeV)."""
ROWS = STACK + MAXIMUM_COLLISIONS + 1
_PROTONS_GONE, _NEUTRONS_GONE, _PRODUCTS, _EXCITATION = range(4)  # of row _COUNTS
_NEUTRON_ENERGY = 3  # of row _MOMENTUM, after its three components in MeV
_BINDING, _CHARGED_ENERGY = 0, 1  # of row _SUMS
_PRODUCT_CODE = 2  # a product's code less the number of its kind: 3 proton, ..., 7 alpha
_TO_TURNS = 0.5 / math.pi
_TINY = 1.0e-20


@device
def begin(table, element, energy, products):
    """Target and proton together: charge and mass number, excitation (MeV), momentum (MeV)."""
    for row in range(_COUNTS, STACK):
        for column in range(4):
            products[row, column] = 0.0
    products[_COUNTS, _EXCITATION] = energy - table.removal[element, 0, 0]
    products[_MOMENTUM, 2] = math.sqrt(energy * (energy + 2.0 * KIND_MASS[PROTON]))


@device
def gone(products):
    """Numbers of protons and neutrons that have left."""
    return int(products[_COUNTS, _PROTONS_GONE]), int(products[_COUNTS, _NEUTRONS_GONE])


@device
def mass_number(table, element, products):
    """Nucleons that are left."""
    protons, neutrons = gone(products)
    return table.mass_number[element] + 1 - protons - neutrons


@device
def excitation(products):
    """Energy in MeV above the ground state."""
    return products[_COUNTS, _EXCITATION]


@device
def threshold(table, element, kind, products):
    """Separation energy and Coulomb barrier of a kind, MeV."""
    protons, neutrons = gone(products)
    return (
        separation_energy(table, element, protons, neutrons, kind),
        coulomb_barrier(table, element, protons, neutrons, kind),
    )


@device
def take_out(kind, energy, cost, x, y, z, products):
    """Note a particle of a kind with kinetic energy (MeV) and momentum (x, y, z) in MeV that has left.

    cost: energy by which the excitation falls, MeV.
    """
    momentum, sums = products[_MOMENTUM], products[_SUMS]
    products[_COUNTS, _PROTONS_GONE] += float(KIND_CHARGE[kind])
    products[_COUNTS, _NEUTRONS_GONE] += float(KIND_NEUTRONS[kind])
    products[_COUNTS, _EXCITATION] = max(products[_COUNTS, _EXCITATION] - cost, 0.0)
    momentum[0] -= x
    momentum[1] -= y
    momentum[2] -= z
    sums[_BINDING] += KIND_BINDING[kind]
    if kind == NEUTRON:
        momentum[_NEUTRON_ENERGY] += energy
    else:
        _write(products, kind, energy, x, y, z)


@device
def velocity(table, element, products):
    """Momentum per nucleon, MeV: velocity of the nucleus times the atomic mass unit."""
    inverse = 1.0 / float(max(mass_number(table, element, products), 1))
    momentum = products[_MOMENTUM]
    return momentum[0] * inverse, momentum[1] * inverse, momentum[2] * inverse


@device
def pay_for_recoil(table, element, products):
    """Take the kinetic energy of the nucleus out of its excitation, where that is too little out of products.

    The energies of all products are then scaled by one factor, 0.99 on average for oxygen at 150 MeV. It may
    take half of them at most: a larger recoil loses momentum.
    """
    mass = mass_number(table, element, products)
    if mass == 0:
        return
    momentum, counts = products[_MOMENTUM], products[_COUNTS]
    kinetic = kinetic_energy(mass, products)
    emitted = momentum[_NEUTRON_ENERGY] + products[_SUMS, _CHARGED_ENERGY]
    most = max(counts[_EXCITATION] + 0.5 * emitted, 0.0)
    if kinetic > most:
        scale = math.sqrt(most / kinetic)
        for column in range(3):
            momentum[column] *= scale
        kinetic = most
    lacking = kinetic - counts[_EXCITATION]
    if lacking > 0.0 and emitted > 0.0:
        scale = 1.0 - lacking / emitted
        for row in range(int(counts[_PRODUCTS])):
            products[row, 1] *= scale
        momentum[_NEUTRON_ENERGY] *= scale
        counts[_EXCITATION] = 0.0
    elif kinetic > 0.0:
        counts[_EXCITATION] -= kinetic


@device
def kinetic_energy(mass, products):
    """Kinetic energy in MeV of what is left, of mass number `mass`."""
    momentum = products[_MOMENTUM]
    square = momentum[0] * momentum[0] + momentum[1] * momentum[1] + momentum[2] * momentum[2]
    return 0.5 * square / (NUCLEON_MASS * float(max(mass, 1)))


@device
def end(table, element, light, products):
    """(count, recoil, neutron and gamma energy, Q); a residual of `light` nucleons or less is a product."""
    protons, neutrons = gone(products)
    mass = mass_number(table, element, products)
    q_value = products[_SUMS, _BINDING] - table.removal[element, protons, neutrons]
    gammas = products[_COUNTS, _EXCITATION]
    recoil = 0.0
    momentum = products[_MOMENTUM]
    if mass > 0:
        recoil = kinetic_energy(mass, products)
        charge = table.charge[element] + 1 - protons
        if mass <= light:
            if charge == 0:
                momentum[_NEUTRON_ENERGY] += recoil
            else:
                _write(products, mass + charge - 1, recoil, momentum[0], momentum[1], momentum[2])
            recoil = 0.0
    return int(products[_COUNTS, _PRODUCTS]), recoil, momentum[_NEUTRON_ENERGY], gammas, q_value


@device
def _write(products, kind, energy, x, y, z):
    """Fill a row of the products: code, energy, 1 - cos and azimuth in turns of the momentum."""
    row = products[int(products[_COUNTS, _PRODUCTS])]
    across = x * x + y * y
    length = math.sqrt(max(across + z * z, _TINY))
    one_minus_cos = across / (length * (length + z)) if z > 0.0 else 1.0 - z / length
    turns = math.atan2(y, x) * _TO_TURNS
    row[0] = float(kind + _PRODUCT_CODE)
    row[1] = energy
    row[2] = min(one_minus_cos, 2.0)
    row[3] = turns + 1.0 if turns < 0.0 else turns
    products[_COUNTS, _PRODUCTS] += 1.0
    products[_SUMS, _CHARGED_ENERGY] += energy
