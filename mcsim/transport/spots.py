"""Pencil-beam scanning: energy, place and direction of a particle of one of many spots.

Offset and slope of a particle in the plane of the spots, about its spot's axis, follow a bivariate Gaussian
of given standard deviations and correlation for each of the two axes of the plane (the emittance ellipse of
the beam); slopes are tangents. Drawn from two standard Gaussian numbers g and h as

    x = x_spot + sigma g,    x' = x'_spot + divergence (rho g + sqrt(1 - rho^2) h).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.rng import next_word, uniform
from mcsim.physics.rotation import sincos_turns

# Columns of the numbers of a spot: the probability to accept it, and its energy (MeV).
ACCEPTANCE, ENERGY, ENERGY_SIGMA = 0, 1, 2
# Along each of the two axes of the plane: offset and sigma (cm), tangent of the spot's axis, and the parts
# rho and sqrt(1 - rho^2) of the divergence.
OFFSET, SIGMA, TANGENT, FOLLOWS, FREE = 3, 5, 7, 9, 11
COLUMNS = 13

_S32 = np.uint64(32)
_MAX_TRIES = 1000


class SpotTable(NamedTuple):
    """Spots as numbers; an alias table chooses one of them."""

    alias: np.ndarray  # (n,) int64: spot taken where this one is not accepted
    numbers: np.ndarray  # (n, COLUMNS): a row for each spot; cm, MeV, tangents
    lowest: float  # MeV: energies are drawn again outside of these two
    highest: float  # MeV
    drift: float  # cm: particles start this far before the plane of the spots


@device
def choose_spot(spots, state):
    """Number of a spot, by its weight: two random words.

    Alias method (A. J. Walker, ACM Trans. Math. Softw. 3 (1977) 253); the place in the table is found with
    integers, so that single precision favours no spot.
    """
    count = np.uint64(spots.alias.shape[0])
    index = np.int64(((next_word(state) >> _S32) * count) >> _S32)
    if uniform(state) < spots.numbers[index, ACCEPTANCE]:
        return index
    return spots.alias[index]


@device
def _gaussian_pair(state):
    """Two independent standard Gaussian numbers (G. Box and M. Muller, 1958); two random numbers."""
    radius = math.sqrt(-2.0 * math.log(uniform(state)))
    sine, cosine = sincos_turns(uniform(state))
    return radius * cosine, radius * sine


@device
def _energy_of(spots, index, state):
    mean, sigma = spots.numbers[index, ENERGY], spots.numbers[index, ENERGY_SIGMA]
    if sigma > 0.0:
        for _ in range(_MAX_TRIES):
            first, _ = _gaussian_pair(state)
            energy = mean + sigma * first
            if spots.lowest <= energy <= spots.highest:
                return energy
    return mean


@device
def sample_spot(spots, state):
    """Energy (MeV), offsets (a, b) in the plane (cm) and tangents to both axes of a particle.

    Six random numbers, and two for each energy tried where energies are spread.
    """
    index = choose_spot(spots, state)
    energy = _energy_of(spots, index, state)
    row = spots.numbers[index]
    g, h = _gaussian_pair(state)
    own_g, own_h = _gaussian_pair(state)
    return (
        energy,
        row[OFFSET] + row[SIGMA] * g,
        row[OFFSET + 1] + row[SIGMA + 1] * h,
        row[TANGENT] + row[FOLLOWS] * g + row[FREE] * own_g,
        row[TANGENT + 1] + row[FOLLOWS + 1] * h + row[FREE + 1] * own_h,
    )
