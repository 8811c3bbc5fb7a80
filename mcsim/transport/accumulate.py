"""Exact sums over batches: 128-bit sums and sums of squares of the batch scores."""

from __future__ import annotations

import numpy as np

from mcsim.jit import kernel

_LOW_HALF = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_ZERO = np.uint64(0)
_ONE = np.uint64(1)
_ALL_ONES = np.uint64(0xFFFFFFFFFFFFFFFF)


@kernel
def drain(bins, total, squares):
    """Add every batch score b to `total` and b * b to `squares`, then set it to zero.

    `bins` is (n,) int64; `total` and `squares` are (n, 2) uint64, low word first, two's complement.
    """
    for i in range(bins.shape[0]):
        b = bins[i]
        if b == 0:
            continue
        bins[i] = 0
        low = np.uint64(b)
        old = total[i, 0]
        total[i, 0] = old + low
        carry = _ONE if total[i, 0] < old else _ZERO
        total[i, 1] += (_ALL_ONES if b < 0 else _ZERO) + carry
        size = np.uint64(-b) if b < 0 else low
        a1, a0 = size >> _HALF, size & _LOW_HALF
        cross = a1 * a0
        square_low = a0 * a0
        middle = (square_low >> _HALF) + ((cross & _LOW_HALF) << _ONE)
        square_high = a1 * a1 + ((cross >> _HALF) << _ONE) + (middle >> _HALF)
        square_low = (middle << _HALF) | (square_low & _LOW_HALF)
        old = squares[i, 0]
        squares[i, 0] = old + square_low
        carry = _ONE if squares[i, 0] < old else _ZERO
        squares[i, 1] += square_high + carry
