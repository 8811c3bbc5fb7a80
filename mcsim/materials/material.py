"""A material: what particles travel through."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mcsim.data.elements import Element, element
from mcsim.errors import InputError, shown
from mcsim.notebook import card

AVOGADRO = 6.02214076e23  # 1/mol, exact (SI)
SMALLEST_DENSITY = 1e-20  # g/cm3; the best vacuum on Earth
LARGEST_DENSITY = 30.0  # g/cm3; osmium has 22.6
SMALLEST_MEAN_EXCITATION_ENERGY = 1e-6  # MeV; hydrogen has 19e-6
LARGEST_MEAN_EXCITATION_ENERGY = 2e-3  # MeV; fermium has 1e-3


@dataclass(frozen=True, repr=False)
class Material:
    """A homogeneous mixture of elements; immutable and hashable.

    Attributes:
        name: what the user calls it.
        density: g/cm3; 0 only for vacuum.
        z: atomic numbers, ascending.
        mass_fractions: of the elements, in the order of `z`, sum 1.
        mean_excitation_energy: I, MeV.
        conducting: whether the outermost electrons are free (pure metals, alloys, graphite), which the
            density effect has to know.
    """

    name: str
    density: float
    z: tuple[int, ...]
    mass_fractions: tuple[float, ...]
    mean_excitation_energy: float
    conducting: bool = False

    def __post_init__(self) -> None:
        if self.density != 0.0 and not SMALLEST_DENSITY <= self.density <= LARGEST_DENSITY:
            raise InputError(
                f"the density of {shown(self.name)} is {self.density:g} g/cm3; "
                f"it must lie between {SMALLEST_DENSITY:g} and {LARGEST_DENSITY:g} g/cm3"
            )
        energy = self.mean_excitation_energy
        if not SMALLEST_MEAN_EXCITATION_ENERGY <= energy <= LARGEST_MEAN_EXCITATION_ENERGY:
            raise InputError(
                f"the mean excitation energy of {shown(self.name)} is {energy * 1e6:g} eV; "
                f"it must lie between {SMALLEST_MEAN_EXCITATION_ENERGY * 1e6:g}"
                f" and {LARGEST_MEAN_EXCITATION_ENERGY * 1e6:g} eV"
            )

    def _repr_html_(self) -> str:
        return card(self)

    def __repr__(self) -> str:
        parts = zip(self.elements, self.mass_fractions, strict=True)
        composition = ", ".join(f"{item.symbol} {fraction:.4g}" for item, fraction in parts)
        return (
            f"<Material '{self.name}': {self.density:.6g} g/cm3,"
            f" I = {self.mean_excitation_energy * 1e6:.4g} eV, {composition}>"
        )

    @property
    def elements(self) -> tuple[Element, ...]:
        """The elements, in the order of `z`."""
        return tuple(element(z) for z in self.z)

    @property
    def z_over_a(self) -> float:
        """Mean ratio of atomic number to atomic weight, mol/g."""
        parts = zip(self.elements, self.mass_fractions, strict=True)
        return sum(fraction * item.z / item.atomic_weight for item, fraction in parts)

    @property
    def electrons_per_gram(self) -> float:
        """Electrons per gram, 1/g."""
        return AVOGADRO * self.z_over_a

    @property
    def atoms_per_gram(self) -> tuple[float, ...]:
        """Atoms of each element per gram of material, in the order of `z`, 1/g."""
        parts = zip(self.elements, self.mass_fractions, strict=True)
        return tuple(AVOGADRO * fraction / item.atomic_weight for item, fraction in parts)

    def with_density(self, density: float) -> Material:
        """The same material at another density, g/cm3.

        Raises:
            InputError: the density is out of range.
        """
        return replace(self, density=float(density))

    def with_mean_excitation_energy(self, energy: float) -> Material:
        """The same material with another mean excitation energy, MeV.

        Raises:
            InputError: the energy is out of range.
        """
        return replace(self, mean_excitation_energy=float(energy))

    def key(self) -> str:
        """Text that is equal for materials with equal physics, whatever their names; for caches."""
        parts = " ".join(f"{z}:{fraction!r}" for z, fraction in zip(self.z, self.mass_fractions, strict=True))
        return f"{self.density!r} {self.mean_excitation_energy!r} {int(self.conducting)} {parts}"


VACUUM = Material("vacuum", 0.0, (1,), (1.0,), 19.2e-6)
"""Nothing: hydrogen at density 0."""
