"""Ratios of two scores, such as means over dose or track length, with their uncertainty.

With batch scores N and D, the ratio R = sum N / sum D differs from its expectation mostly by the mean of

    Z = N - R D,      var Z = var N - 2 R cov(N, D) + R^2 var D,

which sums to zero (W. Cochran, Sampling Techniques, 3rd ed. (1977), chapter 6). The covariance follows from
the squares of N + D, which the run adds up too: 2 cov = var(N + D) - var N - var D. So everything is in sums
of integers, and shards merge exactly.

Where few batches hold most of D, the spread of Z understates the uncertainty by the factor 1 - sum D^2 /
(sum D)^2 in the variance, in place of the usual 1 - 1 / B; with the standard error e of the mean d of D this
is (1 - 1 / B) (1 - (e / d)^2). A bin that one batch alone has reached has an unknown uncertainty (NaN).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mcsim.results.raw import RawTally
from mcsim.results.statistics import mean_and_error

Floats = NDArray[np.float64]

_ONE_BATCH = 1e-9  # 1 - (e / d)^2 of a denominator that comes from one batch


def parts_of(raw: RawTally) -> tuple[RawTally, RawTally, RawTally]:
    """Numerator, denominator and their sum.

    Raises:
        TypeError: the tally is no ratio.
    """
    if raw.ratio is None:
        raise TypeError(f"tally '{raw.name}' is no ratio")
    return raw, raw.ratio.denominator, raw.ratio.both


def ratio_and_error(raw: RawTally, batches: int) -> tuple[Floats, Floats]:
    """Ratio and its standard error in each bin, in units of the scores; both 0 where nothing was scored."""
    statistics = [mean_and_error(part.total, part.squares, batches) for part in parts_of(raw)]
    (above, _), (below, error_below), _ = statistics
    ratio = divided(above, below)
    variance = residual_variance([error**2 for _, error in statistics], ratio)
    return ratio, ratio_error(variance, below, error_below**2)


def residual_variance(variances: Sequence[Floats], ratio: Floats) -> Floats:
    """Variance of Z from those of N, D and N + D."""
    above, below, both = variances
    variance: Floats = np.maximum(above - ratio * (both - above - below) + ratio**2 * below, 0.0)
    return variance


def ratio_error(variance: Floats, below: Floats, variance_below: Floats) -> Floats:
    """Standard error of the ratio.

    Args:
        variance: squared standard error of the mean of Z.
        below: mean of D.
        variance_below: its squared standard error.
    """
    spread = 1.0 - divided(variance_below, below**2)
    spread[spread < _ONE_BATCH] = np.nan
    return np.sqrt(divided(variance, below**2) / spread)


def divided(a: Floats, b: Floats) -> Floats:
    """The quotient a / b, and 0 where nothing was scored (b = 0)."""
    quotient: Floats = np.divide(a, b, out=np.zeros_like(a), where=b != 0.0)
    return quotient
