"""`Beam`: a source of particles."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, Field, model_validator

from mcsim.errors import InputError
from mcsim.notebook import card
from mcsim.schema.choice import Choice
from mcsim.schema.description import Description
from mcsim.schema.quantities import Position, PositiveLength
from mcsim.sources.direction import Along, Cone, Fan, Isotropic, plane_axes
from mcsim.sources.energy import (
    GaussianEnergy,
    HistogramSpectrum,
    LineSpectrum,
    MonoEnergy,
    require_in_range,
)
from mcsim.sources.shape import Circle, GaussianSpot, Point, Rectangle, Volume
from mcsim.sources.spectra import Spectrum, SpectrumFile, open_spectrum

ParticleName = Literal["photon", "electron", "positron", "proton"]

EnergyDistribution = Annotated[
    MonoEnergy | GaussianEnergy | LineSpectrum | HistogramSpectrum,
    Choice(
        other="mono",
        mono=MonoEnergy,
        gaussian=GaussianEnergy,
        lines=LineSpectrum,
        histogram=HistogramSpectrum,
        spectrum=Spectrum,
        file=SpectrumFile,
    ),
    AfterValidator(open_spectrum),
]
SourceShape = Annotated[
    Point | Rectangle | Circle | GaussianSpot | Volume,
    Choice(point=Point, rectangle=Rectangle, circle=Circle, gaussian=GaussianSpot, volume=Volume),
]
DirectionDistribution = Annotated[
    Along | Isotropic | Cone | Fan,
    Choice(other="along", along=Along, isotropic=Isotropic, cone=Cone, fan=Fan),
]


class Beam(Description):
    """A source of photons, electrons, positrons or protons."""

    positional: ClassVar[tuple[str, ...]] = ("particle",)

    particle: ParticleName = Field(description="photon, electron, positron or proton")
    energy: EnergyDistribution = Field(description="kinetic energy, such as 6 MeV, or a spectrum")
    shape: SourceShape = Field(default_factory=Point, description="where particles start, about the position")
    position: Position = Field((0.0, 0.0, 0.0), description="middle of the source (x, y, z)")
    direction: DirectionDistribution = Field(
        default_factory=lambda: Along(axis=(0.0, 0.0, 1.0)),
        description="where they fly to: a vector or a distribution",
    )
    source_distance: PositiveLength | None = Field(
        None,
        description="distance to the point behind it that the beam diverges from; default: parallel",
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        require_in_range(0.001, self.energy.maximum, "energy", hadron=self.particle == "proton")
        if self.source_distance is not None and not isinstance(self.direction, Along):
            raise InputError(
                "goes with a plain direction only; leave one of the two out", key="source_distance"
            )
        if isinstance(self.shape, Volume):
            if self.source_distance is not None:
                raise InputError("does not go with a volume source; leave it out", key="source_distance")
            if any(self.position):
                raise InputError(
                    "a volume source stands at its own centre; leave the position out", key="position"
                )
        return self

    def _repr_html_(self) -> str:
        return card(self)

    @property
    def highest_energy(self) -> float:
        """Highest energy, MeV."""
        return self.energy.maximum

    def axes(self) -> NDArray[np.float64]:
        """Unit vectors of the source plane and the direction, as rows of a (3, 3) matrix."""
        if isinstance(self.direction, Isotropic):
            return np.eye(3)
        return plane_axes(self.direction.axis)
