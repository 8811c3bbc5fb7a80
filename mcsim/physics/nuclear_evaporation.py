"""Evaporation: the excited nucleus left by the fast stage emits particles one after another.

Weisskopf's widths with the level density exp(2 sqrt(a U)), a = A / 8 per MeV, and cross sections
1 - V / e above the barrier V (I. Dostrovsky, Z. Fraenkel and G. Friedlander, Phys. Rev. 116 (1959) 683):

    width_j ~ c_j X^2 / (2 + a X) exp(2 sqrt(a X)),  X = U - S_j - V_j,
    energy: e = V_j + y, density ~ y exp(-y / t), y < X, t = sqrt(X / a).

S_j are separation energies from masses; c_j holds spin, mass and cross section of a kind. The factor in X
joins both limits of the integral of y exp(2 sqrt(a (X - y))). Below a X = 4, with few levels left, y has the
density ~ y (X - y). Light nuclei that are unbound (beryllium 8, helium 5, lithium 5, boron 9) fall apart.
When no particle can leave, the rest of the energy goes to gammas. Neglected: pairing, angular momentum,
fission, competition of gammas with particles, discrete levels.
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics.kinematics import MAXIMUM_TRIES
from mcsim.physics.nuclear_table import KINDS, LARGEST_LIGHT, coulomb_barrier, separation_energy
from mcsim.physics.rng import uniform

_DENSITY = 0.125  # 1/MeV: level density parameter per nucleon
_FEW_LEVELS = 4.0
_LARGEST_UNBOUND = 9  # mass number
_LARGEST_EXPONENT = 20.0  # separation energies below 0 make it positive, a little
_TINY = 1.0e-30


@device
def sample_kind(table, element, protons_gone, neutrons_gone, excitation, state):
    """Kind that evaporates next, or -1 when nothing can leave; one random number.

    excitation: U in MeV of the nucleus from which `protons_gone` and `neutrons_gone` have left.
    """
    mass = table.mass_number[element] + 1 - protons_gone - neutrons_gone
    density = _DENSITY * float(mass)
    top = 2.0 * math.sqrt(density * max(excitation, 0.0))
    chosen, unbound = -1, -1
    total, lowest = 0.0, 0.0
    u = uniform(state)
    for kind in range(KINDS):
        separation = separation_energy(table, element, protons_gone, neutrons_gone, kind)
        if separation < lowest:
            unbound, lowest = kind, separation
        above = excitation - separation - coulomb_barrier(table, element, protons_gone, neutrons_gone, kind)
        if above > 0.0:
            exponent = min(2.0 * math.sqrt(density * above) - top, _LARGEST_EXPONENT)
            width = table.width[element, kind] * above * above / (2.0 + density * above) * math.exp(exponent)
            total += width
            share = width / total
            if u < share:  # the number left over is uniform again
                chosen = kind
                u /= share
            else:
                u = (u - share) / max(1.0 - share, _TINY)
    if chosen < 0 and mass <= _LARGEST_UNBOUND:
        return unbound
    return chosen


@device
def sample_energy(mass, rest_mass, available, barrier, state):
    """Kinetic energy in MeV of a particle that evaporates; two to four random numbers, or none.

    mass, rest_mass: mass numbers before and after; available: energy in MeV above separation energy and
    `barrier`. Without a random number: unbound nuclei, and a break-up into two of the kinds, which takes all.
    """
    if available <= 0.0 or rest_mass <= LARGEST_LIGHT:
        return max(barrier + available, 0.0)
    density = _DENSITY * float(mass)
    if density * available < _FEW_LEVELS:
        a, b, c = uniform(state), uniform(state), uniform(state)
        return barrier + available * max(min(a, b), min(max(a, b), c))
    temperature = math.sqrt(available / density)
    energy = 0.0
    for _ in range(MAXIMUM_TRIES):
        energy = -temperature * math.log(uniform(state) * uniform(state))
        if energy < available:
            break
    return barrier + min(energy, available)
