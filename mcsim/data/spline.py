"""Cubic splines with not-a-knot ends, which go on linearly below their first point."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Spline(NamedTuple):
    """Points (x, y) and second derivatives there, each of shape (n,)."""

    x: np.ndarray
    y: np.ndarray
    curvature: np.ndarray


def make_spline(x: np.ndarray, y: np.ndarray) -> Spline:
    """Spline through at least four points with ascending x.

    The second derivatives solve the usual tridiagonal system of continuous slopes; at either end the
    third derivative is continuous across the last but one point, which fixes the outermost second
    derivative (C. de Boor, A Practical Guide to Splines, 1978, chapter IV).
    """
    h = np.diff(x)
    lower, diagonal, upper = h[:-1].copy(), 2.0 * (h[:-1] + h[1:]), h[1:].copy()
    diagonal[0] += h[0] * (h[0] + h[1]) / h[1]
    upper[0] -= h[0] ** 2 / h[1]
    diagonal[-1] += h[-1] * (h[-1] + h[-2]) / h[-2]
    lower[-1] -= h[-1] ** 2 / h[-2]
    inner = _solve_tridiagonal(lower, diagonal, upper, 6.0 * np.diff(np.diff(y) / h))
    first = ((h[0] + h[1]) * inner[0] - h[0] * inner[1]) / h[1]
    last = ((h[-1] + h[-2]) * inner[-1] - h[-1] * inner[-2]) / h[-2]
    return Spline(x, y, np.array([first, *inner, last]))


def _solve_tridiagonal(
    lower: np.ndarray, diagonal: np.ndarray, upper: np.ndarray, right: np.ndarray
) -> list[float]:
    """Solution by elimination; row i reads lower[i] s[i-1] + diagonal[i] s[i] + upper[i] s[i+1]."""
    rows = zip(lower.tolist(), diagonal.tolist(), upper.tolist(), right.tolist(), strict=True)
    ratios, values = [0.0], [0.0]
    for below, pivot, above, value in rows:
        pivot -= below * ratios[-1]
        values.append((value - below * values[-1]) / pivot)
        ratios.append(above / pivot)
    solution = [values.pop()]
    for ratio, value in zip(reversed(ratios[1:-1]), reversed(values[1:]), strict=True):
        solution.append(value - ratio * solution[-1])
    return solution[::-1]


def evaluate_spline(spline: Spline, x: np.ndarray) -> np.ndarray:
    """Values at `x` (any shape); below the first point along the chord of the first interval."""
    low = np.clip(np.searchsorted(spline.x, x, side="right") - 1, 0, len(spline.x) - 2)
    h = spline.x[low + 1] - spline.x[low]
    b = (x - spline.x[low]) / h
    a = 1.0 - b
    chord = a * spline.y[low] + b * spline.y[low + 1]
    bend = (a**3 - a) * spline.curvature[low] + (b**3 - b) * spline.curvature[low + 1]
    result: np.ndarray = chord + np.where(b < 0.0, 0.0, bend * h**2 / 6.0)
    return result
