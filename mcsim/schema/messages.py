"""Pydantic's errors as one readable line, with the path of the key concerned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mcsim.errors import McsimError, did_you_mean, shown

Path = tuple[str | int, ...]


def explain(error: ValidationError, data: Any) -> tuple[Path, str]:
    """Path (in `data`, as the user wrote it) and message of the first thing that is wrong."""
    detail = error.errors(include_url=False)[0]
    return path_in(detail, data), message_of(detail)


def cause(error: ValidationError) -> McsimError | None:
    """The error of our own that a validator raised, if that is what happened first."""
    raised = error.errors(include_url=False)[0].get("ctx", {}).get("error")
    return raised if isinstance(raised, McsimError) else None


def path_in(detail: ErrorDetails, data: Any) -> Path:
    """Path of keys that leads to the error in the user's own data.

    Pydantic's location also holds steps that the user did not write (names of union members, fields
    behind a shorthand); those are left out.
    """
    path: list[str | int] = []
    for step in detail["loc"]:
        if isinstance(data, Mapping) and step in data:
            data = data[step]
        elif isinstance(data, Sequence) and not isinstance(data, str) and isinstance(step, int):
            data = data[step] if step < len(data) else None
        else:
            continue
        path.append(step)
    context = detail.get("ctx", {})
    if "key" in context:
        path.append(str(context["key"]))
    raised = context.get("error")
    if isinstance(raised, McsimError) and raised.key and raised.file is None:
        path += [int(step) if step.isdecimal() else step for step in raised.key.split(".")]
    return tuple(path)


def message_of(detail: ErrorDetails) -> str:
    """What is wrong and what would be right."""
    context = detail.get("ctx", {})
    raised = context.get("error")
    if isinstance(raised, McsimError):
        return raised.message
    kind = detail["type"]
    given = detail.get("input")
    if kind == "literal_error":
        expected = context["expected"]
        choices = [part.strip(" '") for part in expected.replace(" or ", ", ").split(",")]
        return f"{shown(given)} is not one of {', '.join(choices)}{did_you_mean(str(given), choices)}"
    if kind in ("dict_type", "mapping_type"):
        return "a mapping (key: value) is needed here"
    if kind in ("tuple_type", "list_type"):
        return "a list is needed here; begin each item with '- '"
    if kind == "string_type":
        return "text is needed here"
    if kind in ("value_error", "assertion_error"):
        return str(raised)
    return detail["msg"]
