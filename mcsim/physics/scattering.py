"""Multiple elastic scattering: the deflection of a condensed step, after Goudsmit and Saunderson.

For a path s in a medium with deflection cross section dSigma/dmu, mu = (1 - cos theta) / 2, the exact
distribution of the deflection is (S. Goudsmit and J. L. Saunderson, Phys. Rev. 57 (1940) 24 and 58 (1940) 36)

    f(mu) = sum_l (2 l + 1) exp(-s G_l) P_l(1 - 2 mu),   G_l = integral of dSigma/dmu [1 - P_l(1 - 2 mu)] dmu,

with a part exp(-s Sigma) that is not deflected at all. `mcsim/tables/scattering.py` tabulates it for one path
per energy, charge and material, in bins of

    t = mu (1 + a) / (mu + a),

in which both the core and the single-scattering tail ~ mu^-2 are smooth (I. Kawrakow and A. F. Bielajew,
Nucl. Instrum. Meth. B 134 (1998) 325). A bin is found by the alias method (A. J. Walker, ACM Trans. Math.
Softw. 3 (1977) 253); inside it the density is linear in t, with a slope that gives the bin its exact mean
of mu. Bin 0 is the undeflected part.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.bits import float64_bits
from mcsim.physics.rng import uniform

ENERGIES_PER_OCTAVE = 8
REFINEMENT = 4.0
"""Factor between the step lengths of two levels near an interface."""
_SHIFT = 49  # 52 mantissa bits less the 3 that name the energy bin
_MASK = (1 << _SHIFT) - 1
_TO_FRACTION = 2.0**-_SHIFT
OWN_BITS, OTHER_BITS, SLOPE_BITS = 24, 8, 30
"""How `ScatteringTable.bins` are packed; slopes have a sign beside their bits."""
_OWN_UNIT, _SLOPE_UNIT = 2.0**-OWN_BITS, 2.0**-SLOPE_BITS
_OWN_MASK, _OTHER_MASK = (1 << OWN_BITS) - 1, (1 << OTHER_BITS) - 1
_BELOW_SLOPE = OWN_BITS + OTHER_BITS


class ScatteringTable(NamedTuple):
    """Deflections of condensed steps; first index 0 electron, 1 positron."""

    first_code: int  # `energy_code` of the first energy
    rows: np.ndarray  # (2, levels x materials, energies, 2): scale a; curvature of the next energy's weight
    bins: (
        np.ndarray
    )  # (2, levels x materials, energies, bins) int64, packed for the processor's caches: share
    # of a cell that is the bin's own in the lowest `OWN_BITS`; the bin that takes the rest in the next
    # `OTHER_BITS`; above them the slope of the density over the bin, -1 to 1, with `SLOPE_BITS`


def energy_code(value: float) -> int:
    """Code of the energy bin that holds `value` (MeV): 8 linear bins per factor of two."""
    return int(np.float64(value).view(np.int64)) >> _SHIFT


def packed_bins(own: np.ndarray, other: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """`ScatteringTable.bins` of shares (0 to 1), other bins (below 256) and slopes (-1 to 1) of one shape."""
    share = np.minimum(np.rint(own / _OWN_UNIT), _OWN_MASK).astype(np.int64)
    slopes = np.rint(slope / _SLOPE_UNIT).astype(np.int64)
    return (slopes << _BELOW_SLOPE) | (other.astype(np.int64) << OWN_BITS) | share


@device
def sample(table, charge, material, energy, state):
    """Deflection 1 - cos theta of one condensed step at `energy` (MeV).

    Between two energies of the table one of both is taken at random, with a weight that keeps the mean
    1 - cos theta exact in the middle; outside the table the nearest energy. Three random numbers.
    """
    rows = table.rows[charge, material]
    bits = float64_bits(energy)
    index = (bits >> _SHIFT) - table.first_code
    fraction = float(bits & _MASK) * _TO_FRACTION
    if index < 0:
        index, fraction = 0, 0.0
    elif index >= rows.shape[0] - 1:
        index, fraction = rows.shape[0] - 2, 1.0
    next_weight = fraction * (1.0 + rows[index, 1] * (1.0 - fraction))
    index += int(uniform(state) < next_weight)
    bins = table.bins[charge, material, index]
    cell = uniform(state) * float(bins.shape[0])
    place = int(cell)
    packed = bins[place]
    if cell - float(place) >= float(packed & _OWN_MASK) * _OWN_UNIT:
        place = (packed >> OWN_BITS) & _OTHER_MASK
        packed = bins[place]
    u = uniform(state)
    if place == 0:
        return 0.0
    # x = 2 u / root solves x + slope (x^2 - x) = u; t = (place - 1 + x) / (bins - 1), all over one division.
    slope = float(packed >> _BELOW_SLOPE) * _SLOPE_UNIT
    start = 1.0 - slope
    root = start + math.sqrt(start * start + 4.0 * slope * u)
    scale = rows[index, 0]
    numerator = float(place - 1) * root + 2.0 * u
    return 2.0 * scale * numerator / (float(bins.shape[0] - 1) * (1.0 + scale) * root - numerator)
