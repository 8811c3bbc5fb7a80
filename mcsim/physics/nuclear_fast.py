"""Fast particles of a non-elastic nuclear reaction: those that leave before the nucleus is in equilibrium.

A compact model of this project. The energy above the ground state of target plus proton is U. The first
particle leaves with probability 1 - exp(-T / T0); a further one with probability w [1 - exp(-U / U1)]. Its
kind is drawn from probabilities of the element. Of the energy above its separation energy and Coulomb barrier
it takes a share x with the density (m + 1) (1 - x)^m, as a few excitons share energy (J. J. Griffin,
Phys. Rev. Lett. 17 (1966) 478, with m = n - 2 for n excitons): the first nucleon reaches up to T less its
separation energy. What remains excites the rest. Constants: `mcsim.tables.nuclear`.
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics.nuclear_table import ALPHA, KINDS
from mcsim.physics.rng import uniform

MAXIMUM_FAST = 5
"""Most fast particles of one event."""


@device
def leaves(table, element, energy, excitation, number, state):
    """Whether fast particle `number` (0, 1, ...) leaves; energies T and U in MeV. One random number."""
    if number >= MAXIMUM_FAST:
        return False
    if number == 0:
        probability = 1.0 - math.exp(-energy / table.fast_rate[element, 0])
    else:
        probability = table.fast_rate[element, 1] * (
            1.0 - math.exp(-excitation / table.fast_rate[element, 2])
        )
    return uniform(state) < probability


@device
def sample_kind(table, element, number, state):
    """Kind of fast particle `number`; one random number."""
    u = uniform(state)
    row = min(number, 1)
    for kind in range(KINDS - 1):
        if u < table.fast_kind[element, row, kind]:
            return kind
    return ALPHA


@device
def sample_energy(table, element, number, kind, available, barrier, state):
    """Kinetic energy in MeV of fast particle `number`; one random number.

    available: energy in MeV above separation energy and `barrier`, positive.
    """
    power = table.fast_power[element, min(number, 1), kind]
    return barrier + available * (1.0 - math.exp(math.log(uniform(state)) / (power + 1.0)))
