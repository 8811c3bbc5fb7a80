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
    third derivative is continuous across the last but one point (C. de Boor, A Practical Guide to
    Splines, 1978, chapter IV).
    """
    n, h = len(x), np.diff(x)
    matrix = np.zeros((n, n))
    inner = np.arange(1, n - 1)
    matrix[inner, inner - 1] = h[:-1]
    matrix[inner, inner] = 2.0 * (h[:-1] + h[1:])
    matrix[inner, inner + 1] = h[1:]
    matrix[0, :3] = h[1], -(h[0] + h[1]), h[0]
    matrix[-1, -3:] = h[-1], -(h[-1] + h[-2]), h[-2]
    right = np.zeros(n)
    right[inner] = 6.0 * np.diff(np.diff(y) / h)
    return Spline(x, y, np.linalg.solve(matrix, right))


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
