"""Slowing down of electrons and positrons: restricted stopping powers, hard events, ranges, hinge clock.

Ranges start at the lowest energy of the grid, E0 just below 1 keV, with E0 / (2 L(E0)): the range of a
particle whose stopping power falls as 1/E. It is less than 1e-5 g/cm2 in water and only keeps residual
ranges positive.

SciPy is imported where it is used: a run that finds its tables on disk does without.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from mcsim.materials import Material
from mcsim.physics import annihilation, bhabha, moller
from mcsim.physics.slowing import SlowingTable
from mcsim.tables.binding import loss_out_of_reach, within_reach
from mcsim.tables.bremsstrahlung import radiative_cross_section, radiative_stopping
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.impact_ionisation import impact_ionisation
from mcsim.tables.slowing_down import SlowingDown, assemble
from mcsim.tables.stopping import collision_stopping

CHARGES = (0, 1)
"""Electron and positron, as the first index of tables counts them."""


def build_slowing(
    materials: Sequence[Material],
    production_electron: float,
    production_photon: float,
    step_length: np.ndarray,
    lowest_vacancy: float = math.inf,
    hadrons: Sequence[Sequence[SlowingDown]] = (),
    hadron_step_length: Sequence[np.ndarray] | np.ndarray = (),
) -> SlowingTable:
    """Tables of all materials of a run.

    production_electron, production_photon: lowest kinetic energy of secondary electrons and photons that
    are made one by one, MeV; step_length: path s of one condensed step in g/cm2, shape (2, materials, n)
    on the energy grid; lowest_vacancy: inner shells are ionised where the vacancy emits more than this, MeV;
    hadrons, hadron_step_length: more particles, which go behind electrons and positrons.
    """
    limits = (production_electron, production_photon, lowest_vacancy)
    parts = [[slowing_down(material, charge, *limits) for material in materials] for charge in CHARGES]
    return assemble([*parts, *hadrons], [*step_length, *hadron_step_length])


def slowing_down(
    material: Material,
    charge: int,
    production_electron: float,
    production_photon: float,
    lowest_vacancy: float = math.inf,
) -> SlowingDown:
    """Stopping, range and hard cross sections of electrons (0) or positrons (1) on the energy grid.

    The binding energy that ionisations of inner shells take is part of the collision stopping power, so what
    they take in the mean is not lost continuously. What electrons bound too tightly would take in
    collisions above the threshold is (`binding.py`).
    """
    inner_shells, to_binding = impact_ionisation(material, lowest_vacancy)
    stopping = collision_stopping(material, ENERGIES, charge, production_electron) - to_binding
    stopping += radiative_stopping(material, ENERGIES, charge, production_photon)
    stopping += loss_out_of_reach(material, charge, production_electron)
    electrons = material.electrons_per_gram
    ionisation = (bhabha if charge else moller).cross_section(ENERGIES, production_electron)
    in_flight = annihilation.cross_section(ENERGIES) if charge else np.zeros(ENERGIES.shape)
    return SlowingDown(
        ENERGIES,
        stopping,
        electrons * _squared_losses(charge, production_electron),
        _largest_soft_loss(charge, production_electron),
        csda_range(stopping),
        (electrons * ionisation, electrons * in_flight, inner_shells),
        radiative_cross_section(material, ENERGIES, charge, production_photon),
        within_reach(material, ENERGIES),
    )


def _largest_soft_loss(charge: int, threshold: float) -> np.ndarray:
    """The threshold, or the largest loss that there is, in MeV on the energy grid."""
    largest: np.ndarray = np.minimum(threshold, ENERGIES * (1.0 if charge else 0.5))
    return largest


def _squared_losses(charge: int, threshold: float) -> np.ndarray:
    """Integral of W^2 dsigma over losses W below the threshold in MeV2 cm2 per electron, on the energy grid.

    W^2 dsigma / dW is nearly constant, so a Gauss-Legendre rule of 16 points is exact to rounding.
    """
    formula = (moller, bhabha)[charge].differential_cross_section
    highest = _largest_soft_loss(charge, threshold)
    nodes, weights = np.polynomial.legendre.leggauss(16)
    losses = 0.5 * (nodes + 1.0) * highest[:, None]
    integral: np.ndarray = 0.5 * highest * ((losses**2 * formula(ENERGIES[:, None], losses)) @ weights)
    return integral


def csda_range(stopping: np.ndarray) -> np.ndarray:
    """Range in g/cm2 for a stopping power on the energy grid (MeV cm2/g, shape (n,))."""
    from scipy.interpolate import CubicSpline

    per_logarithm = CubicSpline(np.log(ENERGIES), ENERGIES / stopping)
    integral: np.ndarray = per_logarithm.antiderivative()(np.log(ENERGIES))
    integral += 0.5 * ENERGIES[0] / stopping[0] - integral[0]
    return integral
