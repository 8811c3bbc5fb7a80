"""Tables of the deflection of condensed steps: Goudsmit-Saunderson distributions in alias form.

The series converges slowly when a step holds few collisions. Up to `_FEW` collisions, the parts without
and with one deflection are therefore taken out of it: they are exp(-s Sigma) at angle 0 and
exp(-s Sigma) s dSigma/dmu, and exp(-s G_l) - exp(-s Sigma) (1 + s Sigma - s G_l) is left to be summed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import j0

from mcsim.materials import Material
from mcsim.physics.scattering import ENERGIES_PER_OCTAVE, ScatteringTable, energy_code, packed_bins
from mcsim.tables.angles import MU, SPACING, START, STEP, WEIGHTS, place
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.elastic import deflection_cross_section

EVERY = 64 // ENERGIES_PER_OCTAVE
"""Of the energy grid, every so manieth point is in the tables."""
SCATTERING_ENERGIES = ENERGIES[::EVERY]
"""Energies of the tables, MeV, shape (129,)."""
BINS = 96
"""Bins of deflected particles."""

_FEW = 35.0  # collisions; exp(-35) is 6e-16
_BLOCK = 128  # orders summed at once
_LAST_ORDER = 8192
_DAMPED = 25.0  # exponent of the damping at the last order
_NEGLIGIBLE = 1e-10  # size of a term, relative to an isotropic density of 1
_RESOLVED = 2.5  # phase of P_l between two nodes, rad, up to which it is kept
_GAUSS = np.polynomial.legendre.leggauss(6)


def build_scattering(
    materials: Sequence[Material], production_electron: float, step_length: np.ndarray
) -> ScatteringTable:
    """Tables of electrons and positrons in all materials of a run.

    Args:
        materials: the materials, in the run's order.
        production_electron: production threshold of delta electrons, MeV.
        step_length: path of a condensed step, g/cm2, on the energy grid of charged particles, shape
            (2 charges, materials, 1025).
    """
    rows = [
        [
            scattering_rows(
                deflection_cross_section(material, SCATTERING_ENERGIES, charge, production_electron),
                ENERGIES,
                step_length[charge, number],
            )
            for number, material in enumerate(materials)
        ]
        for charge in (0, 1)
    ]
    return scattering_table(ENERGIES[0], rows)


def scattering_rows(
    cross_section: np.ndarray, energies: np.ndarray, path: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of one particle in one material: `ScatteringTable.rows` and `.bins`.

    Args:
        cross_section: dSigma/dmu at the nodes in cm2/g, at every `EVERY`-th of the energies, (n', nodes).
        energies: grid of kinetic energies, MeV, shape (n,).
        path: path of a condensed step on the grid, g/cm2, shape (n,).
    """
    scale, table = _alias_rows(cross_section, path[::EVERY])
    curvature = _weight_curvature(cross_section, energies, path)
    return np.stack([scale, curvature], axis=-1), table


def scattering_table(
    first_energy: float, rows: Sequence[Sequence[tuple[np.ndarray, np.ndarray]]]
) -> ScatteringTable:
    """The table of the rows by particle and material, whose energies begin at `first_energy` (MeV)."""
    return ScatteringTable(
        energy_code(first_energy),
        np.array([[row for row, _ in by_material] for by_material in rows]),
        np.array([[bins for _, bins in by_material] for by_material in rows]),
    )


def joined(first: ScatteringTable, second: ScatteringTable) -> ScatteringTable:
    """One table of the particles of two, which begin at one energy; the shorter is filled up at the end."""
    count = max(first.rows.shape[2], second.rows.shape[2])
    parts = [
        [
            np.concatenate([array, np.repeat(array[:, :, -1:], count - array.shape[2], axis=2)], axis=2)
            for array in pair
        ]
        for pair in ((first.rows, second.rows), (first.bins, second.bins))
    ]
    return ScatteringTable(first.first_code, np.concatenate(parts[0]), np.concatenate(parts[1]))


def deflection_density(cross_section: np.ndarray, path: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Goudsmit-Saunderson density of the deflected part over mu at the nodes `MU`, and the undeflected share.

    Args:
        cross_section: dSigma/dmu at the nodes in cm2/g, shape (rows, nodes).
        path: path lengths s, g/cm2, shape (rows,).

    Returns:
        Density, shape (rows, nodes), and exp(-s Sigma), shape (rows,).
    """
    weighted = path[:, None] * cross_section * WEIGHTS
    collisions = weighted.sum(axis=1)
    few = collisions < _FEW
    undeflected = np.exp(-collisions)
    density = np.where(few, undeflected * path, 0.0)[:, None] * cross_section
    damping = _damping(weighted, few, collisions)
    active = np.arange(len(path))
    before, now = np.zeros_like(MU), np.zeros_like(MU)  # 1 - P_l of the last two orders
    for start in range(0, _LAST_ORDER, _BLOCK):
        block, before, now = _legendre_block(start, before, now)
        order = np.arange(start, start + _BLOCK)
        block = _resolved(block, order)
        terms = _terms(weighted[active] @ block.T, few[active], collisions[active])
        terms *= (2.0 * order + 1.0) * np.exp(-((order / _LAST_ORDER) ** damping[active, None]) * _DAMPED)
        density[active] += terms @ (1.0 - block)
        active = active[np.abs(terms[:, -1]) > _NEGLIGIBLE]
        if len(active) == 0:
            break
    return np.maximum(density, 0.0), np.where(few, undeflected, 0.0)


def _terms(exponent: np.ndarray, few: np.ndarray, collisions: np.ndarray) -> np.ndarray:
    """Coefficients of the series from s G_l (rows, orders), less the first two parts where `few`."""
    terms: np.ndarray = np.exp(-exponent)
    rest = collisions[few, None] - exponent[few]
    terms[few] = np.exp(-collisions[few])[:, None] * (np.expm1(rest) - rest)
    return terms


def _damping(weighted: np.ndarray, few: np.ndarray, collisions: np.ndarray) -> np.ndarray:
    """Power of l / `_LAST_ORDER` in the exponent that ends the series of each row, shape (rows,).

    Series that have converged by then, nearly all, do not notice it. The fourth power keeps the width of the
    distribution. Where it would leave ripples, for steps of a few collisions above some 10 MeV, it is the
    second, which smears plural deflections by 1 mrad.
    """
    # P_l is J_0((2 l + 1) sin(theta / 2)) at small angles.
    exponent = weighted @ (1.0 - j0((2.0 * _LAST_ORDER + 1.0) * np.sqrt(MU)))
    ends = np.stack([np.zeros_like(exponent), exponent], axis=1)
    first, last = np.abs(_terms(ends, few, collisions)).T
    return np.where(last < 1e-3 * first, 4.0, 2.0)


def _legendre_block(
    start: int, before: np.ndarray, now: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """1 - P_l(1 - 2 mu) for `_BLOCK` orders from `start`, without cancellation at small mu.

    `before` and `now` are those of orders start - 1 and start.
    """
    block = np.empty((_BLOCK, len(MU)))
    x = 1.0 - 2.0 * MU
    for offset in range(_BLOCK):
        order = start + offset
        block[offset] = now
        following = ((2 * order + 1) * (2.0 * MU + x * now) - order * before) / (order + 1)
        before, now = now, following
    return block, before, now


def _resolved(complements: np.ndarray, order: np.ndarray) -> np.ndarray:
    """1 - P_l with P_l let go to 0 at angles where the nodes no longer resolve its oscillations.

    What is integrated with it, and the density, vary little between nodes.
    """
    # Beyond a right angle the nodes lie closer again, but there is nothing to resolve there.
    spacing = np.where(MU < 0.5, SPACING, SPACING.max())
    turns = order[:, None] * (spacing / _RESOLVED)
    square = turns * turns
    window = 1.0 / (1.0 + square * square**2 * square**2)
    resolved: np.ndarray = 1.0 + window * (complements - 1.0)
    return resolved


def _weight_curvature(cross_section: np.ndarray, energies: np.ndarray, path: np.ndarray) -> np.ndarray:
    """Curvature c of the weight f (1 + c (1 - f)) of the next energy, shape (energies,).

    At f = 1/2 it gives the mean deflection of that energy, from the first transport coefficient there.
    """
    transport = np.log(cross_section @ (2.0 * MU * WEIGHTS))
    middle = energies[EVERY // 2 :: EVERY]
    between = np.exp(np.interp(np.log(middle), np.log(energies[::EVERY]), transport))
    mean = -np.expm1(-np.exp(transport) * path[::EVERY])
    wanted = -np.expm1(-between * path[EVERY // 2 :: EVERY])
    difference = np.diff(mean)
    known = np.abs(difference) > 1e-9 * mean[1:]
    weight = np.where(known, (wanted - mean[:-1]) / np.where(known, difference, 1.0), 0.5)
    return np.append(np.clip(4.0 * (weight - 0.5), -1.0, 1.0), 0.0)


def _alias_rows(cross_section: np.ndarray, path: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scale a, shape (energies,), and packed alias table, shape (energies, BINS + 1)."""
    density, undeflected = deflection_density(cross_section, path)
    scale = _scale(density)
    probability, slope = _bins(density, scale)
    probability *= ((1.0 - undeflected) / probability.sum(axis=1))[:, None]
    probability = np.concatenate([undeflected[:, None], probability], axis=1)
    slope = np.concatenate([np.zeros((len(path), 1)), slope], axis=1)
    share, alias = _alias(probability)
    return scale, packed_bins(share, alias, slope)


def _scale(density: np.ndarray) -> np.ndarray:
    """The a that puts the median of the deflected part at t = 1/2."""
    cumulative = np.cumsum(density * WEIGHTS, axis=1)
    half = np.argmax(cumulative > 0.5 * cumulative[:, -1:], axis=1)
    median = np.minimum(MU[half], 0.499)
    scale: np.ndarray = median / (1.0 - 2.0 * median)
    return scale


def _bins(density: np.ndarray, scale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Probability and slope of each bin of t, both of shape (rows, BINS)."""
    point, weight = 0.5 * (_GAUSS[0] + 1.0), 0.5 * _GAUSS[1]
    t = ((np.arange(BINS)[:, None] + point) / BINS).ravel()
    a = scale[:, None]
    # The density over t is flat: f (mu + a)^2 / (a (1 + a)).
    flat = density * (MU + a) ** 2 / (a * (1.0 + a))
    shape = (len(scale), BINS, len(point))
    mu = a * t / (1.0 + a - t)
    values, mu = _interpolate(flat, mu).reshape(shape), mu.reshape(shape)
    probability = np.maximum(values @ weight, 1e-300)
    mean = (values * mu) @ weight / probability
    slope = (mean - mu @ weight) / (mu @ (weight * (2.0 * point - 1.0)))
    return probability / BINS, np.clip(slope, -1.0, 1.0)


def _interpolate(values: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """Cubic interpolation of rows of `values` at the nodes to `mu` (rows, places), not below 0."""
    position = np.clip((place(mu) - START) / STEP, 0.0, len(MU) - 1.0)
    first = np.clip(position.astype(np.intp), 1, len(MU) - 3)
    x = position - first
    rows = np.arange(len(values))[:, None]
    left = values[rows, first - 1] * (-x * (x - 1.0) * (x - 2.0) / 6.0)
    left += values[rows, first] * ((x + 1.0) * (x - 1.0) * (x - 2.0) / 2.0)
    right = values[rows, first + 1] * (-(x + 1.0) * x * (x - 2.0) / 2.0)
    right += values[rows, first + 2] * ((x + 1.0) * x * (x - 1.0) / 6.0)
    return np.maximum(left + right, 0.0)


def _alias(probability: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Alias tables of rows of probabilities: own share of each cell, and the bin that takes the rest."""
    rows, count = probability.shape
    excess = probability * count
    share, alias = np.ones((rows, count)), np.tile(np.arange(count), (rows, 1))
    open_low = excess.copy()
    every = np.arange(rows)
    for _ in range(count - 1):
        poor = np.argmin(open_low, axis=1)
        rich = np.argmax(excess, axis=1)
        share[every, poor] = np.minimum(excess[every, poor], 1.0)
        alias[every, poor] = rich
        excess[every, rich] -= 1.0 - share[every, poor]
        open_low[every, rich] = excess[every, rich]
        excess[every, poor] = -1.0
        open_low[every, poor] = np.inf
    return share, alias
