"""Compton scattering: Klein-Nishina with the incoherent scattering function of the material.

Formula (O. Klein and Y. Nishina, Z. Phys. 52 (1929) 853; S in the Waller-Hartree sense, J. H. Hubbell
et al., J. Phys. Chem. Ref. Data 4 (1975) 471), with t = 1 - cos theta, k = E / m c^2 and the energy ratio
eps = E' / E = 1 / (1 + k t):

    p(t) dt ~ (eps^3 + eps - eps^2 t (2 - t)) S(x) dt,      S(x) = sum_j n_j S_j(x) / sum_j n_j Z_j.

Sampling is exact rejection, in one step for both factors. The Klein-Nishina factor is sampled under a
staircase of `CELLS` steps of equal area, tabulated at 8 energies per factor of two. At fixed t the
factor falls with E, so the steps computed at the lower end of an energy bin bound it in the whole bin.
S rises with x, so S(x) / S(x at 180 degrees) is the second acceptance factor.

The momentum distribution of the bound electrons (Doppler broadening) and the vacancy that is left are the
business of `mcsim/physics/doppler.py`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.kinematics import ELECTRON_MASS, MAXIMUM_TRIES
from mcsim.physics.lookup import lookup
from mcsim.physics.momentum_transfer import backward_x2
from mcsim.physics.rng import uniform

CELLS = 32
ROWS_SHIFT = 3  # one staircase for 2^3 of the 64 lookup bins per factor of two


class ComptonTable(NamedTuple):
    """Staircases of the Klein-Nishina formula and scattering functions of M materials."""

    first_code: int  # bin code of the start of the energy grid
    staircase: np.ndarray  # (rows, CELLS + 1, 2): start of the step in 1 - cos theta (0 to 2), its height
    first_x2_code: int  # bin code of the start of the x^2 grid
    scattering: np.ndarray  # (M, q) S(x) / Z on the grid in x^2


@device
def klein_nishina(energy_ratio, one_minus_cos):
    """Klein-Nishina shape eps^3 + eps - eps^2 sin^2 theta, 2 at theta = 0; times r_e^2 / 2 it is cm2/sr."""
    sin2 = one_minus_cos * (2.0 - one_minus_cos)
    return energy_ratio * (1.0 + energy_ratio * (energy_ratio - sin2))


@device
def scattering_ratio(table, material, x2):
    """S(x) / Z of the material at x^2 in 1/Angstrom^2; constant outside the grid."""
    points = table.scattering.shape[1]
    index, fraction = lookup(x2, table.first_x2_code, points)
    low = table.scattering[material, index]
    return low + fraction * (table.scattering[material, index + 1] - low)


@device
def sample(table, material, energy, state):
    """Energy in MeV of the scattered photon and its 1 - cos theta.

    `energy` in MeV, 1 keV to 64 MeV. Two random numbers per try; tries per sample in water: 2.0 at
    1 keV, 1.2 at 10 keV, 1.04 to 1.10 from 30 keV on.
    """
    row = lookup(energy, table.first_code, table.staircase.shape[0] << ROWS_SHIFT)[0] >> ROWS_SHIFT
    k = energy * (1.0 / ELECTRON_MASS)
    backward = backward_x2(energy)
    largest = scattering_ratio(table, material, backward)
    energy_ratio = 1.0
    one_minus_cos = 0.0
    for _ in range(MAXIMUM_TRIES):
        place = uniform(state) * float(CELLS)
        cell = int(place)
        start = table.staircase[row, cell, 0]
        one_minus_cos = start + (place - float(cell)) * (table.staircase[row, cell + 1, 0] - start)
        energy_ratio = 1.0 / (1.0 + k * one_minus_cos)
        accept = klein_nishina(energy_ratio, one_minus_cos)
        accept *= scattering_ratio(table, material, 0.5 * backward * one_minus_cos)
        if uniform(state) * (largest * table.staircase[row, cell, 1]) <= accept:
            break
    return energy * energy_ratio, one_minus_cos


@device
def electron_one_minus_cos(energy, scattered_energy, one_minus_cos):
    """1 - cos of the recoil electron's angle to the incident photon, for a free electron at rest.

    Momentum balance: p^2 = (E - E')^2 + 2 E E' t, p cos phi = E - E' + E' t, p sin phi = E' sin theta, with
    t = `one_minus_cos` of the photon. The electron goes to the side opposite to the photon. Energies in MeV.
    """
    transfer = energy - scattered_energy
    momentum2 = transfer * transfer + 2.0 * energy * scattered_energy * one_minus_cos
    if momentum2 <= 0.0:
        return 1.0
    cosine = (transfer + scattered_energy * one_minus_cos) / math.sqrt(momentum2)
    sin2 = scattered_energy * scattered_energy * one_minus_cos * (2.0 - one_minus_cos) / momentum2
    return sin2 / (1.0 + cosine)
