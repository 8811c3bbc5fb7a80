"""Mean and standard error of batch scores from their exact sums.

With B batches of scores b, sums S1 = sum b and S2 = sum b^2, the mean is S1 / B and its standard error

    sqrt(D / (B (B - 1))),   D = sum (b - S1 / B)^2 = S2 - S1^2 / B.

The two terms of D nearly cancel when batches agree well. So D is taken about a whole number q close to the
mean: sum (b - q)^2 = S2 - q (S1 + r) with r = S1 - B q is exact in 128 bits, and D = sum (b - q)^2 - r^2 / B.
Equal integers give equal floats to the bit, and batches that agree exactly give zero.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mcsim.results import integers
from mcsim.results.integers import Integers

_CHUNK = 1 << 15  # elements worked on together; their temporaries stay in the processor's cache


def mean_and_error(
    total: Integers, squares: Integers, batches: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean batch score and its standard error, in units of the score.

    Args:
        total: sums of the batch scores, shape + (2,).
        squares: sums of the squared batch scores, shape + (2,).
        batches: number of batches B. With one batch the error is unknown (NaN), with none both are.

    Returns:
        Two float64 arrays of the given shape.
    """
    shape = total.shape[:-1]
    total, squares = total.reshape(-1, 2), squares.reshape(-1, 2)
    mean = np.full(len(total), np.nan)
    error = np.full(len(total), np.nan)
    for start in range(0, len(total) if batches > 0 else 0, _CHUNK):
        part = slice(start, start + _CHUNK)
        mean[part] = integers.to_float(total[part]) / batches
        if batches > 1:
            spread = _squared_deviations(total[part], squares[part], mean[part], batches)
            error[part] = np.sqrt(spread / (batches * (batches - 1.0)))
    return mean.reshape(shape), error.reshape(shape)


def _squared_deviations(
    total: Integers, squares: Integers, mean: NDArray[np.float64], batches: int
) -> NDArray[np.float64]:
    """Sum over batches of the squared deviation from the mean."""
    near = np.clip(np.rint(mean), -(2.0**62), 2.0**62).astype(np.int64)
    center = integers.from_int64(near)
    remainder = integers.subtract(total, integers.multiply(center, integers.from_int64(np.array(batches))))
    about_center = integers.subtract(squares, integers.multiply(center, integers.add(total, remainder)))
    deviations = integers.to_float(about_center) - integers.to_float(remainder) ** 2 / batches
    return np.maximum(deviations, 0.0)
