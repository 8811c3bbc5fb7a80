"""Fields that hold one of several descriptions told apart by their key `type`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from mcsim.errors import did_you_mean
from mcsim.schema.choice import members_of
from mcsim.schema.description import Description, describe_value


class ByType:
    """Annotation of a field written as `{type: NAME, ...}`; Python passes the object itself.

    Where the field is an item of a mapping, the key gives the object its field `name`.

    Args:
        kinds: class of each type by the name it has in a run file.
    """

    def __init__(self, **kinds: type[Description]) -> None:
        self.kinds = kinds

    def _tag(self, given: Any) -> str:
        if isinstance(given, Mapping):
            return str(given["type"])
        return next(name for name, kind in self.kinds.items() if isinstance(given, kind))

    def _check(self, given: Any) -> Any:
        if isinstance(given, tuple(self.kinds.values())):
            return given
        names = ", ".join(self.kinds)
        if not isinstance(given, Mapping):
            context = {"what": describe_value(given), "names": names}
            raise PydanticCustomError(
                "not_a_mapping",
                "{what} stands where a mapping with a 'type' is needed, one of: {names}",
                context,
            )
        if given.get("type") is None:
            raise PydanticCustomError(
                "missing_key", "is missing; write one of: {names}", {"key": "type", "names": names}
            )
        if given["type"] not in self.kinds:
            hint = did_you_mean(str(given["type"]), self.kinds) or f"; write one of: {names}"
            context = {"key": "type", "what": describe_value(given["type"]), "hint": hint}
            raise PydanticCustomError("unknown_type", "{what} is not known here{hint}", context)
        return given

    def _write(self, value: Description) -> dict[str, Any]:
        return {"type": self._tag(value), **value.to_mapping()}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        members: dict[Any, Any] = {
            name: core_schema.no_info_before_validator_function(_without_type, handler.generate_schema(kind))
            for name, kind in self.kinds.items()
        }
        return core_schema.no_info_before_validator_function(
            self._check,
            core_schema.tagged_union_schema(members, discriminator=self._tag),
            serialization=core_schema.plain_serializer_function_ser_schema(self._write, when_used="json"),
        )

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        options: list[JsonSchemaValue] = []
        for name in self.kinds:
            member = handler.resolve_ref_schema(handler(members_of(core)[name]))
            fields = {key: field for key, field in member["properties"].items() if key != "name"}
            needed = [key for key in member.get("required", []) if key != "name"]
            properties = {"type": {"const": name, "description": "what kind it is"}, **fields}
            options.append({**member, "properties": properties, "required": ["type", *needed]})
        return {"oneOf": options}


def _without_type(given: Any) -> Any:
    if not isinstance(given, Mapping):
        return given
    return {key: value for key, value in given.items() if key != "type"}
