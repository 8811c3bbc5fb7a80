"""Exact 128-bit integers in numpy: pairs of uint64 words (low, high) in the last dimension, two's complement.

Every operation works modulo 2^128 and is exact as long as the true result lies within -2^127 ... 2^127 - 1.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.uint64]
"""128-bit integers, shape + (2,): low word, high word."""

_HALF = np.uint64(32)
_LOW_HALF = np.uint64(0xFFFFFFFF)
_ONE = np.uint64(1)


def zeros(shape: tuple[int, ...]) -> Integers:
    """Zeros of the given shape (without the dimension of the words)."""
    return np.zeros((*shape, 2), dtype=np.uint64)


def from_int64(values: NDArray[np.int64]) -> Integers:
    """Widen signed 64-bit integers."""
    values = np.asarray(values, dtype=np.int64)
    low = values.view(np.uint64)
    high = (values >> np.int64(63)).view(np.uint64)
    return np.stack([low, high], axis=-1)


def from_ints(values: Iterable[int]) -> Integers:
    """A one-dimensional array from Python integers.

    Raises:
        OverflowError: a value does not fit in 128 bits.
    """
    words = [value.to_bytes(16, "little", signed=True) for value in values]
    return np.frombuffer(b"".join(words), dtype="<u8").astype(np.uint64).reshape(-1, 2)


def to_ints(integers: Integers) -> list[int]:
    """Python integers in C order, flat."""
    words = integers.reshape(-1, 2).tolist()
    return [low + (high << 64) - (high >> 63 << 128) for low, high in words]


def add(a: Integers, b: Integers) -> Integers:
    """Sum a + b."""
    result = np.empty(np.broadcast_shapes(a.shape, b.shape), dtype=np.uint64)
    low = result[..., 0]
    np.add(a[..., 0], b[..., 0], out=low)
    carry = low < a[..., 0]
    np.add(a[..., 1], b[..., 1], out=result[..., 1])
    result[..., 1] += carry
    return result


def negate(a: Integers) -> Integers:
    """Opposite -a."""
    result = ~a
    result[..., 0] += _ONE
    result[..., 1] += result[..., 0] == 0
    return result


def subtract(a: Integers, b: Integers) -> Integers:
    """Difference a - b."""
    return add(a, negate(b))


def multiply(a: Integers, b: Integers) -> Integers:
    """Product a b."""
    low, high = _multiply_words(a[..., 0], b[..., 0])
    high += a[..., 0] * b[..., 1] + a[..., 1] * b[..., 0]
    return np.stack([low, high], axis=-1)


def total(a: Integers, axes: tuple[int, ...]) -> Integers:
    """Sum over non-negative dimension numbers, at most 2^32 terms each."""
    low_half = np.sum(a[..., 0] & _LOW_HALF, axis=axes)
    middle = np.sum(a[..., 0] >> _HALF, axis=axes)
    low = np.asarray(low_half + (middle << _HALF))
    high = np.sum(a[..., 1], axis=axes) + (middle >> _HALF) + (low < low_half)
    return np.stack([low, high], axis=-1)


def _multiply_words(a: Integers, b: Integers) -> tuple[Integers, Integers]:
    """Low and high word of the product of two unsigned words, by halves of 32 bits."""
    a_low, a_high = a & _LOW_HALF, a >> _HALF
    b_low, b_high = b & _LOW_HALF, b >> _HALF
    bottom = a_low * b_low
    cross = a_low * b_high
    other = a_high * b_low
    middle = (bottom >> _HALF) + (cross & _LOW_HALF) + (other & _LOW_HALF)
    low = (bottom & _LOW_HALF) | (middle << _HALF)
    high = a_high * b_high + (cross >> _HALF) + (other >> _HALF) + (middle >> _HALF)
    return low, high


def to_float(integers: Integers) -> NDArray[np.float64]:
    """Nearest floats, shape without the words; the error stays below one unit in the last place."""
    negative = (integers[..., 1] >> np.uint64(63)).astype(bool)
    size = np.where(negative[..., None], negate(integers), integers)
    value = size[..., 1].astype(np.float64) * 2.0**64 + size[..., 0].astype(np.float64)
    return np.where(negative, -value, value)
