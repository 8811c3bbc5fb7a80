"""Lateral shape of a beam at a depth: the width of its core, and the energy in rings about it."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from mcsim.results.raw import Axis
from mcsim.validation.case import Rings, Widths
from mcsim.validation.distal import length_row
from mcsim.validation.numbers import numbers_panel, relative_row
from mcsim.validation.outcome import Row
from mcsim.validation.panels import NumbersPanel
from mcsim.validation.sample import Sample, jackknife

Floats = NDArray[np.float64]
_SEARCH = {"xatol": 1e-6}  # cm


def width_rows(check: Widths, sample: Sample) -> tuple[list[Row], NumbersPanel]:
    """Widths of the core of a beam, the mean of those along x and y, one row each, and their picture.

    Raises:
        InputError: no such tally, or it has no bins along x and y.
    """
    rows = []
    for name, entry in check.entries.items():
        parts, axes = sample.read(entry.tally, {}, ("y", "x"))

        value, sigma = jackknife(parts, partial(_mean_width, axes, entry.window))
        measured = float(value), float(sigma)
        rows.append(length_row(f"{check.name}, {name}", entry.value, 0.0, measured, entry.within, None))
    return rows, numbers_panel(check.name, rows, list(check.entries))


def ring_rows(check: Rings, sample: Sample) -> tuple[list[Row], NumbersPanel]:
    """Parts of the energy in rings, one row each, and their picture.

    Raises:
        InputError: no such tally, or it has no bins along x and y.
    """
    rows = []
    for name, entry in check.entries.items():
        parts, axes = sample.read(entry.tally, {}, ("y", "x"))
        value, sigma = jackknife(parts, partial(ring_part, axes, entry.radii))
        reference = entry.value, entry.uncertainty / entry.value
        ratio = float(value) / entry.value, float(sigma) / entry.value
        rows.append(relative_row(f"{check.name}, {name}", reference, ratio, entry.within, None, widened=True))
    return rows, numbers_panel(check.name, rows, list(check.entries))


def ring_part(axes: tuple[Axis, ...], radii: tuple[float, float], dose: Floats) -> float:
    """Part of the energy of a layer in bins whose centres lie between two radii (the outer one is outside).

    axes: of y and x; radii: in cm; dose: shape (y, x).
    """
    energy = dose * np.outer(axes[0].widths, axes[1].widths)
    radius = np.hypot(axes[0].centers[:, None], axes[1].centers[None, :])
    return float(energy[(radius >= radii[0]) & (radius < radii[1])].sum() / energy.sum())


def _mean_width(axes: tuple[Axis, ...], window: float, dose: Floats) -> float:
    """Mean width in cm of the projections of a dose (y, x) on both axes."""
    along_y = gaussian_width(axes[0].bin_edges, window, dose @ axes[1].widths)
    along_x = gaussian_width(axes[1].bin_edges, window, axes[0].widths @ dose)
    return 0.5 * (along_x + along_y)


def gaussian_width(edges: Floats, window: float, density: Floats) -> float:
    """Standard deviation of the Gaussian about 0, averaged over bins, that fits a profile best.

    Least squares, all bins alike.

    Args:
        edges: of the bins, shape (n + 1,), cm.
        window: bins with centres no farther from 0 than this are fitted, cm.
        density: values per unit of length, shape (n,).
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import ndtr

    inside = np.abs(0.5 * (edges[1:] + edges[:-1])) <= window
    low, high, profile = edges[:-1][inside], edges[1:][inside], density[inside]

    def misfit(width: float) -> float:
        shape = (ndtr(high / width) - ndtr(low / width)) / (high - low)
        height = shape @ profile / (shape @ shape)
        return float(np.sum((profile - height * shape) ** 2))

    best = minimize_scalar(misfit, bounds=(0.02 * window, 5.0 * window), method="bounded", options=_SEARCH)
    return float(best.x)
