"""Nuclear collisions of a proton: total cross section, and which nucleus is hit in which way.

Per material the cross sections of its elements stand side by side, elastic first, then non-elastic, as
cumulative shares of the total. Formulas and sources: `mcsim.tables.nuclear_cross_sections`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device


class NuclearCollisionTable(NamedTuple):
    """Cross sections of M materials on a lookup grid of n proton energies; at most K elements a material."""

    first_code: int  # code of the grid's first bin (mcsim.physics.lookup)
    points: int  # n
    total: np.ndarray  # (M, n) cm2/g: elastic and non-elastic, all elements
    elements: np.ndarray  # (M,) int64: number of elements k of a material
    element: np.ndarray  # (M, K) int64: their numbers among the elements of the run
    cumulative: np.ndarray  # (M, n, 2 K): share of the elastic of elements 0..k-1, then of the non-elastic


@device
def total(table, material, index, fraction):
    """Nuclear cross section in cm2/g; `index` and `fraction` come from `lookup`. No random number."""
    low = table.total[material, index]
    return low + fraction * (table.total[material, index + 1] - low)


@device
def choose(table, material, index, fraction, u):
    """(whether it is non-elastic, number of the element in the run), from a uniform number u.

    A collision with hydrogen (Z = 1) is always elastic.
    """
    elements = table.elements[material]
    last = 2 * elements - 1
    place = last
    for k in range(last):
        low = table.cumulative[material, index, k]
        if u < low + fraction * (table.cumulative[material, index + 1, k] - low):
            place = k
            break
    if place < elements:
        return False, table.element[material, place]
    return True, table.element[material, place - elements]
