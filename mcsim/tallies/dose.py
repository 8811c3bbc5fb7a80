"""Absorbed dose in voxels."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mcsim.geometry.grid import Grid
from mcsim.schema.plain import Words
from mcsim.tallies.tally import Tally

KINDS = ("photons", "electrons", "positrons", "protons", "deuterons", "tritons", "helions", "alphas")
"""Kinds of particles that leave energy, by their code."""
RECOILS = "recoils"
DEPOSITORS = (
    *KINDS,
    RECOILS,
    *(f"{generation} {kind}" for kind in KINDS[:4] for generation in ("primary", "secondary")),
)
"""What a dose may be limited to: kinds, and those kinds that a source may emit, in two generations."""


class Dose(Tally):
    """Absorbed dose (Gy per source particle) in the phantom's voxels, or on a grid of its own.

    It may be limited to what some particles leave, and it may be the dose to water instead of to the medium:
    what a little water there would absorb.
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "grid")

    grid: Grid | None = Field(None, description="a grid of its own; default: the phantom's voxels")
    particles: Annotated[tuple[str, ...], Words(DEPOSITORS)] | None = Field(
        None,
        description="only what these particles leave, such as `protons` or `primary protons`; default: all",
    )
    medium: Literal["medium", "water"] = Field(
        "medium", description="dose to what is in the voxel, or to water"
    )

    @property
    def partial(self) -> bool:
        """Whether it counts a part of the deposits, or weighs them."""
        return self.particles is not None or self.medium == "water"

    @property
    def quantity(self) -> str:
        """What it is, in words."""
        of = f" of {' and '.join(self.particles)}" if self.particles is not None else ""
        return f"dose{' to water' if self.medium == 'water' else ''}{of}"
