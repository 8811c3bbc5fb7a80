"""Slowing down of electrons and positrons: restricted stopping powers, hard events, ranges, hinge clock.

Ranges start at the lowest energy of the grid, E0 just below 1 keV, with E0 / (2 L(E0)): the range of a
particle whose stopping power falls as 1/E. It is less than 1e-5 g/cm2 in water and only keeps residual
ranges positive.

SciPy is imported where it is used: a run that finds its tables on disk does without.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mcsim.materials import Material
from mcsim.physics import annihilation, bhabha, moller
from mcsim.physics.lookup import grid_code, make_grid
from mcsim.physics.slowing import READINGS, SlowingTable
from mcsim.tables.binding import loss_out_of_reach, within_reach
from mcsim.tables.bremsstrahlung import radiative_cross_section, radiative_stopping
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.impact_ionisation import impact_ionisation
from mcsim.tables.stopping import collision_stopping

CHARGES = (0, 1)
"""Electron and positron, as the first index of tables counts them."""


@dataclass(frozen=True)
class SlowingDown:
    """One kind of particle in one material, on the energy grid; arrays of shape (n,).

    Attributes:
        stopping: restricted total mass stopping power L, MeV cm2/g.
        straggling: variance of the restricted collision loss per path, Omega^2, MeV2 cm2/g.
        largest_loss: the largest single loss in it, MeV.
        range: residual range for it, g/cm2.
        ionisation: mass cross section of Moller or Bhabha collisions above the threshold, cm2/g,
            counting all electrons; `within_reach` of them can be hit.
        radiation: of bremsstrahlung above the threshold, cm2/g.
        annihilation: of annihilation in flight, cm2/g (0 for electrons).
        inner_shells: of ionisations of inner shells whose vacancy is followed, cm2/g.
        within_reach: share of the electrons bound by at most the energy.

    """

    stopping: np.ndarray
    straggling: np.ndarray
    largest_loss: np.ndarray
    range: np.ndarray
    ionisation: np.ndarray
    radiation: np.ndarray
    annihilation: np.ndarray
    inner_shells: np.ndarray
    within_reach: np.ndarray

    @property
    def hard(self) -> np.ndarray:
        """Mass cross section of all hard events, cm2/g."""
        total: np.ndarray = self.ionisation + self.radiation + self.annihilation + self.inner_shells
        return total


def build_slowing(
    materials: Sequence[Material],
    production_electron: float,
    production_photon: float,
    step_length: np.ndarray,
    lowest_vacancy: float = math.inf,
) -> SlowingTable:
    """Tables of all materials of a run.

    production_electron, production_photon: lowest kinetic energy of secondary electrons and photons that
    are made one by one, MeV; step_length: path s of one condensed step in g/cm2, shape (2, materials, n)
    on the energy grid; lowest_vacancy: inner shells are ionised where the vacancy emits more than this, MeV.
    The hinge clock is C(E), the integral of dE / (L s) from E0: the number of condensed steps down to E0.
    """
    limits = (production_electron, production_photon, lowest_vacancy)
    parts = [[slowing_down(material, charge, *limits) for material in materials] for charge in CHARGES]
    by_energy = np.array([[_by_energy(part) for part in row] for row in parts])
    lowest = min(part.range[0] for row in parts for part in row)
    highest = max(part.range[-1] for row in parts for part in row)
    points = make_grid(lowest, highest)
    by_range = np.array(
        [
            [_by_range(points, part, step_length[q, m]) for m, part in enumerate(row)]
            for q, row in enumerate(parts)
        ]
    )
    clocks = np.arange(int(by_range[..., 1].max() * READINGS) + 2) / READINGS
    by_clock = np.array([[np.interp(clocks, rows[:, 1], points) for rows in row] for row in by_range])
    return SlowingTable(grid_code(ENERGIES[0]), grid_code(points[0]), by_energy, by_range, by_clock)


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
        stopping,
        electrons * _squared_losses(charge, production_electron),
        _largest_soft_loss(charge, production_electron),
        csda_range(stopping),
        electrons * ionisation,
        radiative_cross_section(material, ENERGIES, charge, production_photon),
        electrons * in_flight,
        inner_shells,
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


def _by_energy(part: SlowingDown) -> np.ndarray:
    """Columns of `SlowingTable.by_energy`; where nothing hard can happen the shares are 0."""
    hard = part.hard
    possible = hard > 0.0
    shares = [
        np.divide(one, hard, out=np.zeros_like(hard), where=possible)
        for one in (part.ionisation, part.annihilation, part.inner_shells)
    ]
    share = part.straggling / (part.stopping * part.largest_loss)
    return np.stack([part.range, *shares, part.within_reach, share], axis=-1)


def _by_range(points: np.ndarray, part: SlowingDown, step_length: np.ndarray) -> np.ndarray:
    """Columns of `SlowingTable.by_range` at the ranges `points`, continued along tangents where needed."""
    rate = 1.0 / step_length
    per_logarithm = rate * ENERGIES / part.stopping
    pieces = 0.5 * (per_logarithm[1:] + per_logarithm[:-1]) * np.diff(np.log(ENERGIES))
    steps = np.concatenate([[0.0], np.cumsum(pieces)])
    energy = _follow(points, part.range, ENERGIES, part.stopping)
    clock = _follow(points, part.range, steps, rate)
    hard = np.interp(energy, ENERGIES, part.hard)
    rates = np.interp(energy, ENERGIES, rate)
    variance = np.interp(energy, ENERGIES, part.straggling * rate / part.stopping**2)
    return np.stack([energy, clock, rates, hard, np.maximum.accumulate(hard), variance], axis=-1)


def _follow(points: np.ndarray, x: np.ndarray, y: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Values y(x) at `points` by cubic Hermite interpolation, along the end tangents outside."""
    from scipy.interpolate import CubicHermiteSpline

    inside = np.clip(points, x[0], x[-1])
    values: np.ndarray = CubicHermiteSpline(x, y, slope)(inside)
    values += np.where(points < x[0], slope[0], slope[-1]) * (points - inside)
    return values
