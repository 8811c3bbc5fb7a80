"""Comparing two tallies: gamma index, and differences in units of their uncertainty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mcsim import units
from mcsim.errors import InputError
from mcsim.results.gamma import gamma_index
from mcsim.results.tally import TallyResult


@dataclass(frozen=True)
class Gamma:
    """Gamma index of an evaluated dose against a reference.

    Attributes:
        values: gamma at the reference voxels, NaN below the threshold.
        dose_percent: dose criterion, per cent of the reference's maximum, or of the local dose if `local`.
        distance: distance criterion (cm).
        threshold_percent: voxels below this part of the reference's maximum are not judged.
        local: whether the dose criterion is local.
    """

    values: NDArray[np.float64]
    dose_percent: float
    distance: float
    threshold_percent: float
    local: bool

    @property
    def judged(self) -> NDArray[np.float64]:
        """Gamma of the judged voxels, flat."""
        return self.values[~np.isnan(self.values)]

    @property
    def pass_rate(self) -> float:
        """Share of the judged voxels with gamma <= 1; NaN when none was judged."""
        return float(np.mean(self.judged <= 1.0)) if self.judged.size else float("nan")

    @property
    def criteria(self) -> str:
        """Criteria in words."""
        kind = "local" if self.local else "global"
        return (
            f"{self.dose_percent:g} % {kind}, {10 * self.distance:g} mm, above {self.threshold_percent:g} %"
            " of the maximum"
        )


@dataclass(frozen=True)
class Difference:
    """Evaluated minus reference, bin by bin.

    Attributes:
        values: differences in the unit of the tallies.
        sigma: their standard uncertainty, taking the two runs as independent.
        maximum: largest value of the reference.
        judged: bins above the threshold.
    """

    values: NDArray[np.float64]
    sigma: NDArray[np.float64]
    maximum: float
    judged: NDArray[np.bool_]

    @property
    def in_sigma(self) -> NDArray[np.float64]:
        """Differences in units of their uncertainty; NaN where that is zero or unknown."""
        return np.divide(
            self.values, self.sigma, out=np.full_like(self.values, np.nan), where=self.sigma > 0.0
        )

    @property
    def rms_sigma(self) -> float:
        """Root mean square of `in_sigma` over the judged bins: 1 when they differ by chance alone."""
        judged = self.in_sigma[self.judged & np.isfinite(self.in_sigma)]
        return float(np.sqrt(np.mean(judged**2))) if judged.size else float("nan")

    @property
    def mean_percent(self) -> float:
        """Mean difference over the judged bins, per cent of the maximum."""
        return self._percent(lambda values: float(np.mean(values)))

    @property
    def rms_percent(self) -> float:
        """Root-mean-square difference over the judged bins, per cent of the maximum."""
        return self._percent(lambda values: float(np.sqrt(np.mean(values**2))))

    @property
    def largest_percent(self) -> float:
        """Largest absolute difference over the judged bins, per cent of the maximum."""
        return self._percent(lambda values: float(np.max(np.abs(values))))

    def _percent(self, measure: Callable[[NDArray[np.float64]], float]) -> float:
        judged = self.values[self.judged]
        if not judged.size or not self.maximum > 0.0:
            return float("nan")
        return 100.0 * measure(judged) / self.maximum


def gamma(
    evaluated: TallyResult,
    reference: TallyResult,
    dose_percent: float = 2.0,
    distance: float | str = "2 mm",
    threshold_percent: float = 10.0,
    local: bool = False,
    maximum: float = 2.0,
) -> Gamma:
    """Gamma index of two tallies on grids, which may differ in their voxels.

    Statistical noise counts as dose: noise in the evaluated one lowers gamma, noise in the reference raises
    it. Read a pass rate together with `difference`.

    Raises:
        InputError: different units, axes that do not match, criteria that are not positive, nothing to judge.
    """
    _check_alike(evaluated, reference)
    reach = units.parse(distance, units.LENGTH) if isinstance(distance, str) else float(distance)
    for what, size in (
        ("dose criterion", dose_percent),
        ("distance criterion", reach),
        ("maximum gamma", maximum),
    ):
        if not (np.isfinite(size) and size > 0.0):
            raise InputError(f"the {what} must be positive, not {size:g}")
    wanted = _judged(reference, threshold_percent)
    if any(axis.unit != "cm" for axis in reference.axes):
        raise InputError(f"tally '{reference.name}' is not on a grid in space, so it has no gamma index")
    kept = [number for number, axis in enumerate(reference.axes) if len(axis) > 1]
    if any((len(axis) > 1) != (number in kept) for number, axis in enumerate(evaluated.axes)):
        raise InputError("one of the two tallies has a single bin along an axis where the other has several")
    single = tuple(number for number in range(len(reference.axes)) if number not in kept)
    values = gamma_index(
        [reference.axes[number].centers for number in kept],
        np.squeeze(reference.value, single),
        [evaluated.axes[number].centers for number in kept],
        np.squeeze(evaluated.value, single),
        dose_percent
        / 100.0
        * np.squeeze(reference.value if local else reference.value.max(keepdims=True), single),
        reach,
        np.squeeze(wanted, single),
        maximum,
    )
    return Gamma(values.reshape(reference.shape), dose_percent, reach, threshold_percent, local)


def difference(evaluated: TallyResult, reference: TallyResult, threshold_percent: float = 10.0) -> Difference:
    """Difference of two tallies with equal bins.

    Raises:
        InputError: different units or bins, or nothing to judge.
    """
    _check_alike(evaluated, reference)
    if not same_bins(evaluated, reference):
        raise InputError("the two tallies have different bins; only their gamma index can be compared")
    return Difference(
        values=evaluated.value - reference.value,
        sigma=np.hypot(evaluated.uncertainty, reference.uncertainty),
        maximum=float(reference.value.max()),
        judged=_judged(reference, threshold_percent),
    )


def same_bins(a: TallyResult, b: TallyResult) -> bool:
    """Whether two tallies have equal axes."""
    return len(a.axes) == len(b.axes) and all(
        one.same_as(two) for one, two in zip(a.axes, b.axes, strict=True)
    )


def _judged(reference: TallyResult, threshold_percent: float) -> NDArray[np.bool_]:
    if not reference.value.size or not reference.value.max() > 0.0:
        raise InputError(f"the reference tally '{reference.name}' holds no values above zero to compare with")
    judged: NDArray[np.bool_] = reference.value >= threshold_percent / 100.0 * reference.value.max()
    return judged


def _check_alike(evaluated: TallyResult, reference: TallyResult) -> None:
    if evaluated.unit != reference.unit:
        raise InputError(f"cannot compare values in {evaluated.unit} with values in {reference.unit}")
    names = [[axis.name for axis in tally.axes] for tally in (evaluated, reference)]
    if names[0] != names[1]:
        raise InputError(f"cannot compare tallies with axes {names[0]} and {names[1]}")
