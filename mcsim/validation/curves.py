"""Comparing curves: every point, means over blocks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError
from mcsim.validation.case import BlockMeans, Points
from mcsim.validation.distal import aligned, shift_row
from mcsim.validation.numbers import PERCENT, relative_row
from mcsim.validation.outcome import Row, Verdict, allowed_deviation, judge
from mcsim.validation.panels import CurvePanel
from mcsim.validation.reading import ComparedCurve, ReferenceValues, mean_between
from mcsim.validation.sample import jackknife

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


def point_rows(compared: ComparedCurve, check: Points) -> list[Row]:
    """Every point of a curve, as one row about the worst, after one about the shift of an aligned curve.

    Raises:
        InputError: the check gives no tolerance, or leaves no points.
    """
    chosen = _chosen(compared.reference, check)
    tolerance = _tolerances(compared.reference, check.maximum, check.local)
    target = _tolerances(compared.reference, check.target_maximum, check.target_local)
    if tolerance is None or not chosen.any():
        raise InputError("a check of points needs a tolerance ('maximum' or 'local') and points in its range")
    before = [] if check.align is None else [shift_row(compared, check.align)]
    return [*before, _worst_row(_judged(compared, check), check, tolerance, target, np.flatnonzero(chosen))]


def _judged(compared: ComparedCurve, check: Points) -> ComparedCurve:
    """The curve as a check looks at it: shifted where it asks for that."""
    return compared if check.align is None else aligned(compared, check.align.level)


def _chosen(reference: ReferenceValues, check: Points) -> NDArray[np.bool_]:
    """Which points of the reference a check looks at."""
    if check.between is None:
        return np.ones(len(reference.value), dtype=bool)
    low, high = check.between
    return (reference.middle >= low) & (reference.middle <= high)


def _tolerances(reference: ReferenceValues, maximum: float | None, local: float | None) -> Floats | None:
    """Tolerance of each point in the curve's unit: the larger of the two kinds."""
    if maximum is None and local is None:
        return None
    peak = (maximum or 0.0) * float(np.max(reference.value))
    return np.maximum(peak, (local or 0.0) * np.abs(reference.value))


def _scale(reference: ReferenceValues, of_maximum: bool) -> tuple[Floats, str]:
    """What a deviation is divided by to be shown, and the unit that this gives."""
    if of_maximum:
        return np.full(len(reference.value), float(np.max(reference.value)) / PERCENT), "% of max"
    return np.abs(reference.value) / PERCENT, "%"


def _worst_row(
    compared: ComparedCurve, check: Points, tolerance: Floats, target: Floats | None, places: Places
) -> Row:
    """Row about the point that is worst against what is allowed there; `places` are the points judged."""
    reference, axis_unit = compared.reference, compared.curve.axis_unit
    scale, unit = _scale(reference, check.maximum is not None)
    deviation = compared.value - reference.value
    verdicts = _verdicts(compared, tolerance, places)
    worst = int(places[np.argmax(np.abs(deviation[places]) / _allowed(tolerance, reference.sigma)[places])])
    span = f"{reference.low[places[0]]:g} to {reference.high[places[-1]]:g} {axis_unit}"
    share = f"{check.share:.0%} of the points" if check.share < 1.0 else "every point"
    share += "" if check.align is None else f", R{PERCENT * check.align.level:g} aligned"
    return Row(
        quantity=f"{compared.name}, {span}, {share}",
        reference=f"{len(places)} points",
        measured=f"{verdicts.count('passed')} within; worst at {reference.middle[worst]:.4g} {axis_unit}",
        deviation=float(deviation[worst] / scale[worst]),
        sigma=float(compared.sigma[worst] / scale[worst]),
        reference_sigma=float(reference.sigma[worst] / scale[worst]),
        tolerance=float(tolerance[worst] / scale[worst]),
        target=None if target is None else float(target[worst] / scale[worst]),
        unit=unit,
        verdict=_joint(verdicts, check.share),
        target_verdict=None if target is None else _joint(_verdicts(compared, target, places), check.share),
    )


def _verdicts(compared: ComparedCurve, tolerance: Floats, places: Places) -> list[Verdict]:
    """Verdict on each of the points."""
    deviation = compared.value - compared.reference.value
    allowed = _allowed(tolerance, compared.reference.sigma)
    return [judge(deviation[i], compared.sigma[i], tolerance[i], allowed[i]) for i in places]


def _allowed(tolerance: Floats, reference_sigma: Floats) -> Floats:
    pairs = zip(tolerance, reference_sigma, strict=True)
    return np.array([allowed_deviation(float(limit), float(sigma)) for limit, sigma in pairs])


def _joint(verdicts: list[Verdict], share: float) -> Verdict:
    """Verdict on a curve of which `share` of the points must pass."""
    needed = share * len(verdicts)
    passed, undecided = verdicts.count("passed"), verdicts.count("undecided")
    if passed >= needed:
        return "passed"
    return "undecided" if passed + undecided >= needed else "failed"


def curve_panel(
    compared: ComparedCurve, checks: Sequence[Points], means: Sequence[BlockMeans] = ()
) -> CurvePanel:
    """The picture of a curve with the tolerances of all checks of its points, or of means without these."""
    raw, raw_sigma = jackknife(compared.raw, lambda part: part)
    curve, reference = compared.curve, compared.reference
    of_maximum = any(check.maximum is not None for check in checks)
    scale, unit = _scale(reference, of_maximum)
    tolerance = np.full(len(reference.value), np.nan)
    for check in checks:
        one = _tolerances(reference, check.maximum, check.local)
        if one is not None:
            tolerance = np.where(_chosen(reference, check), one, tolerance)
    judged = next((_judged(compared, check) for check in checks if check.align is not None), compared)
    scale = np.where(scale > 0.0, scale, np.nan)  # no relative difference where the reference is 0
    difference = (judged.value - reference.value) / scale
    noise, tolerance = np.hypot(judged.sigma, reference.sigma) / scale, tolerance / scale
    return CurvePanel(
        name=compared.name,
        axis=f"{curve.label} ({curve.axis_unit})",
        quantity=f"{compared.name} ({curve.unit})",
        x=compared.x,
        value=raw,
        sigma=raw_sigma,
        reference_x=reference.middle,
        reference=reference.value,
        reference_sigma=reference.sigma,
        compared_x=reference.middle,
        difference=difference,
        difference_sigma=noise,
        tolerance=tolerance,
        difference_unit=unit,
        blocks=() if checks else _blocks(compared, means),
    )


def _blocks(
    compared: ComparedCurve, means: Sequence[BlockMeans]
) -> tuple[tuple[float, float, float, float], ...]:
    """Blocks as the picture shows them."""
    blocks: list[tuple[float, float, float, float]] = []
    for check in means:
        spans = zip(check.edges, check.edges[1:], block_rows(compared, check), strict=False)
        blocks += [(low, high, row.deviation, row.tolerance) for low, high, row in spans]
    return tuple(blocks)


def block_rows(compared: ComparedCurve, check: BlockMeans) -> list[Row]:
    """Means over blocks, one row each."""
    rows = []
    reference = compared.reference
    edges = np.append(reference.low, reference.high[-1])
    for low, high in zip(check.edges, check.edges[1:], strict=False):
        expected = float(mean_between(reference.value, edges, low, high))
        value, sigma = jackknife(mean_between(compared.parts, edges, low, high), lambda part: part)
        noise = _reference_noise(compared, low, high, float(sigma))
        rows.append(
            relative_row(
                f"{compared.name}, mean over {low:g} to {high:g} {compared.curve.axis_unit}",
                (expected, noise / expected),
                (float(value) / expected, float(sigma) / expected),
                check.within,
                check.target,
                compared.curve.unit,
            )
        )
    return rows


def _reference_noise(compared: ComparedCurve, low: float, high: float, sigma: float) -> float:
    """1 sigma of the reference's mean over a block, where mcsim's own is `sigma`.

    One history scores at many depths, so points rise and fall together. How much is not told with a
    reference; the same geometry gave mcsim's run its correlation, which is taken for the reference too.
    """
    reference = compared.reference
    inside = (reference.middle > low) & (reference.middle < high)
    weight = (reference.high - reference.low)[inside]
    weight = weight / weight.sum()
    independent = float(np.linalg.norm(weight * compared.sigma[inside]))
    correlation = max(1.0, sigma / independent) if independent > 0.0 else 1.0
    return correlation * float(np.linalg.norm(weight * reference.sigma[inside]))
