"""Nodes of the scattering angle, for integrals over it and for tables of angular distributions.

They are equidistant in

    w(theta) = 2 ln tan(theta / 2) + K theta,

which is logarithmic at small angles and near 180 degrees and linear between. The trapezoidal rule in w
converges exponentially for cross sections in mu = (1 - cos theta) / 2 such as (mu + A)^-2, and it resolves
Legendre polynomials to l = 300 at every angle and beyond that up to theta = 78 / l.
"""

from __future__ import annotations

import numpy as np

_LINEAR = 6.0  # K
STEP = 0.08
"""Distance of the nodes in w."""


def place(mu: np.ndarray) -> np.ndarray:
    """Position w as a function of mu, any shape, 0 < mu < 1."""
    position: np.ndarray = np.log(mu / (1.0 - mu)) + 2.0 * _LINEAR * np.arcsin(np.sqrt(mu))
    return position


def _theta(position: np.ndarray) -> np.ndarray:
    """Angle at w by Newton's method in ln tan(theta / 2), in which w is nearly linear."""
    log_tangent = 0.5 * np.minimum(position, position - _LINEAR * np.pi * (position > 0.0))
    for _ in range(20):
        theta = 2.0 * np.arctan(np.exp(log_tangent))
        excess = 2.0 * log_tangent + _LINEAR * theta - position
        log_tangent = log_tangent - excess / (2.0 + _LINEAR * np.sin(theta))
    angle: np.ndarray = 2.0 * np.arctan(np.exp(log_tangent))
    return angle


START = -27.6
"""w of the first node."""
_NODES = np.arange(START, 14.4 + _LINEAR * np.pi, STEP)
THETA = _theta(_NODES)
"""Angles of the nodes, rad, ascending."""
MU = np.sin(0.5 * THETA) ** 2
"""mu = (1 - cos theta) / 2 of the nodes, ascending from 1e-12, shape (nodes,)."""
SPACING = STEP / (2.0 / np.sin(THETA) + _LINEAR)
"""Distance of neighbouring nodes in angle, rad."""
WEIGHTS = STEP * 0.5 * np.sin(THETA) ** 2 / (2.0 + _LINEAR * np.sin(THETA))
"""Weights of the integral over mu at the nodes; those at the ends hold what lies beyond them."""
WEIGHTS[[0, -1]] /= -np.expm1(-STEP)
for _array in (THETA, MU, SPACING, WEIGHTS):
    _array.setflags(write=False)
