"""Photon attenuation: total mass coefficient, choice of the process and of the element.

All materials of a run share one energy grid: 128 linear bins per factor of two, united with the
absorption edges of all elements, each edge standing twice (values below and above it), and with XCOM's
other energies. Between grid points the coefficients are linear in energy; a power law E^-n is then off
by at most n (n + 1) / 8 * 128^-2, which is 1e-4 for the photoelectric effect. Only among the M edges of
heavy elements below 2.6 keV, where XCOM's interpolation is steeper, the two differ by more: 0.1 % in
tungsten, 1 % in osmium. An energy exactly at an edge counts as above it.

Mass coefficients add: sigma = sum_j w_j sigma_j over the mass fractions w_j of the elements (NIST
XCOM, NBSIR 87-3597). The element of an interaction is chosen with probability w_j sigma_j / sigma from
the elements' own coefficients on the same grid, so it is consistent with the sum to rounding.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.lookup import lookup

RAYLEIGH = 0
COMPTON = 1
PHOTOELECTRIC = 2
PAIR = 3
TRIPLET = 4
PROCESSES = 5


class AttenuationTable(NamedTuple):
    """Mass attenuation of M materials and E elements on a common grid of n energies."""

    first_code: int  # bin code of the lowest energy (see mcsim.physics.lookup)
    start: np.ndarray  # (2 bins + 1,) int64: grid index at the start of each half of a lookup bin
    energy: np.ndarray  # (n,) MeV, ascending, edges twice
    inverse_width: np.ndarray  # (n - 1,) 1/MeV; 0 between the two points of an edge
    cumulative: np.ndarray  # (M, n, 5) cm2/g: sums over processes 0..p; the last is the total
    elements: np.ndarray  # (M, slots) int64: element numbers of the material, -1 beyond its last
    mass_fraction: np.ndarray  # (M, slots)
    absorption: np.ndarray  # (3, n, E) cm2/g of the element: photoelectric, pair, triplet


@device
def locate(table, energy):
    """Grid index i and fraction f of `energy` (MeV) for the other functions; clamped at both ends.

    energy[i] <= E < energy[i + 1], so the side above is taken at an edge. No random numbers.
    """
    index, fraction = lookup(energy, table.first_code, (table.start.size + 1) >> 1)
    index = table.start[2 * index + int(2.0 * fraction)]
    last = table.energy.size - 2
    while index < last and table.energy[index + 1] <= energy:
        index += 1
    fraction = (energy - table.energy[index]) * table.inverse_width[index]
    return index, min(max(fraction, 0.0), 1.0)


@device
def total(table, material, index, fraction):
    """Total mass attenuation coefficient in cm2/g, Rayleigh scattering included."""
    low = table.cumulative[material, index, PROCESSES - 1]
    return low + fraction * (table.cumulative[material, index + 1, PROCESSES - 1] - low)


@device
def choose_process(table, material, index, fraction, u):
    """Process of an interaction (RAYLEIGH ... TRIPLET) from the uniform number `u`."""
    target = u * total(table, material, index, fraction)
    for process in range(PROCESSES - 1):
        low = table.cumulative[material, index, process]
        if target < low + fraction * (table.cumulative[material, index + 1, process] - low):
            return process
    return PROCESSES - 1


@device
def element_coefficient(table, process, element, index, fraction):
    """Mass coefficient in cm2/g of an element for PHOTOELECTRIC, PAIR or TRIPLET."""
    low = table.absorption[process - PHOTOELECTRIC, index, element]
    return low + fraction * (table.absorption[process - PHOTOELECTRIC, index + 1, element] - low)


@device
def choose_element(table, process, material, index, fraction, u):
    """Element number hit in PHOTOELECTRIC, PAIR or TRIPLET, from the uniform number `u`."""
    below = 0.0
    if process > RAYLEIGH:
        before = table.cumulative[material, index, process - 1]
        below = before + fraction * (table.cumulative[material, index + 1, process - 1] - before)
    upto = table.cumulative[material, index, process]
    upto += fraction * (table.cumulative[material, index + 1, process] - upto)
    rest = u * (upto - below)
    slot = 0
    element = table.elements[material, 0]
    while slot + 1 < table.elements.shape[1] and table.elements[material, slot + 1] >= 0:
        rest -= table.mass_fraction[material, slot] * element_coefficient(
            table, process, element, index, fraction
        )
        if rest < 0.0:
            return element
        slot += 1
        element = table.elements[material, slot]
    return element
