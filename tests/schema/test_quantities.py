"""Fields with dimensions: text, numbers, tuples and arrays."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.schema.plain import Flag, Vector, Whole
from mcsim.schema.quantity import Quantity
from mcsim.units import ANGLE, ENERGY, FRACTION, LENGTH

TRIPLE = Quantity(LENGTH, count=3, above=0.0, repeat=True)


@pytest.mark.parametrize(
    "given",
    [
        "1, 2, 3 cm",
        "10, 20, 30 mm",
        [1, 2, 3],
        (1.0, 2.0, 3.0),
        np.array([1, 2, 3]),
        ["1 cm", "20 mm", "3 cm"],
        ["1", "2", "3 cm"],
    ],
)
def test_ways_to_write_three_lengths(given):
    assert TRIPLE.read(given) == pytest.approx((1.0, 2.0, 3.0))


def test_one_value_for_all():
    assert TRIPLE.read("5 mm") == (0.5, 0.5, 0.5)
    assert TRIPLE.read(np.float32(0.5)) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("1, 2 cm", "holds 2 values; 3 are needed, such as '5, 5, 5 mm'"),
        ("1, 0, 3 cm", "must be above 0"),
        ([1.0, math.nan, 3.0], "not a finite number"),
        ([], "is not a length"),
        (None, "is not a length"),
        (True, "is not a length"),
        ({"x": 1}, "is not a length"),
        ([1, "2 cm"], "is not a length"),
    ],
)
def test_wrong_triples(given, message):
    with pytest.raises(InputError, match=message):
        TRIPLE.read(given)


@pytest.mark.parametrize(
    ("quantity", "given", "limit"),
    [
        (Quantity(ANGLE, at_most=math.pi), "200 deg", "above 180 deg"),
        (Quantity(ANGLE, at_most=math.pi), 4.0, "above 3.14159 rad"),
        (Quantity(FRACTION, at_most=1.0), "1000 %", "above 100 %"),
        (Quantity(FRACTION, at_most=1.0), "2", "above 1"),
        (Quantity(LENGTH, at_least=0.5), "1, 2 mm", "below 5 mm"),
        (Quantity(LENGTH, at_least=0.5), ["1 mm", "2 mm"], "below 0.5 cm"),
    ],
)
def test_bounds_are_in_the_unit_that_was_given(quantity, given, limit):
    with pytest.raises(InputError) as caught:
        quantity.read(given)
    assert str(caught.value).endswith(f"must not be {limit}")


def test_one_value_only():
    with pytest.raises(InputError, match="holds 2 values; one energy is needed"):
        Quantity(ENERGY).read("1, 2 MeV")


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e-300, 123456789.123456789, -7.0])
def test_written_values_read_back_exactly(value):
    one = Quantity(LENGTH)
    assert one.read(one.write(value)) == value


def test_vectors_are_normalised():
    assert Vector().read("0, 3, 4") == (0.0, 0.6, 0.8)
    assert Vector().read([0, 0, -2]) == (0.0, 0.0, -1.0)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("0, 0, 0", "points nowhere"),
        ("0, 0", "holds 2 values; 3 are needed"),
        ("0, nan, 1", "not a finite number"),
        ("upwards", "'upwards' is not a direction; write a vector such as '0, 0, 1'"),
        ("0, 0, 1 cm", "is not a direction"),
    ],
)
def test_wrong_vectors(given, message):
    with pytest.raises(InputError, match=message):
        Vector().read(given)


def test_whole_numbers():
    whole = Whole(at_least=0, at_most=2**64)
    assert whole.read("18446744073709551615") == 2**64 - 1
    assert whole.read(np.int64(3)) == whole.read("3.0") == whole.read(" 3e0 ") == 3


@pytest.mark.parametrize(
    ("given", "flag"),
    [("true", True), ("Yes", True), ("on", True), (False, False), ("no", False), ("off", False)],
)
def test_flags(given, flag):
    assert Flag().read(given) is flag


def test_flags_that_say_neither():
    with pytest.raises(InputError, match="neither true nor false"):
        Flag().read("maybe")
