"""Intranuclear cascade: the proton collides with nucleons, and these with others, until they leave or stay.

A nucleus is a Fermi gas in a well: nucleons have momenta up to k_F, and one with the kinetic energy E in the
well has E - E_F - S outside, where S is its separation energy. Momenta are kept in sqrt(MeV), q^2 = E.

* A collision is one of two free nucleons, isotropic in their centre of mass, between unlike nucleons with
  the density 1 + 4 cos^4 (forward and charge-exchange peak, a fit by eye to free scattering at 150 MeV).
  Cross sections (N. Metropolis et al., Phys. Rev. 110 (1958) 185), mb, at the velocity beta:
  like 10.63 / beta^2 - 29.92 / beta + 42.9, unlike 34.10 / beta^2 - 82.2 / beta + 82.2.
  Collisions that end in an occupied state, below E_F, do not take place (Pauli).
* The proton collides once at least; there is no geometry. Its products find the way out through `path`
  nucleons per area, the mean for a place and a direction at random in a sphere of uniform density, less a
  surface layer, and may collide on it.
* A nucleon on its way out may pick up others from the gas and leave as d, t, helion or alpha.
* Sometimes the proton only excites the nucleus by some MeV (direct inelastic scattering), or picks up a
  neutron at once.

The surface refracts what comes in and goes out. What cannot pass the Coulomb barrier stays and excites the
nucleus. Neglected: the depth of the collisions, total reflection, the momentum of the pairs that make a
composite particle beyond its direction. Below 50 MeV a collision is no longer a free one, and the model only
a mean.
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics.nuclear_angle import sample_one_minus_cos, slope
from mcsim.physics.nuclear_residual import (
    MAXIMUM_COLLISIONS,
    STACK,
    excitation,
    take_out,
    threshold,
)
from mcsim.physics.nuclear_table import (
    DEUTERON,
    KIND_CHARGE,
    KIND_MASS,
    KIND_NEUTRONS,
    KINDS,
    NEUTRON,
    PROTON,
)
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import rotate, sincos_turns

_FIRST_TRIES, _TRIES = 20, 30
_UNLIKE_PEAK = 4.0
_MILLIBARN = 0.1  # fm2
_NUCLEON = 938.92  # MeV, mean of proton and neutron
_TINY = 1.0e-12


@device
def cascade(table, element, energy, state, products):
    """Follow the cascade of a proton of `energy` (MeV) that has entered; some 50 random numbers."""
    u = uniform(state)
    if u < table.direct[element, 0]:
        _excite(table, element, energy, state, products)
        return
    inside = max(energy - table.removal[element, 0, 0], 0.0) + table.fermi_energy[element]
    turn = _sample_refraction(1.0 - energy / inside, state)
    a, b, c = rotate(0.0, 0.0, 1.0, turn, uniform(state))
    size = math.sqrt(inside)
    a, b, c = size * a, size * b, size * c
    if u < table.direct[element, 0] + table.direct[element, 1]:
        _leave(table, element, PROTON, DEUTERON, a, b, c, state, products)
        return
    number, collisions = 0, 0
    for _ in range(_FIRST_TRIES):
        if _collide(table, element, PROTON, a, b, c, STACK, state, products):
            number, collisions = 2, 1
            break
    for _ in range(2 * MAXIMUM_COLLISIONS + 1):
        if number == 0:
            break
        number -= 1
        row = products[STACK + number]
        kind, x, y, z = int(row[0]), row[1], row[2], row[3]
        if collisions < MAXIMUM_COLLISIONS and _meets(
            table, element, kind, x, y, z, STACK + number, state, products
        ):
            number, collisions = number + 2, collisions + 1
        else:
            _leave(table, element, kind, _sample_kind(table, element, kind, state), x, y, z, state, products)


@device
def free_cross_sections(energy):
    """Free nucleon-nucleon cross sections in fm2, (like, unlike), at a kinetic energy in MeV."""
    inverse = (_NUCLEON + energy) / math.sqrt(energy * (energy + 2.0 * _NUCLEON))
    like = 10.63 * inverse * inverse - 29.92 * inverse + 42.9
    unlike = 34.10 * inverse * inverse - 82.2 * inverse + 82.2
    return _MILLIBARN * like, _MILLIBARN * unlike


@device
def _partners(table, element, kind, energy):
    """Cross sections in fm2 of the protons and of the neutrons of the target, each per target nucleon."""
    like, unlike = free_cross_sections(energy)
    share = float(table.charge[element]) / float(table.mass_number[element])
    if kind == PROTON:
        return share * like, (1.0 - share) * unlike
    return share * unlike, (1.0 - share) * like


@device
def _meets(table, element, kind, x, y, z, row, state, products):
    """Whether a nucleon collides on its way out; then both are on the stack from `row` on."""
    protons, neutrons = _partners(table, element, kind, x * x + y * y + z * z)
    left = table.path[element] * (protons + neutrons)
    for _ in range(_TRIES):
        left += math.log(uniform(state))
        if left < 0.0:
            break
        if _collide(table, element, kind, x, y, z, row, state, products):
            return True
    return False


@device
def _collide(table, element, kind, x, y, z, row, state, products):
    """Collision with a nucleon of the gas; False when Pauli forbids it. The products lie from `row` on."""
    fermi = table.fermi_energy[element]
    protons, neutrons = _partners(table, element, kind, x * x + y * y + z * z)
    other = PROTON if uniform(state) * (protons + neutrons) < protons else NEUTRON
    struck = math.sqrt(fermi) * math.exp(math.log(uniform(state)) / 3.0)
    a, b, c = rotate(0.0, 0.0, 1.0, 2.0 * uniform(state), uniform(state))
    a, b, c = struck * a, struck * b, struck * c
    mx, my, mz = 0.5 * (x + a), 0.5 * (y + b), 0.5 * (z + c)
    rx, ry, rz = 0.5 * (x - a), 0.5 * (y - b), 0.5 * (z - c)
    half = math.sqrt(max(rx * rx + ry * ry + rz * rz, _TINY))
    turn = _sample_turn(kind == other, state)
    rx, ry, rz = rotate(rx / half, ry / half, rz / half, turn, uniform(state))
    rx, ry, rz = half * rx, half * ry, half * rz
    first, second = products[row], products[row + 1]
    if _square(mx + rx, my + ry, mz + rz) <= fermi or _square(mx - rx, my - ry, mz - rz) <= fermi:
        return False
    first[0], first[1], first[2], first[3] = float(kind), mx + rx, my + ry, mz + rz
    second[0], second[1], second[2], second[3] = float(other), mx - rx, my - ry, mz - rz
    return True


@device
def _square(x, y, z):
    return x * x + y * y + z * z


@device
def _sample_turn(like, state):
    """1 - cos in the centre of mass of two nucleons; one to three random numbers."""
    if like or uniform(state) * (1.0 + 0.2 * _UNLIKE_PEAK) >= 0.2 * _UNLIKE_PEAK:
        return 2.0 * uniform(state)
    cosine = math.exp(0.2 * math.log(uniform(state)))
    return 1.0 - cosine if uniform(state) < 0.5 else 1.0 + cosine


@device
def _sample_kind(table, element, kind, state):
    """Kind as which a nucleon leaves, if it can; one random number."""
    u = uniform(state)
    for composite in range(DEUTERON, KINDS):
        if u < table.pick_up[element, composite - DEUTERON]:
            return composite
    return kind


@device
def _leave(table, element, nucleon, kind, x, y, z, state, products):
    """A nucleon leaves as a particle of a kind, or as itself where energy does not allow that, or stays."""
    fermi = table.fermi_energy[element]
    inside = x * x + y * y + z * z
    a, b, c, holes = x, y, z, 0.0
    if kind != nucleon:
        for _ in range(KIND_CHARGE[kind] + KIND_NEUTRONS[kind] - 1):
            a, b, c, hole = _pick_up(a, b, c, fermi, state)
            holes += hole
    separation, barrier = threshold(table, element, kind, products)
    outside = inside - fermi - holes - separation
    if outside <= barrier and kind != nucleon:
        kind, a, b, c = nucleon, x, y, z
        separation, barrier = threshold(table, element, kind, products)
        outside = inside - fermi - separation
    outside = min(outside, excitation(products) - separation)
    if outside > barrier:
        size = math.sqrt(_square(a, b, c))
        turn = _sample_refraction((inside - outside) / inside, state)
        a, b, c = rotate(a / size, b / size, c / size, turn, uniform(state))
        momentum = math.sqrt(outside * (outside + 2.0 * KIND_MASS[kind]))
        take_out(kind, outside, separation + outside, momentum * a, momentum * b, momentum * c, products)


@device
def _sample_refraction(share, state):
    """1 - cos of the deflection at the surface that takes a `share` of the energy; one random number.

    The surface slows down the motion across it only. Places of a sphere and directions are uniform, so that
    the squared cosine against the normal, mu^2, is too, from the share (total reflection) to 1.
    """
    u = uniform(state)
    root = math.sqrt(1.0 - share)
    return max(1.0 - math.sqrt(u * (share + (1.0 - share) * u)) - (1.0 - u) * root, 0.0)


@device
def _pick_up(x, y, z, fermi, state):
    """Momentum with that of a nucleon of the gas that flies into the same half space; energy of its hole."""
    size = math.sqrt(_square(x, y, z))
    more = math.sqrt(fermi) * math.exp(math.log(uniform(state)) / 3.0)
    a, b, c = rotate(x / size, y / size, z / size, uniform(state), uniform(state))
    return x + more * a, y + more * b, z + more * c, fermi - more * more


@device
def _excite(table, element, energy, state, products):
    """Direct inelastic scattering: exponential excitation, Kalbach's angle."""
    separation, barrier = threshold(table, element, PROTON, products)
    outside = excitation(products) - separation
    outside += table.direct[element, 2] * math.log(uniform(state))
    if outside <= barrier:
        return
    turn = sample_one_minus_cos(slope(table, element, energy, PROTON, outside), state)
    momentum = math.sqrt(outside * (outside + 2.0 * KIND_MASS[PROTON]))
    across = momentum * math.sqrt(max(turn * (2.0 - turn), 0.0))
    sine, cosine = sincos_turns(uniform(state))
    take_out(
        PROTON,
        outside,
        separation + outside,
        across * cosine,
        across * sine,
        momentum * (1.0 - turn),
        products,
    )
