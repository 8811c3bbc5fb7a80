"""Fields that hold one of several descriptions, or something made from a description.

A choice is written as a mapping with one key (`{rectangle: "10, 10 cm"}`), as a bare name where the
description needs nothing more (`point`), or, in Python, as an object (`Rectangle("10, 10 cm")`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from mcsim.errors import did_you_mean
from mcsim.schema.description import Description, describe_value


class Choice:
    """Annotation of a field that holds exactly one of several descriptions.

    Args:
        other: name of the choice meant by a value that is neither a name nor a mapping with a name.
        choices: class of each choice by the name it has in a run file.
    """

    def __init__(self, other: str | None = None, **choices: type[Description]) -> None:
        self.other = other
        self.choices = choices

    def _tag(self, given: Any) -> str | None:
        for name, kind in self.choices.items():
            if isinstance(given, kind):
                return name
        if isinstance(given, str) and given in self.choices:
            return given
        if isinstance(given, Mapping) and len(given) == 1 and next(iter(given)) in self.choices:
            return str(next(iter(given)))
        if isinstance(given, Mapping) or (isinstance(given, str) and did_you_mean(given, self.choices)):
            return None
        return self.other

    def _prepare(self, given: Any) -> Any:
        if self._tag(given) is not None:
            return given
        names = ", ".join(self.choices)
        if isinstance(given, Mapping) and len(given) > 1 and any(key in self.choices for key in given):
            raise PydanticCustomError(
                "two_choices", "exactly one key may stand here, one of: {names}", {"names": names}
            )
        written = next(iter(given)) if isinstance(given, Mapping) and given else given
        hint = did_you_mean(str(written), self.choices) or f"; write one of: {names}"
        context = {"what": describe_value(written), "hint": hint}
        if isinstance(given, Mapping) and given:
            context["key"] = str(written)
        raise PydanticCustomError("unknown_choice", "{what} is not known here{hint}", context)

    def _content(self, name: str) -> Callable[[Any], Any]:
        def content(given: Any) -> Any:
            if isinstance(given, self.choices[name]):
                return given
            if isinstance(given, Mapping):
                inner = given[name]
                return {} if inner is None else inner
            return {} if given == name else given

        return content

    def _write(self, value: Description) -> dict[str, Any] | str:
        name = next(name for name, kind in self.choices.items() if isinstance(value, kind))
        return {name: value.to_mapping()}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        members: dict[Any, Any] = {
            name: core_schema.no_info_before_validator_function(
                self._content(name), handler.generate_schema(kind)
            )
            for name, kind in self.choices.items()
        }
        return core_schema.no_info_before_validator_function(
            self._prepare,
            core_schema.tagged_union_schema(members, discriminator=self._tag),
            serialization=core_schema.plain_serializer_function_ser_schema(
                self._write, when_used="json-unless-none"
            ),
        )

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        options: list[JsonSchemaValue] = []
        bare = [name for name, kind in self.choices.items() if not kind.model_fields]
        if bare:
            options.append({"enum": bare})
        for name in self.choices:
            member = handler(members_of(core)[name])
            if name == self.other:
                options.append(handler.resolve_ref_schema(member)["anyOf"][0])
            options.append(
                {
                    "type": "object",
                    "properties": {name: member},
                    "required": [name],
                    "additionalProperties": False,
                }
            )
        return {"anyOf": options}


def members_of(core: Any) -> dict[str, CoreSchema]:
    """Core schemas of the members of a tagged union, by tag, below whatever validators stand around it."""
    while "choices" not in core:
        core = core["schema"]
    members: dict[str, CoreSchema] = core["choices"]
    return members


class Described:
    """Annotation of a field that holds an object which a run file describes.

    Args:
        kind: description that a run file writes.
        make: the object it stands for.
        write: plain mapping for an object, readable as `kind`.
        instances: classes that Python may pass as they are.
    """

    def __init__(
        self,
        kind: type[Description],
        instances: tuple[type, ...],
        make: Callable[[Any], Any] = lambda description: description,
        write: Callable[[Any], Any] = lambda value: value.to_mapping(),
    ) -> None:
        self.kind = kind
        self.instances = instances
        self.make = make
        self.write = write

    def _read(self, given: Any, validate: core_schema.ValidatorFunctionWrapHandler) -> Any:
        return given if isinstance(given, self.instances) else self.make(validate(given))

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(
            self._read,
            handler.generate_schema(self.kind),
            serialization=core_schema.plain_serializer_function_ser_schema(
                self.write, when_used="json-unless-none"
            ),
        )

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(core)
