"""Materials as a run file describes them: by name, formula or mass fractions."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from mcsim.errors import InputError
from mcsim.materials import VACUUM, Material, from_formula, from_mass_fractions, material
from mcsim.schema.choice import Described
from mcsim.schema.description import Description
from mcsim.schema.quantities import Density, FractionTable, YesNo
from mcsim.schema.quantity import Quantity
from mcsim.units import ENERGY

ExcitationEnergy = Annotated[float, Quantity(ENERGY, above=0.0, example="75 eV")]


class MaterialDescription(Description):
    """A material: a name of the library, a chemical formula, or mass fractions of elements."""

    positional: ClassVar[tuple[str, ...]] = ("name",)
    shorthand: ClassVar[str | None] = "name"

    name: str | None = Field(
        None, description="name in the library (`mcsim materials` lists them), or a name for your own"
    )
    formula: str | None = Field(None, description="chemical formula, such as C5H8O2; needs a density")
    mass_fractions: FractionTable | None = Field(
        None, description="mass fraction of each element by symbol, adding up to 1; needs a density"
    )
    density: Density | None = Field(None, description="mass density; a library material has its own")
    mean_excitation_energy: ExcitationEnergy | None = Field(
        None, description="I value; default the library's, or Bragg's rule for a formula or mass fractions"
    )
    conducting: YesNo = Field(
        False, description="whether it is a metal or alloy of your own (density effect)"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.formula is not None and self.mass_fractions is not None:
            raise InputError("a formula and mass fractions exclude each other; leave one out", key="formula")
        own = self.formula is not None or self.mass_fractions is not None
        if own and self.density is None:
            raise InputError(
                "is missing; a material of your own needs one, such as '1.05 g/cm3'", key="density"
            )
        if not own and self.name is None:
            raise InputError("write a name, a formula or mass_fractions")
        self.material()
        return self

    def material(self) -> Material:
        """The material described.

        Raises:
            InputError: unknown name or element, or fractions that do not add up to 1.
        """
        if self.mass_fractions is None and self.formula is None:
            return material(str(self.name), self.density, self.mean_excitation_energy)
        assert self.density is not None
        energy, conducting = self.mean_excitation_energy, self.conducting
        if self.formula is not None:
            return from_formula(self.formula, self.density, self.name, energy, conducting)
        assert self.mass_fractions is not None
        return from_mass_fractions(self.mass_fractions, self.density, self.name, energy, conducting)


def write_material(made: Material) -> dict[str, Any]:
    """Plain mapping that reads back as the material, whatever the library says then."""
    return {
        "name": made.name,
        "mass_fractions": {
            item.symbol: repr(w) for item, w in zip(made.elements, made.mass_fractions, strict=True)
        },
        "density": f"{made.density!r} g/cm3",
        "mean_excitation_energy": f"{made.mean_excitation_energy!r} MeV",
        "conducting": made.conducting,
    }


def _write(made: Material) -> dict[str, Any] | str:
    return made.name if made == VACUUM else write_material(made)


AnyMaterial = Annotated[
    Material,
    Described(MaterialDescription, (Material,), make=MaterialDescription.material, write=_write),
]
"""A field that holds a `Material`, written as a name or as a `MaterialDescription`."""
