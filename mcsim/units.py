"""Units: names as plain floats in mcsim's own units (cm, MeV, g, s, radian), and text with a unit.

Python takes `5 * mm` or `"5 mm"`; a run file always writes the unit. One trailing unit serves a
whole list: `"10, 10, 30 cm"`.
"""

from __future__ import annotations

import math
import numbers
import re
from dataclasses import dataclass
from decimal import Decimal

from mcsim.errors import InputError, did_you_mean, shown

nm = 1e-7
um = 1e-4
mm = 0.1
cm = 1.0
m = 100.0
inch = 2.54

eV = 1e-6  # noqa: N816
keV = 1e-3  # noqa: N816
MeV = 1.0
GeV = 1e3

ug = 1e-6
mg = 1e-3
g = 1.0
kg = 1e3

ns = 1e-9
us = 1e-6
ms = 1e-3
s = 1.0
minute = 60.0
hour = 3600.0

rad = 1.0
mrad = 1e-3
deg = math.pi / 180.0

g_per_cm3 = 1.0
percent = 0.01

GRAY_PER_MEV_PER_GRAM = 1.602176634e-10
"""Dose in Gy of 1 MeV in 1 g; exact since the SI of 2019 (elementary charge 1.602176634e-19 C)."""


@dataclass(frozen=True, eq=False)
class Dimension:
    """A physical dimension: its units as factors to mcsim's own unit, which comes first in `units`."""

    name: str
    article: str
    example: str
    units: dict[str, float]

    @property
    def own_unit(self) -> str:
        """Name of the unit that plain floats are in."""
        return next(iter(self.units))

    def __str__(self) -> str:
        return f"{self.article} {self.name}"


LENGTH = Dimension(
    "length",
    "a",
    "5 mm",
    {"cm": cm, "mm": mm, "um": um, "µm": um, "μm": um, "nm": nm, "m": m, "inch": inch},
)
ENERGY = Dimension("energy", "an", "6 MeV", {"MeV": MeV, "keV": keV, "eV": eV, "GeV": GeV})
MASS = Dimension("mass", "a", "1 g", {"g": g, "mg": mg, "ug": ug, "kg": kg})
TIME = Dimension("time", "a", "60 s", {"s": s, "ms": ms, "us": us, "ns": ns, "min": minute, "h": hour})
ANGLE = Dimension("angle", "an", "30 deg", {"rad": rad, "mrad": mrad, "deg": deg, "°": deg})
DENSITY = Dimension(
    "density",
    "a",
    "1 g/cm3",
    {
        "g/cm3": g_per_cm3,
        "g/cm^3": g_per_cm3,
        "g/cm³": g_per_cm3,
        "g/cc": g_per_cm3,
        "mg/cm3": mg,
        "mg/cm^3": mg,
        "kg/m3": mg,
        "kg/m^3": mg,
        "kg/m³": mg,
    },
)
DOSE = Dimension(
    "dose",
    "a",
    "20 Gy",
    {
        "Gy": 1.0,
        "cGy": 1e-2,
        "mGy": 1e-3,
        "uGy": 1e-6,
        "µGy": 1e-6,
        "μGy": 1e-6,
        "nGy": 1e-9,
        "pGy": 1e-12,
        "fGy": 1e-15,
        "aGy": 1e-18,
    },
)
FRACTION = Dimension("percentage", "a", "1 %", {"": 1.0, "%": percent})

DIMENSIONS = (LENGTH, ENERGY, MASS, TIME, ANGLE, DENSITY, DOSE)

_NUMBER = re.compile(
    r"\s*(?P<number>[+-]?(?:\d(?:_?\d)*\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\.?inf|\.?nan)(?![\w.]*\d))"
    r"\s*(?P<unit>.*?)\s*",
    re.IGNORECASE | re.DOTALL,
)
_VOLTAGES = {"V", "kV", "MV", "kVp", "MVp"}


def parse(text: str, dimension: Dimension) -> float:
    """Number with a unit, such as `"5 mm"`, in mcsim's own unit.

    Raises:
        InputError: no number, not finite, no unit, or the unit of something else.
    """
    values = parse_list(text, dimension)
    if len(values) != 1:
        raise InputError(f"{shown(text)} holds {len(values)} values where one {dimension.name} is needed")
    return values[0]


def value_of(given: object, dimension: Dimension) -> float:
    """A number as it is, or text with its unit, in mcsim's own unit.

    Raises:
        InputError: neither, or as `parse`.
    """
    if isinstance(given, str):
        return parse(given, dimension)
    if not isinstance(given, bool) and isinstance(given, numbers.Real):
        return float(given)
    raise InputError(
        f"{shown(given)} is not {dimension}; write a number, or text such as '{dimension.example}'"
    )


def parse_list(text: str, dimension: Dimension) -> tuple[float, ...]:
    """Numbers separated by commas, such as `"10, 10, 30 cm"`; a unit serves those before it.

    Raises:
        InputError: as `parse`.
    """
    parts = [_split(part, text, dimension) for part in text.split(",")]
    factor: float | None = None
    values: list[float] = []
    for number, unit in reversed(parts):
        if unit or factor is None:
            factor = _factor(unit, text, dimension)
        values.append(_scaled(number, factor))
    return tuple(reversed(values))


def unit_in(text: str, dimension: Dimension) -> str:
    """The unit that a text with numbers ends in; mcsim's own where it has none of the dimension."""
    match = _NUMBER.fullmatch(text.rpartition(",")[2])
    unit = match["unit"] if match is not None else ""
    return unit if unit in dimension.units else dimension.own_unit


def energy_text(energy: float) -> str:
    """A kinetic energy (MeV) in words, in eV, keV or MeV."""
    for factor, unit in ((1.0, "MeV"), (1e-3, "keV")):
        if abs(energy) >= 0.9999995 * factor:
            return f"{energy / factor:.6g} {unit}"
    return f"{energy / eV:.6g} eV"


def length_text(length: float) -> str:
    """A length (cm) in words, in um, mm or cm."""
    for factor, unit in ((1.0, "cm"), (mm, "mm")):
        if abs(length) >= 0.9999995 * factor or length == 0.0:
            return f"{length / factor:.6g} {unit}"
    return f"{length / um:.6g} µm"


def parse_number(text: str) -> float:
    """Plain finite number without a unit, such as `"1_000_000"`, `"1e6"` or `"0.5"`.

    Raises:
        InputError: not a finite number, or something follows it.
    """
    match = _NUMBER.fullmatch(text)
    if match is None or match["unit"]:
        raise InputError(f"{shown(text)} is not a plain number, such as '1e6' or '0.5'")
    return _finite(match["number"], text)


def _split(part: str, text: str, dimension: Dimension) -> tuple[str, str]:
    match = _NUMBER.fullmatch(part)
    if match is None:
        raise InputError(
            f"{shown(text)} is not {dimension}: write a number and a unit, such as '{dimension.example}'"
        )
    _finite(match["number"], text)
    return match["number"], match["unit"]


def _scaled(number: str, factor: float) -> float:
    """Product in decimal arithmetic, so that "3 mm" equals "0.3 cm" to the bit."""
    value = float(number)
    if factor == 1.0 or value == 0.0:
        return value
    return float(Decimal(number) * Decimal(repr(factor)))


def _finite(number: str, text: str) -> float:
    value = float(number.replace(".inf", "inf").replace(".nan", "nan"))
    if not math.isfinite(value):
        raise InputError(f"{shown(text)} is not a finite number")
    return value


def _factor(unit: str, text: str, dimension: Dimension) -> float:
    factor = dimension.units.get(unit)
    if factor is not None:
        return factor
    if not unit:
        raise InputError(
            f"{shown(text)} has no unit; write {dimension} with its unit, such as '{dimension.example}'"
        )
    if unit in _VOLTAGES and dimension is ENERGY:
        raise InputError(
            f"{shown(text)} is a voltage, not an energy; write a kinetic energy in keV or MeV,"
            " or a spectrum such as {spectrum: mohan6}, which describes a 6 MV beam"
        )
    for other in DIMENSIONS:
        if unit in other.units:
            raise InputError(f"{shown(text)} is {other}, not {dimension}; write it in {_choices(dimension)}")
    raise InputError(f"{shown(text)}: unknown unit {shown(unit)}{_near(unit, dimension)}")


def _near(unit: str, dimension: Dimension) -> str:
    near = did_you_mean(unit, [name for name in dimension.units if name])
    return near or f"; write {dimension} in {_choices(dimension)}"


def _choices(dimension: Dimension) -> str:
    names = [name for name in dimension.units if name and name.isascii() and "^" not in name]
    return ", ".join(names[:-1]) + " or " + names[-1] if len(names) > 1 else names[0]
