"""`Physics` and `Run`: how particles are transported, and how many."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mcsim.notebook import card
from mcsim.schema.description import Description
from mcsim.schema.plain import Whole
from mcsim.schema.quantities import YesNo
from mcsim.schema.quantity import PLAIN, Quantity
from mcsim.units import ENERGY, FRACTION

LOWEST_ENERGY = 0.001
"""MeV: where the cross-section data begin."""
HIGHEST_ENERGY = 50.0
"""MeV: up to where the physics models of photons, electrons and positrons are meant to be used."""
HADRON_ENERGIES = (0.5, 300.0)
"""MeV: energies of protons that a source may have."""

Threshold = Annotated[
    float,
    Quantity(
        ENERGY,
        at_least=LOWEST_ENERGY,
        at_most=HIGHEST_ENERGY,
        example="10 keV",
        range_note="the data reach from 1 keV to 50 MeV",
    ),
]
Weight = Annotated[float, Quantity(PLAIN, above=0.0, at_most=1.0, example="0.1")]
Accuracy = Literal["fast", "standard", "detailed"]


class Cutoff(Description):
    """Kinetic energies below which particles stop and leave their energy where they are."""

    electron: Threshold = Field(
        0.2, description="for electrons and positrons", json_schema_extra={"default": "200 keV"}
    )
    photon: Threshold = Field(0.01, description="for photons", json_schema_extra={"default": "10 keV"})
    hadron: Threshold = Field(
        1.0, description="for protons and light ions", json_schema_extra={"default": "1 MeV"}
    )


class Production(Description):
    """Kinetic energies above which secondaries are made one by one; below, they are an average loss."""

    electron: Threshold | None = Field(
        None, description="for knock-on electrons; default: the electron cutoff"
    )
    photon: Threshold | None = Field(
        None, description="for bremsstrahlung photons; default: the photon cutoff"
    )


class RussianRoulette(Description):
    """Weights below which particles play for their survival: few survive, with this weight."""

    photon: Weight | None = Field(
        None, description="for photons; default: 1 over `bremsstrahlung_splitting` where photons are split"
    )
    electron: Weight | None = Field(None, description="for electrons and positrons; default: none plays")


class VarianceReduction(Description):
    """Ways to a smaller uncertainty in the same time; the expected results stay what they are."""

    photon_splitting: Annotated[int, Whole(at_least=1, at_most=256)] = Field(
        1,
        description="interactions, spread along its path, of a photon with the highest energy of the source; "
        "in proportion to the energy",
    )
    interaction_forcing: YesNo = Field(False, description="every flight of a photon ends in an interaction")
    bremsstrahlung_splitting: Annotated[int, Whole(at_least=1, at_most=1000)] = Field(
        1, description="photons for each one that an electron radiates"
    )
    russian_roulette: RussianRoulette = Field(
        default_factory=RussianRoulette, description="ends most of the light particles"
    )
    range_rejection: Threshold | None = Field(
        None,
        description="electrons below this energy that cannot leave their voxel stop at once, and with them "
        "the bremsstrahlung they would make; default: none",
    )


class Physics(Description):
    """How particles are transported."""

    cutoff: Cutoff = Field(default_factory=Cutoff, description="where transport ends")
    production: Production = Field(default_factory=Production, description="where secondaries begin")
    accuracy: Accuracy = Field(
        "standard", description="step lengths of charged particles: fast, standard or detailed"
    )
    photon_transport: Literal["woodcock", "ray tracing"] = Field(
        "woodcock", description="how photons fly: delta tracking, or from voxel face to voxel face"
    )
    nuclear: YesNo = Field(
        True,
        description="collisions of protons with nuclei, elastic and non-elastic; without them protons only"
        " lose energy to electrons and scatter in the Coulomb field",
    )
    delta_electrons: YesNo = Field(
        False,
        description="protons and light ions set free electrons above the production threshold of electrons,"
        " which are followed; without, that energy stays on their track",
    )
    variance_reduction: VarianceReduction = Field(
        default_factory=VarianceReduction, description="games with statistical weights; default: none"
    )

    def _repr_html_(self) -> str:
        return card(self)

    @property
    def production_electron(self) -> float:
        """Production threshold of electrons, MeV."""
        return self.cutoff.electron if self.production.electron is None else self.production.electron

    @property
    def production_photon(self) -> float:
        """Production threshold of photons, MeV."""
        return self.cutoff.photon if self.production.photon is None else self.production.photon


class Run(Description):
    """How many histories, and how they are run."""

    positional: ClassVar[tuple[str, ...]] = ("histories",)

    histories: Annotated[int, Whole(at_least=1, at_most=10**15)] = Field(
        1_000_000, description="number of source particles; rounded up to whole batches"
    )
    batches: Annotated[int, Whole(at_least=2, at_most=1_000_000)] = Field(
        20, description="equal parts of the run, from whose spread the uncertainty comes"
    )
    seed: Annotated[int, Whole(at_least=0, at_most=2**64 - 1)] = Field(
        1, description="seed of the random numbers; the same seed gives the same result to the bit"
    )
    until: Annotated[float, Quantity(FRACTION, above=0.0, at_most=1.0)] | None = Field(
        None,
        description="stop early, after at least 10 batches, at this mean uncertainty where the dose is above"
        " half its maximum",
    )
    threads: Annotated[int, Whole(at_least=1, at_most=4096)] | None = Field(
        None, description="number of threads; default: all cores"
    )
