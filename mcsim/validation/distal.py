"""Depths behind the maximum of a curve: comparing them, and aligning curves at them; heights of maxima."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError
from mcsim.validation.case import Alignment, DistalDepth, Maximum
from mcsim.validation.numbers import PERCENT, relative_row
from mcsim.validation.outcome import Row, judge
from mcsim.validation.ranges import slab_shift, tabulated_depth
from mcsim.validation.reading import ComparedCurve, ReferenceValues, mean_between
from mcsim.validation.sample import jackknife

Floats = NDArray[np.float64]
MILLIMETRES = 10.0  # in a centimetre
_ROUNDS = 3  # a shift changes the maximum of a binned curve a little, and with it the depth


def distal_depth(depth: Floats, dose: Floats, level: float) -> float:
    """Depth behind the maximum where the dose is `level` times it, linearly interpolated; NaN if it never is.

    depth and dose have the shape (n,); depths ascend.
    """
    peak = int(np.argmax(dose))
    goal = level * dose[peak]
    below = np.flatnonzero(dose[peak:] < goal)
    if not below.size:
        return float("nan")
    after = peak + int(below[0])
    share = (dose[after - 1] - goal) / (dose[after - 1] - dose[after])
    return float(depth[after - 1] + share * (depth[after] - depth[after - 1]))


def distal_depth_rows(
    compared: ComparedCurve, check: DistalDepth, other: ComparedCurve | None = None
) -> list[Row]:
    """R50, R80 or another such depth, or what it is more than that of the curve `other`; one row in mm.

    Raises:
        InputError: a difference without its reference depth.
    """
    name = f"R{PERCENT * check.level:g}"
    value, sigma = _measured(compared, check.level)
    expected, noise = _expected(compared, check)
    if other is not None:
        if check.depth is None and check.range is None:
            message = f"a difference of {name} needs a 'depth' or 'range' to be compared with"
            raise InputError(message, key="checks")
        subtracted, its_sigma = _measured(other, check.level)
        value, sigma = value - subtracted, float(np.hypot(sigma, its_sigma))
        name += f" less that of the run '{check.minus_run}'"
    if check.range is not None:
        name += ", from ranges in the tables"
    return [
        length_row(f"{compared.name}, {name}", expected, noise, (value, sigma), check.within, check.target)
    ]


def shift_row(compared: ComparedCurve, alignment: Alignment) -> Row:
    """How far a curve must be shifted to be aligned: the difference of the depths, in mm."""
    depth, reference = compared.reference.middle, compared.reference
    return length_row(
        f"{compared.name}, shift of R{PERCENT * alignment.level:g}",
        distal_depth(depth, reference.value, alignment.level),
        _reference_sigma(depth, reference, alignment.level),
        _measured(compared, alignment.level),
        alignment.within,
        None,
    )


def aligned(compared: ComparedCurve, level: float) -> ComparedCurve:
    """The curve shifted so that its depth at `level` is that of the reference.

    Its noise is that of the shape; `raw` and `parts` stay where they are.
    """
    reference = compared.reference
    goal = distal_depth(reference.middle, reference.value, level)

    def shifted(part: Floats) -> Floats:
        shift, curve = 0.0, _displaced(compared.edges, part, reference, 0.0)
        for _ in range(_ROUNDS):
            shift += distal_depth(reference.middle, curve, level) - goal
            curve = _displaced(compared.edges, part, reference, shift)
        return curve

    value, sigma = jackknife(compared.raw, shifted)
    return replace(compared, value=value, sigma=sigma)


def maximum_rows(compared: ComparedCurve, check: Maximum) -> list[Row]:
    """The maximum of a curve in bins of a given width, as one row.

    Raises:
        InputError: these are not made of whole bins of the tally.
    """
    start, end = compared.edges[0], compared.edges[-1]
    spans = pairwise(np.arange(start, end + 0.5 * np.min(np.diff(compared.edges)), check.bin))
    binned = np.stack([mean_between(compared.raw, compared.edges, *span) for span in spans], axis=1)
    value, sigma = jackknife(binned / check.value, np.max)
    name = f"{compared.name}, maximum in bins of {MILLIMETRES * check.bin:g} mm"
    ratio = (float(value), float(sigma))
    return [relative_row(name, (check.value, 0.0), ratio, check.within, None, compared.curve.unit)]


def _displaced(edges: Floats, values: Floats, reference: ReferenceValues, shift: float) -> Floats:
    """Means over the reference's bins moved by `shift`, or values at its places.

    Outside the tally, where the first and last bins may come to lie, the values at its ends hold.
    """
    low, high = reference.low + shift, reference.high + shift
    if np.array_equal(reference.low, reference.high):
        return np.interp(low, 0.5 * (edges[1:] + edges[:-1]), values)
    span = edges[-1] - edges[0]
    edges = np.concatenate(([edges[0] - span], edges, [edges[-1] + span]))
    values = np.concatenate((values[:1], values, values[-1:]))
    integral = np.append(0.0, np.cumsum(values * np.diff(edges)))
    mean: Floats = (np.interp(high, edges, integral) - np.interp(low, edges, integral)) / (high - low)
    return mean


def _expected(compared: ComparedCurve, check: DistalDepth) -> tuple[float, float]:
    """Reference depth, or difference of depths, and its 1 sigma, cm."""
    if check.depth is not None:
        return check.depth, 0.0
    if check.range is not None:
        return (tabulated_depth if check.minus_run is None else slab_shift)(check.range), 0.0
    depth, reference = compared.reference.middle, compared.reference
    return (
        distal_depth(depth, reference.value, check.level),
        _reference_sigma(depth, reference, check.level),
    )


def _measured(compared: ComparedCurve, level: float) -> tuple[float, float]:
    """Depth of the measured curve and its 1 sigma, cm."""
    depth = compared.reference.middle
    value, sigma = jackknife(compared.parts, lambda part: distal_depth(depth, part, level))
    return float(value), float(sigma)


def length_row(
    quantity: str,
    expected: float,
    expected_sigma: float,
    measured: tuple[float, float],
    within: float,
    target: float | None,
) -> Row:
    """A row about a length in mm; all arguments in cm."""
    deviation, noise = MILLIMETRES * (measured[0] - expected), MILLIMETRES * measured[1]
    tolerance, aim = MILLIMETRES * within, None if target is None else MILLIMETRES * target
    return Row(
        quantity=quantity,
        reference=f"{MILLIMETRES * expected:.2f} mm",
        measured=f"{MILLIMETRES * measured[0]:.2f} ± {noise:.2f} mm",
        deviation=deviation,
        sigma=noise,
        reference_sigma=MILLIMETRES * expected_sigma,
        tolerance=tolerance,
        target=aim,
        unit="mm",
        verdict=judge(deviation, noise, tolerance, tolerance),
        target_verdict=None if aim is None else judge(deviation, noise, aim, aim),
    )


def _reference_sigma(depth: Floats, reference: ReferenceValues, level: float) -> float:
    """1 sigma of the reference's depth from the noise where it lies, cm."""
    after = int(np.searchsorted(depth, distal_depth(depth, reference.value, level)))
    slope = (reference.value[after] - reference.value[after - 1]) / (depth[after] - depth[after - 1])
    return abs(float(np.mean(reference.sigma[after - 1 : after + 1]) / slope))
