"""`Description`: base of everything a user writes, in Python or in a run file.

Descriptions are frozen pydantic models that refuse unknown keys. Python calls raise `InputError` with
one line; the run-file reader gets pydantic's own error, which it ties to a line of the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, ValidationError, model_validator
from pydantic._internal._model_construction import ModelMetaclass
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from mcsim.errors import InputError, did_you_mean, shown
from mcsim.notebook import card
from mcsim.schema.messages import cause, explain

_LONG = 12  # values in a representation


class _DescriptionType(ModelMetaclass):
    """Lets a description be called with positional values, and turns its errors into `InputError`.

    Pydantic builds nested models without this call, so their errors keep their path.
    """

    def __call__(cls, *values: Any, **fields: Any) -> Any:  # noqa: N805
        names: tuple[str, ...] = getattr(cls, "positional", ())
        if len(values) > len(names):
            raise TypeError(f"{cls.__name__} takes at most {len(names)} positional values, got {len(values)}")
        for name, value in zip(names, values, strict=False):
            if name in fields:
                raise TypeError(f"{cls.__name__} got '{name}' twice")
            fields[name] = value
        try:
            return super().__call__(**fields)
        except ValidationError as error:
            own = cause(error)
            if own is not None and own.file is not None:
                raise own from None
            path, message = explain(error, fields)
            key = ".".join([cls.__name__, *(str(part) for part in path)])
            raise InputError(message, key=key) from None


class Description(BaseModel, metaclass=_DescriptionType):
    """Base of all descriptions: frozen, without unknown keys, comparable and hashable where its fields are.

    Class attributes:
        positional: fields that a Python call may give without their names, in order.
        shorthand: the field meant when a single value stands where a mapping could stand.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        arbitrary_types_allowed=True,
        validate_default=False,
    )
    positional: ClassVar[tuple[str, ...]] = ()
    shorthand: ClassVar[str | None] = None

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Names of the keys in a run file, in order."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @model_validator(mode="before")
    @classmethod
    def _check_keys(cls, data: Any) -> Any:
        if isinstance(data, cls):
            return data
        if not isinstance(data, Mapping):
            if cls.shorthand is None:
                raise PydanticCustomError(
                    "not_a_mapping",
                    "{what} stands where keys are needed; write some of: {keys}",
                    {"what": describe_value(data), "keys": ", ".join(cls.keys())},
                )
            return {cls.shorthand: data}
        cls._refuse_unknown(data)
        for name, field in cls.model_fields.items():
            key = field.alias or name
            if field.is_required() and data.get(key, data.get(name)) is None:
                hint = f"; needed: {field.description}" if field.description else ""
                raise PydanticCustomError("missing_key", "is missing{hint}", {"key": key, "hint": hint})
        return data

    @classmethod
    def _refuse_unknown(cls, data: Mapping[str, Any]) -> None:
        known = cls.keys()
        for key in data:
            if key not in (*cls.model_fields, *known):
                meant = [name for name in known if name not in data]
                hint = did_you_mean(str(key), meant) or f"; known keys: {', '.join(known)}"
                raise PydanticCustomError("unknown_key", "unknown key{hint}", {"key": str(key), "hint": hint})

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The mapping, or the value that may stand for it."""
        reference = handler(core)
        schema = handler.resolve_ref_schema(reference)
        if cls.shorthand is not None and "anyOf" not in schema:
            short = dict(schema["properties"][cls.shorthand])
            mapping = dict(schema)
            schema.clear()
            schema.update({"description": mapping.pop("description", ""), "anyOf": [short, mapping]})
        return reference

    def to_mapping(self) -> dict[str, Any]:
        """Plain mapping of text, numbers and lists that reads back as the same description."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def _repr_html_(self) -> str:
        return card(self)

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """The fields that differ from their defaults; long lists shortened."""
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if field.is_required() or value != field.get_default(call_default_factory=True):
                yield name, _Shortened(value) if _is_long(value) else value

    def canonical(self) -> str:
        """Text that is equal exactly when two descriptions mean the same run (for the run's identity)."""
        return json.dumps(self.to_mapping(), sort_keys=True, separators=(",", ":"))

    def changed(self, **fields: Any) -> Self:
        """A validated copy with some fields replaced.

        Raises:
            InputError: a value does not fit.
        """
        current = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**{**current, **fields})


class _Shortened:
    """A long list, whose representation says its length and its ends."""

    def __init__(self, values: tuple[Any, ...]) -> None:
        self._values = values

    def __repr__(self) -> str:
        return f"<{len(self._values)} values, {self._values[0]!r} to {self._values[-1]!r}>"


def _is_long(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) > _LONG


def describe_value(value: Any) -> str:
    """Short words for what stands in a file: `an empty value`, `a list`, `'text'`."""
    if value is None:
        return "an empty value"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return shown(value)
