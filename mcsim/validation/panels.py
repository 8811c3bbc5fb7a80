"""What the pictures of a case show, as plain numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CurvePanel:
    """A measured curve over its reference, with differences below.

    Attributes:
        name: name of the curve. axis: label of the abscissa. quantity: label of the ordinate.
        x, value, sigma: the measured points, shape (n,).
        reference_x, reference, reference_sigma: the reference points, shape (m,).
        compared_x: where differences were taken, shape (k,).
        difference, difference_sigma, tolerance: per cent, shape (k,); no tolerance (NaN): not judged.
        difference_unit: "% of max" or "%". logarithmic: whether both axes are.
        blocks: means over blocks, (low, high, deviation, tolerance) each, in per cent.
    """

    name: str
    axis: str
    quantity: str
    x: Floats
    value: Floats
    sigma: Floats
    reference_x: Floats
    reference: Floats
    reference_sigma: Floats
    compared_x: Floats
    difference: Floats
    difference_sigma: Floats
    tolerance: Floats
    difference_unit: str
    logarithmic: bool = False
    blocks: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True)
class NumbersPanel:
    """Deviations of single numbers with their tolerances.

    Attributes:
        name: what they are. labels: one for each number.
        deviation, sigma, tolerance: in `unit`, shape (n,); `sigma` holds the noise of both sides.
        target: as `tolerance`, NaN where there is none.
    """

    name: str
    labels: tuple[str, ...]
    deviation: Floats
    sigma: Floats
    tolerance: Floats
    target: Floats
    unit: str = "%"


Panel = CurvePanel | NumbersPanel
