"""128-bit integers against Python's."""

import random

import numpy as np
import pytest

from mcsim.results import integers

EDGES = [0, 1, -1, 2**63, -(2**63), 2**64 - 1, 2**64, -(2**64), 2**127 - 1, -(2**127), 2**53 + 1, 2**120 + 1]


@pytest.fixture(scope="module")
def pairs():
    draw = random.Random(1)
    values = EDGES + [draw.randrange(-(2**bits), 2**bits) for bits in range(1, 127) for _ in range(8)]
    other = values[:]
    draw.shuffle(other)
    return values, other


def wrapped(value):
    return (value + 2**127) % 2**128 - 2**127


def test_round_trip(pairs):
    assert integers.to_ints(integers.from_ints(pairs[0])) == pairs[0]
    with pytest.raises(OverflowError):
        integers.from_ints([2**127])


@pytest.mark.parametrize(
    ("operation", "exact"),
    [
        (integers.add, lambda a, b: a + b),
        (integers.subtract, lambda a, b: a - b),
        (integers.multiply, lambda a, b: a * b),
    ],
)
def test_operations_are_exact(pairs, operation, exact):
    a, b = (integers.from_ints(values) for values in pairs)
    expected = [wrapped(exact(x, y)) for x, y in zip(*pairs, strict=True)]
    assert integers.to_ints(operation(a, b)) == expected


def test_negate(pairs):
    assert integers.to_ints(integers.negate(integers.from_ints(pairs[0]))) == [wrapped(-a) for a in pairs[0]]


def test_from_int64():
    values = [0, 1, -1, 2**63 - 1, -(2**63)]
    assert integers.to_ints(integers.from_int64(np.array(values))) == values


def test_total_over_dimensions(pairs):
    a = integers.from_ints(pairs[0])[:960].reshape(4, 8, 30, 2)
    exact = np.array(integers.to_ints(a), dtype=object).reshape(4, 8, 30)
    expected = [wrapped(value) for value in exact.sum(axis=(1, 2))]
    assert integers.to_ints(integers.total(a, (1, 2))) == expected


def test_to_float_is_within_one_unit_in_the_last_place(pairs):
    floats = integers.to_float(integers.from_ints(pairs[0]))
    for value, found in zip(pairs[0], floats.tolist(), strict=True):
        assert abs(found - float(value)) <= np.spacing(abs(float(value)))


def test_works_on_single_numbers():
    one = integers.from_int64(np.array(-3))
    assert integers.to_ints(integers.add(one, one)) == [-6]
    assert integers.to_float(one) == -3.0
