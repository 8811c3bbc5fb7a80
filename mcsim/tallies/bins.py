"""Bins of a tally: edges, or a range cut into equal parts."""

from __future__ import annotations

from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from mcsim.errors import InputError
from mcsim.schema.description import Description
from mcsim.schema.quantities import BinCount, Energies, Energy, Length, Lengths, Numbers

Spacing = Literal["linear", "logarithmic"]


class EnergyBins(Description):
    """Energy bins: `edges`, or `from`, `to` and `number`."""

    edges: Energies | None = Field(None, description="ascending edges, instead of the other keys")
    from_: Energy | None = Field(None, alias="from", description="lowest edge; default 0")
    to: Energy | None = Field(None, description="highest edge")
    number: BinCount | None = Field(None, description="number of bins")
    spacing: Spacing = Field("linear", description="bins of equal width, or of equal ratio")

    @model_validator(mode="after")
    def _check(self) -> Self:
        make_edges(self.edges, self.from_, self.to, self.number, self.spacing)
        return self

    def values(self) -> tuple[float, ...]:
        """The edges, MeV."""
        return make_edges(self.edges, self.from_, self.to, self.number, self.spacing)


class LengthBins(Description):
    """Bins along an axis: `edges`, or `from`, `to` and `number`."""

    edges: Lengths | None = Field(None, description="ascending edges, instead of the other keys")
    from_: Length | None = Field(None, alias="from", description="lowest edge")
    to: Length | None = Field(None, description="highest edge")
    number: BinCount | None = Field(None, description="number of bins")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.edges is None and self.from_ is None:
            raise InputError("is missing; write the lowest edge, or 'edges'", key="from")
        make_edges(self.edges, self.from_, self.to, self.number)
        return self

    def values(self) -> tuple[float, ...]:
        """The edges, cm."""
        return make_edges(self.edges, self.from_, self.to, self.number)


class CosineBins(Description):
    """Bins in the cosine to the outward normal, from 0 (grazing) to 1 (straight out)."""

    edges: Numbers | None = Field(
        None, description="ascending edges between 0 and 1, instead of the other key"
    )
    number: BinCount | None = Field(None, description="number of equal bins between 0 and 1")

    @model_validator(mode="after")
    def _check(self) -> Self:
        edges = self.values()
        if edges[0] < 0.0 or edges[-1] > 1.0:
            raise InputError(
                f"cosines run from 0 to 1, the edges from {edges[0]:g} to {edges[-1]:g}", key="edges"
            )
        return self

    def values(self) -> tuple[float, ...]:
        """The edges."""
        return make_edges(self.edges, 0.0 if self.edges is None else None, self.number and 1.0, self.number)


def make_edges(
    edges: tuple[float, ...] | None,
    start: float | None,
    stop: float | None,
    number: int | None,
    spacing: Spacing = "linear",
) -> tuple[float, ...]:
    """Bin edges from either form.

    Raises:
        InputError: both forms or neither, or edges that do not ascend.
    """
    if edges is not None:
        if (start, stop, number) != (None, None, None):
            raise InputError("says it all; leave the other keys out", key="edges")
        if len(edges) < 2 or np.any(np.diff(edges) <= 0.0):
            raise InputError("needs at least two ascending edges", key="edges")
        return edges
    if stop is None or number is None:
        raise InputError("is missing, or 'edges'", key="to" if stop is None else "number")
    low = 0.0 if start is None else start
    if not stop > low:
        raise InputError(f"the highest edge ({stop:g}) must lie above the lowest ({low:g})", key="to")
    if spacing == "linear":
        return tuple(low + (stop - low) * index / number for index in range(number + 1))
    if not low > 0.0:
        raise InputError("is missing; logarithmic bins need a lowest edge above 0", key="from")
    return tuple(low * (stop / low) ** (index / number) for index in range(number + 1))
