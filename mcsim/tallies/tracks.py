"""Tracks of some histories, to be looked at."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from mcsim.tallies.tally import Tally


class Tracks(Tally):
    """Where the source particles of the first histories and all that they set free have been.

    They are followed once more after the run, on the CPU and without variance reduction; the other tallies
    are the same with and without them.
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "histories")

    histories: int = Field(200, ge=1, le=10_000, description="histories whose tracks are kept")
