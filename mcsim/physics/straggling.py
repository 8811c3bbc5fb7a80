"""Straggling of soft energy losses: the pace at which a particle loses energy between two hinges.

Collisions below the production threshold are many and are followed as a continuous loss. Over a path s
that loss has the mean L s and the variance Omega^2 s, with Omega^2 = n_e * integral of W^2 dsigma up to the
threshold. Between two hinges a particle therefore loses g times the mean loss, with a random pace g of
mean 1 and variance Omega^2 / (L^2 s); hard losses, the tail of the distribution, are followed one by one.

Single soft losses W are distributed as xi s / W^2 up to the largest one, W_c, with xi = Omega^2 / W_c
(Rutherford; the factors of Moller and Bhabha are in Omega^2 alone). Where W_c is well above xi s the sum of
them has the skew shape of L. Landau (J. Phys. USSR 8 (1944) 201) and P. V. Vavilov (Sov. Phys. JETP 5 (1957)
749), which mean and variance do not tell. So the few losses above `SMALLEST` xi s are drawn one by one: they
are a Poisson process, evenly spread in 1 / W, of which `1 / SMALLEST` are between 0 and 1 / (`SMALLEST` xi s)
in the mean; those with W above W_c are left out. In units of the mean loss, W_c is the variance of g divided
by `share` = Omega^2 / (L W_c) = xi / L, and xi s is `share` itself, whatever the path.

What is left, the many small losses, has the mean and the variance that remain. Its distribution: a sum of
three uniform numbers (nearly Gaussian, cut at 3 sigma), for larger variances a uniform one, and for the
largest a mixture of almost no loss and a uniform loss, so that the pace never falls below `SLOWEST` while
mean and variance stay exact (the idea is that of PENELOPE: F. Salvat, NEA 2019, section 4.2). The most
probable loss in a thin layer is then right to 1 % and the full width at half maximum to 2 %, however long the
steps are.

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
SMALLEST = 0.5  # in units of xi s: losses above it are drawn one by one
MOST = 0.75  # part of the mean loss that these may be
_NONE = math.exp(-1.0 / SMALLEST)  # probability of no number of a Poisson process with mean 1 / SMALLEST
_MAX_LOSSES = 32


@device
def sample_pace(variance, share, state):
    """Pace of mean 1 and the given variance, at least `SLOWEST`.

    `share` is Omega^2 / (L W_c), or 0 for a pace that is right in mean and variance only. Three random
    numbers where no single losses are drawn, else three more in the mean; where the rest is wide one takes
    the place of three.
    """
    wider = variance * (1.0 / ((1.0 - SLOWEST) * (1.0 - SLOWEST)))
    if share <= 0.0 or wider <= SMALLEST * share * share:
        return SLOWEST + (1.0 - SLOWEST) * _sample_positive(wider, state)
    large, mean, smallest = _sample_large(wider, share, state)
    rest = 1.0 - mean
    small = rest * _sample_positive(share * smallest / (rest * rest), state)
    return SLOWEST + (1.0 - SLOWEST) * (large + small)


@device
def _sample_large(variance, share, state):
    """Sum of the losses that are drawn one by one, its mean, and the smallest such loss."""
    largest = variance / share
    smallest = SMALLEST * share
    mean = share * math.log(largest / smallest)
    if mean > MOST:
        mean = MOST
        smallest = largest * math.exp(-MOST / share)
    total = 0.0
    for _ in range(_poisson(uniform(state))):
        inverse = uniform(state) * (1.0 / SMALLEST)  # in units of 1 / share
        if inverse * smallest < share and inverse * largest > share:
            total += share / inverse
    return total, mean, smallest


@device
def _poisson(u):
    """Number of points of a Poisson process with mean 1 / `SMALLEST`, from a uniform number."""
    count, probability = 0, _NONE
    while u >= probability and count < _MAX_LOSSES:
        u -= probability
        count += 1
        probability *= 1.0 / (SMALLEST * float(count))
    return count


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
