"""Energies of source particles: one energy, a Gaussian, lines or a histogram."""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field, model_validator

from mcsim.errors import InputError
from mcsim.schema.description import Description
from mcsim.schema.quantities import Energies, Numbers, PositiveEnergy
from mcsim.settings import HADRON_ENERGIES, HIGHEST_ENERGY, LOWEST_ENERGY
from mcsim.units import energy_text

GAUSSIAN_REACH = 5.0
"""Standard deviations within which the energies of a Gaussian must lie inside the data range."""


class MonoEnergy(Description):
    """One kinetic energy."""

    positional: ClassVar[tuple[str, ...]] = ("energy",)
    shorthand: ClassVar[str | None] = "energy"

    energy: PositiveEnergy = Field(description="kinetic energy")

    @model_validator(mode="after")
    def _check_range(self) -> Self:
        require_in_range(self.energy, self.energy)
        return self

    @property
    def maximum(self) -> float:
        """Highest energy, MeV."""
        return self.energy


class GaussianEnergy(Description):
    """Kinetic energies with a Gaussian distribution."""

    positional: ClassVar[tuple[str, ...]] = ("mean", "sigma")

    mean: PositiveEnergy = Field(description="mean kinetic energy")
    sigma: PositiveEnergy = Field(description="standard deviation")

    @model_validator(mode="after")
    def _check_range(self) -> Self:
        reach = GAUSSIAN_REACH * self.sigma
        for sign, end in (("less", self.mean - reach), ("plus", self.mean + reach)):
            require_in_range(end, end, "sigma", what=f"the mean {sign} {GAUSSIAN_REACH:g} sigma ({{}})")
        return self

    @property
    def maximum(self) -> float:
        """Energy that one particle in 3.5 million exceeds, MeV."""
        return self.mean + GAUSSIAN_REACH * self.sigma


class LineSpectrum(Description):
    """Discrete kinetic energies with weights."""

    positional: ClassVar[tuple[str, ...]] = ("energies", "weights")

    energies: Energies = Field(description="kinetic energies of the lines")
    weights: Numbers = Field(description="their relative intensities; any normalisation")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if len(self.weights) != len(self.energies):
            raise InputError(
                f"{len(self.weights)} weights for {len(self.energies)} lines; one each is needed",
                key="weights",
            )
        require_weights(self.weights)
        require_in_range(min(self.energies), self.maximum, "energies")
        return self

    @property
    def maximum(self) -> float:
        """Highest energy, MeV."""
        return max(self.energies)


class HistogramSpectrum(Description):
    """Kinetic energies spread evenly inside bins, with a weight for each bin."""

    positional: ClassVar[tuple[str, ...]] = ("edges", "weights")

    edges: Energies = Field(description="ascending bin edges; the lowest may be 0")
    weights: Numbers = Field(description="particles in each bin; any normalisation")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if len(self.weights) != len(self.edges) - 1:
            raise InputError(
                f"{len(self.weights)} weights for {len(self.edges)} bin edges; one fewer is needed",
                key="weights",
            )
        for lower, upper in zip(self.edges, self.edges[1:], strict=False):
            if not upper > lower:
                raise InputError(
                    f"bin edges must ascend, but {upper:g} MeV follows {lower:g} MeV", key="edges"
                )
        require_weights(self.weights)
        require_in_range(self.maximum, self.maximum, "edges")
        return self

    @property
    def maximum(self) -> float:
        """Highest energy, MeV."""
        return self.edges[-1]


def require_weights(weights: tuple[float, ...]) -> None:
    """Refuse weights that are negative or all zero.

    Raises:
        InputError: such weights.
    """
    for number, weight in enumerate(weights, start=1):
        if weight < 0.0:
            raise InputError(
                f"weight number {number} is {weight:g}; weights must not be below 0", key="weights"
            )
    if not sum(weights) > 0.0:
        raise InputError("all weights are 0; at least one must be above 0", key="weights")


def relative_weights(weights: ArrayLike) -> NDArray[np.float64]:
    """Weights times the power of two that brings the largest below 1: exact, and their sum stays finite.

    weights: any shape, not below 0, one at least above 0.
    """
    given = np.asarray(weights, dtype=np.float64)
    _, exponent = np.frexp(given.max())
    scaled: NDArray[np.float64] = np.ldexp(given, -exponent)
    return scaled


def require_in_range(
    lowest: float, highest: float, key: str | None = None, hadron: bool = True, what: str = "{}"
) -> None:
    """Refuse energies (MeV) outside the range of the data, of those for protons unless `hadron` is False.

    `what` names the energy in the message, where `{}` stands for it.

    Raises:
        InputError: outside.
    """
    limit = HADRON_ENERGIES[1] if hadron else HIGHEST_ENERGY
    if lowest < LOWEST_ENERGY or highest > limit:
        wrong = lowest if lowest < LOWEST_ENERGY else highest
        named = what.format(energy_text(wrong))
        raise InputError(
            f"{named} lies outside the data, which reach from {energy_text(LOWEST_ENERGY)}"
            f" to {HIGHEST_ENERGY:g} MeV, and to {HADRON_ENERGIES[1]:g} MeV for protons",
            key=key,
        )
