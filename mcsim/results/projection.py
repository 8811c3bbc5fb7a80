"""Spectra and counts on fewer axes: bins picked by label, the others added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError, did_you_mean
from mcsim.results.raw import Axis

if TYPE_CHECKING:
    from mcsim.results.tally import TallyResult


@dataclass(frozen=True)
class Projection:
    """A tally on some of its axes.

    Attributes:
        axes: the axes kept, in the order of the tally.
        value: in the unit of the tally.
        uncertainty: 1 sigma, added in quadrature. That takes the bins as independent, which counts of
            particles nearly are (a history seldom scores in two of them); energies deposited are not.
    """

    axes: tuple[Axis, ...]
    value: NDArray[np.float64]
    uncertainty: NDArray[np.float64]


def project(tally: TallyResult, keep: tuple[str, ...], pick: Mapping[str, str]) -> Projection:
    """See `TallyResult.project`."""
    names = [axis.name for axis in tally.axes]
    if sorted(names) == ["x", "y", "z"]:
        raise InputError(f"tally '{tally.name}' is on a voxel grid; use depth_curve or profile")
    for name in (*keep, *pick):
        if name not in names:
            near = did_you_mean(name, names)
            raise InputError(f"tally '{tally.name}' has no axis '{name}'{near}; it has {', '.join(names)}")
    value, variance = tally.value, tally.uncertainty**2
    for number, axis in reversed(list(enumerate(tally.axes))):
        if axis.name in pick:
            item = _item(axis, pick[axis.name])
            value, variance = np.take(value, item, number), np.take(variance, item, number)
        elif axis.name not in keep:
            weights = _weights(tally, axis)
            value = np.tensordot(value, weights, (number, 0))
            variance = np.tensordot(variance, weights**2, (number, 0))
    kept = tuple(axis for axis in tally.axes if axis.name in keep and axis.name not in pick)
    return Projection(kept, np.asarray(value), np.sqrt(variance))


def _item(axis: Axis, label: str) -> int:
    if label not in axis.labels:
        known = ", ".join(axis.labels) or "bins, not labels"
        raise InputError(
            f"axis '{axis.name}' has no '{label}'{did_you_mean(label, axis.labels)}; it has {known}"
        )
    return axis.labels.index(label)


def _weights(tally: TallyResult, axis: Axis) -> NDArray[np.float64]:
    """Ones, so that bins add up; a fluence is averaged over places."""
    if tally.quantity == "fluence" and axis.unit == "cm":
        share: NDArray[np.float64] = axis.widths / axis.widths.sum()
        return share
    return np.ones(len(axis))
