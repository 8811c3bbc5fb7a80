"""Fields that hold one of two descriptions, told apart by a key that only one of them has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from mcsim.schema.choice import members_of
from mcsim.schema.description import Description


class ByKey:
    """Annotation of a field that holds `special` where `key` is given, and `usual` elsewhere."""

    def __init__(self, usual: type[Description], key: str, special: type[Description]) -> None:
        self.key = key
        self.usual = usual
        self.special = special

    def _tag(self, given: Any) -> str:
        special = isinstance(given, self.special) or (isinstance(given, Mapping) and self.key in given)
        return (self.special if special else self.usual).__name__

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        members: dict[Any, Any] = {
            kind.__name__: core_schema.no_info_before_validator_function(
                _as_it_is, handler.generate_schema(kind)
            )
            for kind in (self.usual, self.special)
        }
        return core_schema.tagged_union_schema(
            members,
            discriminator=self._tag,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda value: value.to_mapping(), when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [handler(member) for member in members_of(core).values()]}


def _as_it_is(given: Any) -> Any:
    """Nothing changes; a schema inside another one is referred to by name, not spelt out in its place."""
    return given
