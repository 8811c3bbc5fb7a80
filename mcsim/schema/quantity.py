"""`Quantity`: a float with a dimension, or text with a unit, checked when it is read."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from mcsim.errors import InputError, shown
from mcsim.schema.reading import read_and_written
from mcsim.units import FRACTION, Dimension, parse_list, parse_number, unit_in

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
                    f"{shown(given)} holds {len(values)} values; one {self.dimension.name} is needed"
                )
            return values[0]
        if self.repeat and len(values) == 1:
            values *= self.count
        if self.count > 0 and len(values) != self.count:
            needed = f"{self.count} are needed, such as '{self.sample()}'"
            raise InputError(f"{shown(given)} holds {len(values)} values; {needed}")
        return values

    def _values(self, given: Any) -> tuple[float, ...]:
        if isinstance(given, str):
            if self.dimension is PLAIN:
                return tuple(parse_number(part) for part in given.split(","))
            return parse_list(given, self.dimension)
        if is_number(given):
            return (require_finite(float(given), given),)
        if isinstance(given, Iterable) and not isinstance(given, dict):
            items = list(given)
            if items and all(isinstance(item, str) for item in items):
                return self._values(", ".join(items))
            if items and all(is_number(item) for item in items):
                return tuple(require_finite(float(item), given) for item in items)
        raise InputError(f"{shown(given)} is not {self.dimension}; write '{self.sample()}'")

    def _check(self, value: float, given: Any) -> None:
        if self.above is not None and not value > self.above:
            raise self._beyond(given, "be above", self.above)
        if self.at_least is not None and value < self.at_least:
            raise self._beyond(given, "not be below", self.at_least)
        if self.at_most is not None and value > self.at_most:
            raise self._beyond(given, "not be above", self.at_most)

    def _beyond(self, given: Any, relation: str, bound: float) -> InputError:
        """What is wrong with a value that is out of bounds, in the unit that it was given in."""
        unit = unit_in(given if isinstance(given, str) else "", self.dimension)
        limit = f"{bound / self.dimension.units[unit]:g} {unit}".strip() if bound else "0"
        note = f": {self.range_note}" if self.range_note else ""
        return InputError(f"{shown(given)} must {relation} {limit}{note}")

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
        return read_and_written(self.read, self.write)

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        names = {0: self.dimension.name, -1: f"list of {_plural(self.dimension.name)}"}
        what = names.get(self.count, f"{self.count} {_plural(self.dimension.name)}")
        kinds = ["string", "number"] if self.dimension in (PLAIN, FRACTION) else ["string"]
        if self.count:
            kinds.append("array")
        return {"type": kinds if len(kinds) > 1 else kinds[0], "format": what, "examples": [self.sample()]}


def is_number(value: Any) -> bool:
    """Whether a value is a real number of Python or NumPy, and not a truth value."""
    return isinstance(value, numbers.Real | np.number) and not isinstance(value, bool | np.bool_)


def require_finite(value: float, given: Any) -> float:
    """The value, unless it is infinite or not a number.

    Raises:
        InputError: it is.
    """
    if not math.isfinite(value):
        raise InputError(f"{shown(given)} is not a finite number")
    return value


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word + "s"
