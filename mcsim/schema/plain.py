"""Field types without a dimension: directions, whole numbers, yes or no, lists of known words."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from mcsim.errors import InputError, did_you_mean, shown
from mcsim.schema.quantity import PLAIN, Quantity
from mcsim.schema.reading import read_and_written


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
            raise InputError(f"{shown(given)} is not a direction; write a vector such as '0, 0, 1'") from None
        assert isinstance(values, tuple)
        length = math.hypot(*values)
        if length == 0.0:
            raise InputError(f"{shown(given)} points nowhere; write a direction such as '0, 0, 1'")
        return tuple(value / length for value in values)

    def write(self, value: tuple[float, ...]) -> str:
        """Text that reads back as the same vector to within rounding."""
        return ", ".join(repr(component) for component in value)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return read_and_written(self.read, self.write)

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": ["string", "array"], "format": "vector", "examples": ["0, 0, 1"]}


@dataclass(frozen=True)
class Whole:
    """Annotation of an integer field with bounds; text such as "1e6" or "1_000_000" is welcome."""

    at_least: int
    at_most: int | None = None

    def read(self, given: Any) -> int:
        """The integer.

        Raises:
            InputError: not a whole number, or out of bounds.
        """
        if isinstance(given, bool):
            raise InputError(f"{shown(given)} is not a whole number")
        try:
            whole = int(given) if isinstance(given, str) else operator.index(given)
        except (TypeError, ValueError):
            value = Quantity(PLAIN).read(given)
            whole = int(value) if isinstance(value, float) else 0
            if whole != value:
                raise InputError(f"{shown(given)} is not a whole number") from None
        if whole < self.at_least:
            raise InputError(f"{shown(given)} must be at least {self.at_least}")
        if self.at_most is not None and whole > self.at_most:
            raise InputError(f"{shown(given)} must not be above {self.at_most}")
        return whole

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return read_and_written(self.read, int)

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        most = {} if self.at_most is None else {"maximum": self.at_most}
        kinds = ["integer", "string"]
        return {"type": kinds, "format": "whole number", "minimum": self.at_least, **most}


@dataclass(frozen=True)
class Flag:
    """Annotation of a bool field; text may say true, yes, on, false, no or off."""

    def read(self, given: Any) -> bool:
        """Whether it says yes.

        Raises:
            InputError: it says neither.
        """
        word = str(given).strip().casefold()
        if word in ("true", "yes", "on"):
            return True
        if word in ("false", "no", "off"):
            return False
        raise InputError(f"{shown(given)} is neither true nor false")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return read_and_written(self.read, bool)

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": ["boolean", "string"], "format": "true or false"}


@dataclass(frozen=True)
class Words:
    """Annotation of a tuple of known words; text may list them with commas."""

    known: tuple[str, ...]

    def read(self, given: Any) -> tuple[str, ...]:
        """The words, each once, in the order of `known`.

        Raises:
            InputError: none is given, or one is not known.
        """
        listed = given.split(",") if isinstance(given, str) else given
        if not isinstance(listed, list | tuple):
            raise InputError(f"{shown(given)} is not text; write some of: {', '.join(self.known)}")
        words = [" ".join(str(word).split()) for word in listed]
        for word in words:
            if word not in self.known:
                hint = did_you_mean(word, self.known) or f"; write some of: {', '.join(self.known)}"
                raise InputError(f"{shown(word)} is not known here{hint}")
        if not words:
            raise InputError(f"is empty; write some of: {', '.join(self.known)}")
        return tuple(word for word in self.known if word in words)

    def write(self, value: tuple[str, ...]) -> str:
        """Text that reads back as the same words."""
        return ", ".join(value)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return read_and_written(self.read, self.write)

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        items = {"enum": list(self.known)}
        return {
            "type": ["string", "array"],
            "items": items,
            "format": "words",
            "examples": [", ".join(self.known[:2])],
        }
