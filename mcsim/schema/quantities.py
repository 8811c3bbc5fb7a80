"""Field types for quantities: a float in mcsim's units or text with a unit, checked when read.

Length                one length, `5 * mm` or "5 mm"
Position              three lengths, "0, 0, 15 cm"
Number, Count, ...    plain numbers, also as text ("1e6"), since a run file is read as text
"""

from __future__ import annotations

import math
import numbers
import operator
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any

import numpy as np
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from mcsim.errors import InputError
from mcsim.units import (
    ANGLE,
    DENSITY,
    ENERGY,
    FRACTION,
    LENGTH,
    Dimension,
    parse_list,
    parse_number,
)

PLAIN = Dimension("number", "a", "0.5", {"": 1.0})


@dataclass(frozen=True)
class Quantity:
    """Annotation of a float field, or of a tuple of `count` floats, with a dimension and bounds.

    Attributes:
        dimension: what is measured; fixes the units that text may carry.
        count: 0 for one float, n for a tuple of n, -1 for a tuple of any length.
        above, at_least, at_most: bounds in mcsim's units.
        repeat: one value may stand for all `count` of them ("5 mm" for a cube).
        example: right text, where the dimension's own example would not be.
        range_note: says why the bounds are where they are.
    """

    dimension: Dimension
    count: int = 0
    above: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    repeat: bool = False
    example: str = ""
    range_note: str = ""

    def read(self, given: Any) -> float | tuple[float, ...]:
        """The value in mcsim's units.

        Raises:
            InputError: not a number, not finite, wrong unit, wrong count or out of bounds.
        """
        values = self._values(given)
        for value in values:
            self._check(value, given)
        if self.count == 0:
            if len(values) != 1:
                raise InputError(
                    f"{_shown(given)} holds {len(values)} values; one {self.dimension.name} is needed"
                )
            return values[0]
        if self.repeat and len(values) == 1:
            values *= self.count
        if self.count > 0 and len(values) != self.count:
            needed = f"{self.count} are needed, such as '{self.sample()}'"
            raise InputError(f"{_shown(given)} holds {len(values)} values; {needed}")
        return values

    def _values(self, given: Any) -> tuple[float, ...]:
        if isinstance(given, str):
            if self.dimension is PLAIN:
                return tuple(parse_number(part) for part in given.split(","))
            return parse_list(given, self.dimension)
        if _is_number(given):
            return (_finite(float(given), given),)
        if isinstance(given, Iterable) and not isinstance(given, dict):
            items = list(given)
            if items and all(isinstance(item, str) for item in items):
                return self._values(", ".join(items))
            if items and all(_is_number(item) for item in items):
                return tuple(_finite(float(item), given) for item in items)
        raise InputError(f"{_shown(given)} is not {self.dimension}; write '{self.sample()}'")

    def _check(self, value: float, given: Any) -> None:
        note = f": {self.range_note}" if self.range_note else ""
        if self.above is not None and not value > self.above:
            raise InputError(f"{_shown(given)} must be above {self._bound(self.above)}{note}")
        if self.at_least is not None and value < self.at_least:
            raise InputError(f"{_shown(given)} must not be below {self._bound(self.at_least)}{note}")
        if self.at_most is not None and value > self.at_most:
            raise InputError(f"{_shown(given)} must not be above {self._bound(self.at_most)}{note}")

    def _bound(self, bound: float) -> str:
        return "0" if bound == 0.0 else f"{bound:g} {self.dimension.own_unit}".strip()

    def write(self, value: float | tuple[float, ...]) -> str:
        """Text that reads back as exactly the same value."""
        values = value if isinstance(value, tuple) else (value,)
        return f"{', '.join(repr(float(v)) for v in values)} {self.dimension.own_unit}".strip()

    def sample(self) -> str:
        """An example of right text."""
        if self.example:
            return self.example
        number, _, unit = self.dimension.example.partition(" ")
        return f"{', '.join([number] * max(self.count, 1))} {unit}".strip()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                self.write, when_used="json-unless-none"
            ),
        )

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        names = {0: self.dimension.name, -1: f"list of {_plural(self.dimension.name)}"}
        what = names.get(self.count, f"{self.count} {_plural(self.dimension.name)}")
        kinds = ["string", "number"] if self.dimension in (PLAIN, FRACTION) else ["string"]
        if self.count:
            kinds.append("array")
        return {"type": kinds if len(kinds) > 1 else kinds[0], "format": what, "examples": [self.sample()]}


@dataclass(frozen=True)
class Vector:
    """Annotation of a direction: three numbers, normalised to length 1."""

    def read(self, given: Any) -> tuple[float, ...]:
        """The unit vector.

        Raises:
            InputError: not three finite numbers, or all zero.
        """
        try:
            values = Quantity(PLAIN, count=3, example="0, 0, 1").read(given)
        except InputError as error:
            if "finite" in error.message or "values" in error.message:
                raise
            raise InputError(
                f"{_shown(given)} is not a direction; write a vector such as '0, 0, 1'"
            ) from None
        assert isinstance(values, tuple)
        length = math.hypot(*values)
        if length == 0.0:
            raise InputError(f"{_shown(given)} points nowhere; write a direction such as '0, 0, 1'")
        return tuple(value / length for value in values)

    def write(self, value: tuple[float, ...]) -> str:
        """Text that reads back as the same vector to within rounding."""
        return ", ".join(repr(component) for component in value)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read,
            serialization=core_schema.plain_serializer_function_ser_schema(self.write, when_used="json"),
        )

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": ["string", "array"], "format": "vector", "examples": ["0, 0, 1"]}


@dataclass(frozen=True)
class Whole:
    """Annotation of an integer field with a lower bound; text such as "1e6" or "1_000_000" is welcome."""

    at_least: int
    at_most: int | None = None

    def read(self, given: Any) -> int:
        """The integer.

        Raises:
            InputError: not a whole number, or out of bounds.
        """
        if isinstance(given, bool):
            raise InputError(f"{_shown(given)} is not a whole number")
        try:
            whole = int(given) if isinstance(given, str) else operator.index(given)
        except (TypeError, ValueError):
            value = Quantity(PLAIN).read(given)
            whole = int(value) if isinstance(value, float) else 0
            if whole != value:
                raise InputError(f"{_shown(given)} is not a whole number") from None
        if whole < self.at_least:
            raise InputError(f"{_shown(given)} must be at least {self.at_least}")
        if self.at_most is not None and whole > self.at_most:
            raise InputError(f"{_shown(given)} must not be above {self.at_most}")
        return whole

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read,
            serialization=core_schema.plain_serializer_function_ser_schema(int, when_used="json-unless-none"),
        )

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": ["integer", "string"], "format": "whole number", "minimum": self.at_least}


@dataclass(frozen=True)
class Flag:
    """Annotation of a bool field; text may say true, yes, false or no."""

    def read(self, given: Any) -> bool:
        """Whether it says yes.

        Raises:
            InputError: it says neither.
        """
        word = str(given).strip().casefold()
        if word in ("true", "yes"):
            return True
        if word in ("false", "no"):
            return False
        raise InputError(f"{_shown(given)} is neither true nor false")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read, serialization=core_schema.plain_serializer_function_ser_schema(bool, when_used="json")
        )

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": ["boolean", "string"], "format": "true or false"}


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real | np.number) and not isinstance(value, bool | np.bool_)


def _finite(value: float, given: Any) -> float:
    if not math.isfinite(value):
        raise InputError(f"{_shown(given)} is not a finite number")
    return value


def _shown(given: Any) -> str:
    text = str(given)
    return f"'{text}'" if len(text) <= 60 else f"'{text[:57]}...'"


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word + "s"


_LENGTH = Quantity(LENGTH)
_SIZE = Quantity(LENGTH, above=0.0)
_ENERGY = Quantity(ENERGY, at_least=0.0)

Length = Annotated[float, _LENGTH]
PositiveLength = Annotated[float, _SIZE]
Position = Annotated[tuple[float, float, float], replace(_LENGTH, count=3, example="0, 0, 15 cm")]
Size = Annotated[tuple[float, float, float], replace(_SIZE, count=3, example="30, 30, 30 cm")]
CubicSize = Annotated[tuple[float, float, float], replace(_SIZE, count=3, repeat=True, example="5, 5, 5 mm")]
PlaneSize = Annotated[tuple[float, float], replace(_SIZE, count=2, repeat=True, example="10, 10 cm")]
SpotSize = Annotated[tuple[float, float], replace(_SIZE, count=2, repeat=True, example="3, 3 mm")]
Energy = Annotated[float, _ENERGY]
PositiveEnergy = Annotated[float, Quantity(ENERGY, above=0.0)]
Lengths = Annotated[tuple[float, ...], replace(_LENGTH, count=-1, example="0, 1, 2 cm")]
Energies = Annotated[tuple[float, ...], replace(_ENERGY, count=-1, example="0, 1, 2, 6 MeV")]
Density = Annotated[float, Quantity(DENSITY, above=0.0)]
Angle = Annotated[float, Quantity(ANGLE, above=0.0)]
Fraction = Annotated[float, Quantity(FRACTION, above=0.0)]
FractionTable = dict[str, Annotated[float, Quantity(FRACTION, at_least=0.0)]]
Numbers = Annotated[tuple[float, ...], Quantity(PLAIN, count=-1, example="1, 2, 3")]
UnitVector = Annotated[tuple[float, float, float], Vector()]
YesNo = Annotated[bool, Flag()]
PositiveCount = Annotated[int, Whole(at_least=1)]
