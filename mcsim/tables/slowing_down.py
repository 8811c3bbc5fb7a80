"""Slowing down of charged particles as the transport reads it: ranges, hard events and the hinge clock.

SciPy is imported where it is used: a run that finds its tables on disk does without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mcsim.physics.lookup import grid_code, make_grid
from mcsim.physics.slowing import READINGS, SlowingTable

_NODES, _WEIGHTS = (0.5 * (np.polynomial.legendre.leggauss(16)[k] + (1.0, 0.0)[k]) for k in (0, 1))  # 0 to 1


@dataclass(frozen=True)
class SlowingDown:
    """One kind of particle in one material, on a grid of energies; arrays of shape (n,).

    Attributes:
        energies: kinetic energies, MeV.
        stopping: restricted total mass stopping power L, MeV cm2/g.
        straggling: variance of the restricted collision loss per path, Omega^2, MeV2 cm2/g.
        largest_loss: the largest single loss in it, MeV.
        range: residual range for it, g/cm2.
        events: mass cross sections of the hard events that are told apart, three of them, cm2/g: ionisation,
            annihilation in flight and inner shells of electrons and positrons; delta electrons of hadrons.
        other: of all other hard events, cm2/g: bremsstrahlung; nuclear collisions.
        within_reach: share of the atomic electrons bound by at most the energy.
    """

    energies: np.ndarray
    stopping: np.ndarray
    straggling: np.ndarray
    largest_loss: np.ndarray
    range: np.ndarray
    events: tuple[np.ndarray, np.ndarray, np.ndarray]
    other: np.ndarray
    within_reach: np.ndarray

    @property
    def hard(self) -> np.ndarray:
        """Mass cross section of all hard events, cm2/g."""
        total: np.ndarray = sum(self.events) + self.other
        return total


def assemble(parts: Sequence[Sequence[SlowingDown]], step_length: Sequence[np.ndarray]) -> SlowingTable:
    """The table of all particles and materials of a run.

    Args:
        parts: by particle and material; the grids of energies begin alike.
        step_length: path s of one condensed step in g/cm2, by particle of shape (materials, n).

    The hinge clock is C(E), the integral of dE / (L s) from the lowest energy: the number of condensed steps
    down to it. Shorter grids are filled up with their last row, which is never read.
    """
    rows = max(len(part.energies) for row in parts for part in row)
    by_energy = np.array([[_filled(_by_energy(part), rows) for part in row] for row in parts])
    lowest = min(part.range[0] for row in parts for part in row)
    highest = max(part.range[-1] for row in parts for part in row)
    points = make_grid(lowest, highest)
    by_range = np.array(
        [
            [_by_range(points, part, step) for part, step in zip(row, steps, strict=True)]
            for row, steps in zip(parts, step_length, strict=True)
        ]
    )
    clocks = np.arange(int(by_range[..., 1].max() * READINGS) + 2) / READINGS
    by_clock = np.array([[np.interp(clocks, rows[:, 1], points) for rows in row] for row in by_range])
    first = parts[0][0].energies[0]
    return SlowingTable(grid_code(first), grid_code(points[0]), by_energy, by_range, by_clock)


def _filled(rows: np.ndarray, count: int) -> np.ndarray:
    missing = np.repeat(rows[-1:], count - len(rows), axis=0)
    return np.concatenate([rows, missing])


def _by_energy(part: SlowingDown) -> np.ndarray:
    """Columns of `SlowingTable.by_energy`; where nothing hard can happen the shares are 0."""
    hard = part.hard
    possible = hard > 0.0
    shares = [np.divide(one, hard, out=np.zeros_like(hard), where=possible) for one in part.events]
    return np.stack([part.range, *shares, part.within_reach], axis=-1)


def _by_range(points: np.ndarray, part: SlowingDown, step_length: np.ndarray) -> np.ndarray:
    """Rows of `Residue` at the ranges `points`, continued along tangents where needed."""
    rate = 1.0 / step_length
    per_logarithm = rate * part.energies / part.stopping
    pieces = 0.5 * (per_logarithm[1:] + per_logarithm[:-1]) * np.diff(np.log(part.energies))
    steps = np.concatenate([[0.0], np.cumsum(pieces)])
    energy = _follow(points, part.range, part.energies, part.stopping)
    clock = _follow(points, part.range, steps, rate)
    hard = np.interp(energy, part.energies, part.hard)
    rates = np.interp(energy, part.energies, rate)
    spread = np.interp(energy, part.energies, part.straggling / part.stopping**2)
    share = np.interp(energy, part.energies, part.straggling / (part.stopping * part.largest_loss))
    rise = np.interp(energy, part.energies, mean_loss_rise(part))
    return np.stack([energy, clock, rates, hard, np.maximum.accumulate(hard), spread, share, rise], axis=-1)


def mean_loss_rise(part: SlowingDown) -> np.ndarray:
    """Relative rise of the mean loss by straggling, per path, cm2/g, shape (n,).

    A particle that has lost W at once goes on with L(E - W), which in the mean over single losses is more
    than L at the mean energy. After a path s the mean stopping power is L + J s with

        J = integral of [L(E - W) - L(E) + W L'(E)] dsigma up to the largest loss W_c,

    so the loss over s is larger by J s^2 / 2. dsigma = Omega^2 / W_c dW / W^2, as the pace is drawn
    (`mcsim.physics.straggling`); for small losses J is L'' Omega^2 / 2.
    """
    from scipy.interpolate import CubicSpline

    energies, stopping = part.energies, part.stopping
    power_law = CubicSpline(np.log(energies), np.log(stopping))
    slope = power_law(np.log(energies), 1) * stopping / energies
    single = np.minimum(part.largest_loss, energies)[:, None] * _NODES
    left = np.maximum(energies[:, None] - single, energies[0])
    later = np.exp(power_law(np.log(left)))
    rest = later - stopping[:, None] + (energies[:, None] - left) * slope[:, None]
    integral = part.straggling / part.largest_loss**2 * ((rest / _NODES**2) @ _WEIGHTS)
    rise: np.ndarray = 0.5 * integral / stopping
    return rise


def _follow(points: np.ndarray, x: np.ndarray, y: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Values y(x) at `points` by cubic Hermite interpolation, along the end tangents outside."""
    from scipy.interpolate import CubicHermiteSpline

    inside = np.clip(points, x[0], x[-1])
    values: np.ndarray = CubicHermiteSpline(x, y, slope)(inside)
    values += np.where(points < x[0], slope[0], slope[-1]) * (points - inside)
    return values
