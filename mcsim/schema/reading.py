"""Core schema of a field type that reads what a user writes, and writes what reads back as the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic_core import CoreSchema, core_schema


def read_and_written(read: Callable[[Any], Any], write: Callable[[Any], Any]) -> CoreSchema:
    """Schema for pydantic: `read` checks and converts, and raises `InputError`; `write` is its inverse."""
    return core_schema.no_info_plain_validator_function(
        read,
        serialization=core_schema.plain_serializer_function_ser_schema(write, when_used="json-unless-none"),
    )
