"""Bremsstrahlung: energy from tabulated cross sections, angle from the formula 2BS of Koch and Motz.

Energy: the scaled cross section chi(T, kappa) = (beta^2/Z^2) k dsigma/dk, kappa = k/T, of S. Seltzer and
M. Berger (At. Data Nucl. Data Tables 35 (1986) 345; nuclear and electron-electron field together), summed
over the elements of a material and interpolated linearly in T and in kappa. `mcsim.tables.bremsstrahlung`
makes the table, and integrates the same interpolated function for stopping powers and cross sections.

Positrons radiate with the same spectrum, scaled as a whole in the cross section.

Neglected: suppression in dense media (dielectric, below k = 1e-4 of the total energy in condensed
matter; Landau-Pomeranchuk-Migdal, below 1 keV for 64 MeV in lead), polarisation.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.kinematics import ELECTRON_MASS, MAXIMUM_TRIES
from mcsim.physics.lookup import lookup
from mcsim.physics.rng import uniform

ENERGY_STRIDE = 8
"""Points of the lookup grid per row of the table: 8 rows per factor of two in energy."""


class BremsstrahlungTable(NamedTuple):
    """Scaled cross sections of the materials of a run."""

    energy_code: int  # code of the first energy, which is a power of two in MeV
    scaled: np.ndarray  # (materials, rows, kappas): scaled cross section, kappa uniform from 0 to 1; any unit
    ceiling: np.ndarray  # (materials, rows, kappas): largest value at or above this kappa
    screening: np.ndarray  # (materials,): (Z^(1/3) / 111)^2 of an effective Z


@device
def _row(table, energy):
    """Row and fraction at kinetic energy `energy` (MeV)."""
    points = (table.scaled.shape[1] - 1) * ENERGY_STRIDE + 1
    index, fraction = lookup(energy, table.energy_code, points)
    row = index // ENERGY_STRIDE
    return row, (float(index - row * ENERGY_STRIDE) + fraction) / float(ENERGY_STRIDE)


@device
def sample_energy(table, charge, material, energy, threshold, state):
    """Photon energy k in MeV: threshold <= k <= energy.

    charge: 0 electron, 1 positron, whose spectra have the same shape here; energy: kinetic energy of the
    particle, MeV; threshold: lowest k, MeV. For energy <= threshold no photon can be made and the result
    is 0.

    k = threshold (energy/threshold)^u, which is the 1/k of the cross section, accepted with chi relative
    to a bound of it above threshold. Two random numbers a try; 45 to 99 % of the tries are accepted, most
    often 75 %.
    """
    if energy <= threshold:
        return 0.0
    row, fraction = _row(table, energy)
    low, high = table.scaled[material, row], table.scaled[material, row + 1]
    intervals = low.shape[0] - 1
    first = int(float(intervals) * threshold / energy)
    low_ceiling = table.ceiling[material, row, first]
    ceiling = low_ceiling + fraction * (table.ceiling[material, row + 1, first] - low_ceiling)
    span = math.log(energy / threshold)
    photon = energy
    for _ in range(MAXIMUM_TRIES):
        photon = energy * math.exp(-uniform(state) * span)
        place = float(intervals) * photon / energy
        i = min(int(place), intervals - 1)
        t = place - float(i)
        below = low[i] + t * (low[i + 1] - low[i])
        above = high[i] + t * (high[i + 1] - high[i])
        if uniform(state) * ceiling <= below + fraction * (above - below):
            break
    return max(photon, threshold)


@device
def sample_angle(table, material, energy, photon, state):
    """1 - cos of the photon against the direction of the electron or positron before emission.

    energy: its kinetic energy before, photon: photon energy, MeV, photon <= energy.

    Formula 2BS (H. Koch and J. Motz, Rev. Mod. Phys. 31 (1959) 920) with x = (E0 theta)^2, E0 and E the
    total energies before and after in units of m, r = E/E0 (A. Bielajew, R. Mohan, C.-S. Chui, NRCC
    report PIRS-0203 (1989)):

        f(x) dx = [3 (1 + r^2) - 2 r - (4 - ln M) A] / (1 + x)^2 dx,   A = 1 + r^2 - 4 x r / (1 + x)^2,
        1/M = (k / (2 E0 E))^2 + (Z^(1/3) / (111 (1 + x)))^2.

    2BS holds for small angles. Its leading factor is that of a moving dipole, (1 - beta cos theta)^-2,
    so that here x = beta (1 + beta) E0^2 (1 - cos theta), which is (E0 theta)^2 at small angles and gives
    a dipole at all of them down to low energy. Neglected: the tails of the tables by Kissel, Quarles and
    Pratt below 500 keV, where electrons have lost their direction within a fraction of their range.

    x from (1 + x)^-2, accepted with the bracket relative to a bound of it: A <= 1 + r^2 where 4 < ln M at
    the largest x, A >= 1 + r^2 - r otherwise. Two random numbers a try; of the tries 91 % are accepted at
    1 keV, 60 to 90 % at 100 keV, 27 to 75 % at 10 MeV (fewest for soft photons).
    """
    before = 1.0 + energy / ELECTRON_MASS
    after = max(before - photon / ELECTRON_MASS, 1.0)
    ratio = after / before
    sum_squares = 1.0 + ratio * ratio
    constant = 3.0 * sum_squares - 2.0 * ratio
    recoil = 0.5 * (before - after) / (before * after)
    recoil *= recoil
    screening = table.screening[material]
    momentum = math.sqrt(before * before - 1.0)
    scale = momentum * (momentum + before)
    largest = 2.0 * scale
    inverse = 1.0 / (1.0 + largest)
    tail = 4.0 + math.log(recoil + screening * inverse * inverse)
    top = constant - tail * (sum_squares if tail < 0.0 else sum_squares - ratio)
    width = largest / (1.0 + largest)
    x = 0.0
    for _ in range(MAXIMUM_TRIES):
        v = uniform(state) * width
        x = v / (1.0 - v)
        inverse = 1.0 - v
        inverse2 = inverse * inverse
        a = sum_squares - 4.0 * x * ratio * inverse2
        weight = constant - (4.0 + math.log(recoil + screening * inverse2)) * a
        if uniform(state) * top <= weight:
            break
    return min(x / scale, 2.0)
