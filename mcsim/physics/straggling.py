"""Straggling of soft energy losses: the pace at which a particle slows down between two hinges.

Collisions below the production threshold are many and are followed as a continuous loss. Over a path s
that loss has the mean L s and the variance Omega^2 s, with Omega^2 = n_e * integral of W^2 dsigma up to the
threshold. Between two hinges a particle therefore loses energy at the rate g L with a random pace g of
mean 1 and variance Omega^2 / (L^2 s); hard losses, the tail of the distribution, are followed one by one.

The distribution of g: a sum of three uniform numbers (nearly Gaussian, cut at 3 sigma), for larger
variances a uniform one, and for the largest a mixture of almost no loss and a uniform loss, so that the
pace never falls below `SLOWEST` while mean and variance stay exact. The idea is that of PENELOPE (F. Salvat,
NEA 2019, section 4.2); only mean and variance matter once a few intervals add up.

Neglected: the broadening by the binding of atomic electrons (a few per cent of the width in thin layers)
and that of soft bremsstrahlung.
"""

from __future__ import annotations

import math

from mcsim.jit import device
from mcsim.physics.rng import uniform

SLOWEST = 0.01  # pace; above zero, so that a particle always gets on
NARROW = 1.0 / 9.0  # variance up to which three sigma below the mean are not negative
MEDIUM = 1.0 / 3.0  # variance of a uniform distribution from 0 to 2


@device
def sample_pace(variance, state):
    """Pace of mean 1 and the given variance, at least `SLOWEST`; three random numbers, or one where wide."""
    wider = variance * (1.0 / ((1.0 - SLOWEST) * (1.0 - SLOWEST)))
    return SLOWEST + (1.0 - SLOWEST) * _sample_positive(wider, state)


@device
def _sample_positive(variance, state):
    """Number of mean 1 and the given variance, not below 0."""
    if variance <= NARROW:
        total = uniform(state) + uniform(state) + uniform(state)
        return 1.0 + 2.0 * math.sqrt(variance) * (total - 1.5)
    if variance <= MEDIUM:
        return 1.0 + math.sqrt(3.0 * variance) * (2.0 * uniform(state) - 1.0)
    # Zero with probability p, else uniform up to 2 / (1 - p): the second moment is 4 / (3 (1 - p)).
    positive = 4.0 / (3.0 * (1.0 + variance))
    u = uniform(state)
    return 2.0 * u / (positive * positive) if u < positive else 0.0
