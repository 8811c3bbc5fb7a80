"""Units: plain floats, and text with a unit."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsim import units
from mcsim.errors import InputError


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("5 mm", units.LENGTH, 0.5),
        ("2mm", units.LENGTH, 0.2),
        ("1e-3 m", units.LENGTH, 0.1),
        ("20 um", units.LENGTH, 0.002),
        ("20 µm", units.LENGTH, 0.002),
        ("1 inch", units.LENGTH, 2.54),
        ("6 MeV", units.ENERGY, 6.0),
        ("1_250 keV", units.ENERGY, 1.25),
        (".5 MeV", units.ENERGY, 0.5),
        ("0.998 g/cm3", units.DENSITY, 0.998),
        ("1920 kg/m3", units.DENSITY, 1.92),
        ("180 deg", units.ANGLE, math.pi),
        ("1 %", units.FRACTION, 0.01),
        ("0.01", units.FRACTION, 0.01),
        ("2 min", units.TIME, 120.0),
        ("-3 cm", units.LENGTH, -3.0),
        ("1e-99999999999999999999 mm", units.LENGTH, 0.0),
    ],
)
def test_one_value(text, dimension, value):
    assert units.parse(text, dimension) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("10, 10, 30 cm", (10.0, 10.0, 30.0)),
        ("10 mm, 3 cm", (1.0, 3.0)),
        ("1, 20 mm, 3 cm", (0.1, 2.0, 3.0)),
    ],
)
def test_a_unit_serves_the_values_before_it(text, values):
    assert units.parse_list(text, units.LENGTH) == pytest.approx(values, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "dimension", "message"),
    [
        ("5", units.LENGTH, "'5' has no unit; write a length with its unit, such as '5 mm'"),
        ("6 MV", units.ENERGY, "is a voltage, not an energy"),
        ("6 MV", units.ENERGY, "{spectrum: mohan6}"),
        ("100 kVp", units.ENERGY, "is a voltage"),
        ("6 cm", units.ENERGY, "is a length, not an energy; write it in MeV, keV, eV or GeV"),
        ("6 mev", units.ENERGY, "unknown unit 'mev'; did you mean 'MeV'"),
        ("6 parsec", units.LENGTH, "unknown unit 'parsec'; write a length in cm, mm"),
        ("nan cm", units.LENGTH, "not a finite number"),
        (".inf cm", units.LENGTH, "not a finite number"),
        ("-inf MeV", units.ENERGY, "not a finite number"),
        ("1e999 cm", units.LENGTH, "not a finite number"),
        ("abc", units.LENGTH, "is not a length: write a number and a unit"),
        ("1.2.3 cm", units.LENGTH, "is not a length"),
        ("1,,2 cm", units.LENGTH, "is not a length"),
        ("", units.LENGTH, "is not a length"),
        ("1__0 cm", units.LENGTH, "is not a length"),
        ("1, 2 cm", units.LENGTH, "holds 2 values where one length is needed"),
    ],
)
def test_wrong_text(text, dimension, message):
    with pytest.raises(InputError) as caught:
        units.parse(text, dimension)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "dimension", "unit"),
    [
        ("1, 2 mm", units.LENGTH, "mm"),
        ("1 m, 2", units.LENGTH, "cm"),
        ("5 %", units.FRACTION, "%"),
        ("5", units.FRACTION, ""),
        ("what", units.ENERGY, "MeV"),
    ],
)
def test_the_unit_that_a_text_ends_in(text, dimension, unit):
    assert units.unit_in(text, dimension) == unit


@pytest.mark.parametrize(
    ("energy", "text"), [(0.0005, "500 eV"), (0.001, "1 keV"), (-1.5, "-1.5 MeV"), (1.0, "1 MeV")]
)
def test_energies_in_words(energy, text):
    assert units.energy_text(energy) == text


@pytest.mark.parametrize("text", ["1e6", "1_000_000", "1000000", " 1000000.0 "])
def test_plain_numbers(text):
    assert units.parse_number(text) == 1e6


@pytest.mark.parametrize("text", ["1e6 cm", "ten", "nan", "1:30"])
def test_no_plain_numbers(text):
    with pytest.raises(InputError):
        units.parse_number(text)


@pytest.mark.parametrize(("one", "other"), [("3 mm", "0.3 cm"), ("7 um", "0.0007 cm"), ("3 mm", "3000 um")])
def test_equal_lengths_are_equal_to_the_bit(one, other):
    assert units.parse(one, units.LENGTH) == units.parse(other, units.LENGTH)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_written_floats_read_back_exactly(value):
    assert units.parse(f"{value!r} cm", units.LENGTH) == value


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_an_input_error(text):
    value = 0.0
    with contextlib.suppress(InputError):
        value = units.parse(text, units.LENGTH)
    assert math.isfinite(value)
