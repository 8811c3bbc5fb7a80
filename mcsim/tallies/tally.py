"""What all tallies share: a name that is fit for a result file."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from mcsim.errors import InputError, shown
from mcsim.schema.description import Description

_NAME = re.compile(r"[\w][\w .+-]*")


def _check_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise InputError(f"{shown(name)} is no name for a tally; use letters, digits, space and . _ + -")
    return name


TallyName = Annotated[str, AfterValidator(_check_name)]


class Tally(Description):
    """Base of all tallies."""

    positional: ClassVar[tuple[str, ...]] = ("name",)

    name: TallyName = Field(description="what the result is called")
