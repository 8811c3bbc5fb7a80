"""`ScannedBeam`: protons of pencil-beam scanning, from a list of spots."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, ClassVar, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field

from mcsim.notebook import card
from mcsim.schema.description import Description
from mcsim.schema.quantities import COORDINATE, PLAIN, SIZE, Energy, Position, Quantity, UnitVector
from mcsim.settings import HADRON_ENERGIES
from mcsim.sources.beam import Beam
from mcsim.sources.direction import plane_axes
from mcsim.sources.energy import GAUSSIAN_REACH
from mcsim.sources.spot_file import open_spots
from mcsim.sources.spots import COLUMNS, SpotList
from mcsim.units import ANGLE

Floats = NDArray[np.float64]

_TwoLengths = Annotated[
    tuple[float, float], replace(COORDINATE, count=2, repeat=True, at_least=0.0, example="4, 4 mm")
]
_TwoDistances = Annotated[tuple[float, float], replace(SIZE, count=2, repeat=True, example="190, 230 cm")]
_TwoAngles = Annotated[
    tuple[float, float],
    Quantity(ANGLE, count=2, repeat=True, at_least=0.0, at_most=0.5, example="3, 3 mrad"),
]
_TwoCorrelations = Annotated[
    tuple[float, float],
    Quantity(PLAIN, count=2, repeat=True, at_least=-1.0, at_most=1.0, example="-0.5, -0.5"),
]


class Spots(NamedTuple):
    """All that is known of each spot; arrays of shape (n,) in cm, MeV and radian, or tangents."""

    energy: Floats
    x: Floats
    y: Floats
    weight: Floats
    energy_sigma: Floats
    sigma_x: Floats
    sigma_y: Floats
    divergence_x: Floats
    divergence_y: Floats
    correlation_x: Floats
    correlation_y: Floats
    tangent_x: Floats
    tangent_y: Floats


class ScannedBeam(Description):
    """A scanned beam of protons, from a list of spots."""

    positional: ClassVar[tuple[str, ...]] = ("spots",)

    particle: Literal["proton"] = Field("proton", description="proton")
    spots: Annotated[SpotList, BeforeValidator(open_spots, json_schema_input_type=str | SpotList)] = Field(
        description="CSV file of the spots, from the run file's folder, or the spots themselves"
    )
    energy_sigma: Energy = Field(0.0, description="standard deviation of the energy, where spots have none")
    spot_sigma: _TwoLengths = Field(
        (0.0, 0.0), description="standard deviations of the place, where spots have none"
    )
    divergence: _TwoAngles = Field(
        (0.0, 0.0), description="standard deviations of the slope, where spots have none"
    )
    correlation: _TwoCorrelations = Field(
        (0.0, 0.0), description="correlations of place and slope, where spots have none"
    )
    position: Position = Field((0.0, 0.0, 0.0), description="middle of the plane of the spots (x, y, z)")
    direction: UnitVector = Field((0.0, 0.0, 1.0), description="direction of the beam that is not deflected")
    source_distance: _TwoDistances | None = Field(
        None,
        description="distances of the magnets that deflect along the two axes; default: parallel",
    )
    drift: Annotated[float, replace(COORDINATE, at_least=0.0)] = Field(
        0.0, description="distance before the plane at which protons start, as vacuum would bring them there"
    )

    def _repr_html_(self) -> str:
        return card(self)

    @property
    def highest_energy(self) -> float:
        """Highest energy that counts, MeV: five standard deviations above a mean, or the end of the data."""
        spots = self.resolved()
        highest = float(np.max(spots.energy + GAUSSIAN_REACH * spots.energy_sigma))
        return min(highest, HADRON_ENERGIES[1])

    def axes(self) -> Floats:
        """Unit vectors of the plane of the spots and the direction, as rows of a (3, 3) matrix."""
        return plane_axes(self.direction)

    def resolved(self) -> Spots:
        """The spots that have a weight, with the source's own values where the list has none."""
        defaults = {
            "energy_sigma": self.energy_sigma,
            **{f"sigma_{axis}": value for axis, value in zip("xy", self.spot_sigma, strict=True)},
            **{f"divergence_{axis}": value for axis, value in zip("xy", self.divergence, strict=True)},
            **{f"correlation_{axis}": value for axis, value in zip("xy", self.correlation, strict=True)},
        }
        used = np.array(self.spots.weight) > 0.0
        columns = {name: self.spots.column(name, defaults.get(name, 0.0))[used] for name in COLUMNS}
        far = self.source_distance or (np.inf, np.inf)
        return Spots(**columns, tangent_x=columns["x"] / far[0], tangent_y=columns["y"] / far[1])


AnyBeam = Beam | ScannedBeam
"""Every kind of source."""
