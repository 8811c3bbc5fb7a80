"""`SpotList`: the spots of pencil-beam scanning, one after the other in columns."""

from __future__ import annotations

from typing import Annotated, ClassVar, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from mcsim.errors import InputError
from mcsim.schema.description import Description
from mcsim.schema.quantities import FARTHEST, PLAIN, Energies, Lengths, Numbers, Quantity
from mcsim.settings import HADRON_ENERGIES
from mcsim.sources.energy import require_weights
from mcsim.units import ANGLE, ENERGY, LENGTH, Dimension

Angles = Annotated[tuple[float, ...], Quantity(ANGLE, count=-1, example="2, 2.5 mrad")]


class Column(NamedTuple):
    """What a column of a spot list holds: its dimension, and bounds of its values in mcsim's units."""

    dimension: Dimension
    lowest: float = -np.inf
    highest: float = np.inf


COLUMNS = {
    "energy": Column(ENERGY, *HADRON_ENERGIES),
    "x": Column(LENGTH, -FARTHEST, FARTHEST),
    "y": Column(LENGTH, -FARTHEST, FARTHEST),
    "weight": Column(PLAIN, 0.0),
    "energy_sigma": Column(ENERGY, 0.0, HADRON_ENERGIES[1]),
    "sigma_x": Column(LENGTH, 0.0, FARTHEST),
    "sigma_y": Column(LENGTH, 0.0, FARTHEST),
    "divergence_x": Column(ANGLE, 0.0, 0.5),
    "divergence_y": Column(ANGLE, 0.0, 0.5),
    "correlation_x": Column(PLAIN, -1.0, 1.0),
    "correlation_y": Column(PLAIN, -1.0, 1.0),
}
"""Columns of a spot list by name."""
NEEDED = ("energy", "x", "y", "weight")
"""Columns that every spot list has."""


class SpotList(Description):
    """Spots: a number in each column for each spot; columns that are left out have the source's own value."""

    positional: ClassVar[tuple[str, ...]] = NEEDED

    energy: Energies = Field(description="mean kinetic energies")
    x: Lengths = Field(description="offsets along the first axis of the source plane")
    y: Lengths = Field(description="offsets along the second axis of the source plane")
    weight: Numbers = Field(description="relative numbers of protons; any normalisation")
    energy_sigma: Energies | None = Field(None, description="standard deviations of the energy")
    sigma_x: Lengths | None = Field(None, description="standard deviations of the place along x")
    sigma_y: Lengths | None = Field(None, description="standard deviations of the place along y")
    divergence_x: Angles | None = Field(None, description="standard deviations of the slope along x")
    divergence_y: Angles | None = Field(None, description="standard deviations of the slope along y")
    correlation_x: Numbers | None = Field(None, description="correlations of place and slope along x")
    correlation_y: Numbers | None = Field(None, description="correlations of place and slope along y")

    @model_validator(mode="after")
    def _check(self) -> Self:
        for name in COLUMNS:
            values = getattr(self, name)
            if values is None:
                continue
            if len(values) != len(self.energy):
                raise InputError(
                    f"{len(values)} values for {len(self.energy)} spots; one each is needed", key=name
                )
            wrong = first_wrong(name, values)
            if wrong is not None:
                raise InputError(f"spot number {wrong[0] + 1}: {wrong[1]}", key=name)
        _require_some_weight(self.weight)
        return self

    def column(self, name: str, default: float) -> NDArray[np.float64]:
        """Values of a column, shape (number of spots,); `default` for each where it is left out."""
        values = getattr(self, name)
        return np.full(len(self.energy), default) if values is None else np.array(values, dtype=np.float64)


def first_wrong(name: str, values: tuple[float, ...]) -> tuple[int, str] | None:
    """Index of the first value of a column that is out of bounds, and what is wrong with it."""
    column, numbers = COLUMNS[name], np.array(values, dtype=np.float64)
    wrong = np.flatnonzero(~((numbers >= column.lowest) & (numbers <= column.highest)))
    if len(wrong) == 0:
        return None
    index, unit = int(wrong[0]), column.dimension.own_unit
    shown = f"{numbers[index]:g} {unit}".strip()
    if column.lowest == 0.0 and numbers[index] < 0.0:
        return index, f"{shown} is below 0"
    return index, f"{shown} lies outside {column.lowest:g} to {column.highest:g} {unit}".rstrip()


def _require_some_weight(weights: tuple[float, ...]) -> None:
    try:
        require_weights(weights)
    except InputError as error:
        raise InputError(error.message, key="weight") from None
