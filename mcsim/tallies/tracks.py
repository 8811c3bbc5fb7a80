"""Tracks of some histories, to be looked at."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from mcsim.schema.plain import Whole
from mcsim.tallies.tally import Tally


class Tracks(Tally):
    """Where the source particles of the first histories and all that they set free have been.

    They are followed once more after the run, on the CPU and without variance reduction; the other tallies
    are the same with and without them.
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "histories")

    histories: Annotated[int, Whole(at_least=1, at_most=10_000)] = Field(
        200, description="histories whose tracks are kept"
    )
