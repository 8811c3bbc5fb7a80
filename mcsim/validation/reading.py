"""Curves of a run brought to the bins or places of their reference."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import DataError, InputError
from mcsim.results.raw import Axis
from mcsim.validation.case import Curve, ReferenceCurve
from mcsim.validation.reference import find_reference, read_table
from mcsim.validation.sample import Sample, jackknife

Floats = NDArray[np.float64]
_FACE = 1e-6  # of a bin's width: edges closer than this are one


@dataclass(frozen=True)
class ReferenceValues:
    """A reference curve as numbers: `low` and `high` are bin edges, or both the place of a point."""

    low: Floats
    high: Floats
    value: Floats
    sigma: Floats

    @property
    def middle(self) -> Floats:
        """Bin centres or places, shape (n,)."""
        return 0.5 * (self.low + self.high)


@dataclass(frozen=True)
class ComparedCurve:
    """A measured curve brought to the bins or places of its reference.

    Attributes:
        curve: its description. name: its name in the case.
        edges, raw: the curve as measured, shapes (m + 1,) and (parts, m).
        parts: on the reference's bins or places, shape (parts, n).
        value, sigma: mean over parts and its standard error, shape (n,).
        reference: what it is compared with.
    """

    curve: Curve
    name: str
    edges: Floats
    raw: Floats
    parts: Floats
    value: Floats
    sigma: Floats
    reference: ReferenceValues

    @property
    def x(self) -> Floats:
        """Bin centres of the curve as measured, shape (m,)."""
        return 0.5 * (self.edges[1:] + self.edges[:-1])


def compare_curve(name: str, curve: Curve, sample: Sample, folder: Path | None) -> ComparedCurve:
    """Read a curve and its reference.

    Raises:
        MissingReference: the reference is not at hand. InputError, DataError: they do not fit each other.
    """
    reference = read_reference(curve.reference, folder)
    values, (axis,) = sample.read(curve.tally, curve.pick, (curve.along,))
    if axis.edges is None:
        raise InputError(
            f"'{curve.along}' of tally '{curve.tally}' is no axis with bins", key=f"curves.{name}"
        )
    values = values * curve.times
    parts = _on_reference(values, axis, curve.axis_times, reference)
    value, sigma = jackknife(parts, lambda part: part)
    return ComparedCurve(curve, name, axis.edges * curve.axis_times, values, parts, value, sigma, reference)


def read_reference(described: ReferenceCurve, folder: Path | None) -> ReferenceValues:
    """A reference curve from its table.

    Raises:
        MissingReference: the table is not at hand. DataError: it lacks what the case names.
    """
    table = read_table(find_reference(described.file, folder)).where(described.where)
    if described.at is not None:
        low = high = table.column(described.at)
    elif described.low is not None and described.high is not None:
        low, high = table.column(described.low), table.column(described.high)
    else:
        raise DataError("the case names neither 'at' nor 'low' and 'high' columns", table.path)
    value = table.column(described.value) * described.times
    sigma = np.zeros_like(value)
    if described.uncertainty is not None:
        sigma = table.column(described.uncertainty) * described.times
    elif described.relative_uncertainty is not None:
        sigma = table.column(described.relative_uncertainty) * value
    return ReferenceValues(low, high, value, sigma)


def _on_reference(values: Floats, axis: Axis, axis_times: float, reference: ReferenceValues) -> Floats:
    """Values (parts, m) averaged over the reference's bins, or interpolated at its places: (parts, n)."""
    assert axis.edges is not None
    edges = axis.edges * axis_times
    if np.array_equal(reference.low, reference.high):
        centers = 0.5 * (edges[1:] + edges[:-1])
        return np.array([np.interp(reference.low, centers, part) for part in values])
    return np.stack(
        [mean_between(values, edges, *pair) for pair in zip(reference.low, reference.high, strict=True)],
        axis=1,
    )


def mean_between(values: Floats, edges: Floats, low: float, high: float) -> Floats:
    """Mean over whole bins from edge `low` to edge `high`, shape of the leading axes.

    Raises:
        InputError: these are no edges.
    """
    first, last = (int(np.argmin(np.abs(edges - edge))) for edge in (low, high))
    width = float(np.min(np.diff(edges)))
    if max(abs(edges[first] - low), abs(edges[last] - high)) > _FACE * width or last <= first:
        raise InputError(f"{low:g} to {high:g} is not a row of whole bins of the tally")
    widths = np.diff(edges[first : last + 1])
    mean: Floats = values[..., first:last] @ widths / widths.sum()
    return mean
