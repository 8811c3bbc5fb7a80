"""Which media of the tables of stopping powers stand for a material.

The compound of the tables that is nearest in composition, with what the material has more or less of each
element added by Bragg's rule (W. H. Bragg and R. Kleeman, Phil. Mag. 10 (1905) 318); elements alone where no
compound is near. So a tissue has the bonds of water, not those of hydrogen and oxygen gas. The tables hold 25
elements: the electrons of the others count as those of the two neighbours, shared out linearly in Z.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cache

from mcsim.data.electrons import sternheimer_levels
from mcsim.data.elements import element
from mcsim.data.stopping import StoppingMedium, stopping_media
from mcsim.materials import Material

NEAR = 0.3
"""Largest sum of the differences of mass fractions between a material and a medium that stands for it."""
_SAME = 0.005  # two descriptions of one composition differ by less
_GAS_BELOW = 0.02  # g/cm3; gases and condensed compounds do not stand for each other


@cache
def tabulated_materials() -> tuple[Material, ...]:
    """The media of the tables as materials, in the order of their rows.

    Raises:
        DataError: the data file is missing or damaged.
    """
    return tuple(_as_material(medium) for medium in stopping_media())


def electron_shares(material: Material) -> dict[int, float]:
    """Row of the tables -> share of the material's electrons that it stands for; the sum is 1.

    Shares are negative for what a material has less of than the compound that stands for it.

    Raises:
        DataError: the data file is missing or damaged.
    """
    shares: defaultdict[int, float] = defaultdict(float)
    fractions = dict(zip(material.z, material.mass_fractions, strict=True))
    row = _nearest_medium(material)
    if row is not None:
        medium = tabulated_materials()[row]
        shares[row] = medium.electrons_per_gram / material.electrons_per_gram
        fractions = _differences(material, medium)
    for z, fraction in fractions.items():
        electrons = fraction * z / element(z).atomic_weight / material.z_over_a
        for other, share in _element_shares(z):
            shares[other] += share * electrons
    return dict(shares)


def _as_material(medium: StoppingMedium) -> Material:
    conducting = len(medium.z) == 1 and bool(sternheimer_levels(medium.z[0]).conduction.any())
    return Material(
        medium.name,
        medium.density,
        medium.z,
        medium.mass_fractions,
        medium.mean_excitation_energy,
        conducting=conducting,
    )


def _nearest_medium(material: Material) -> int | None:
    """Row of the nearest compound (for an element: the nearest element) in the same phase, if one is near."""
    distances = {
        row: sum(abs(difference) for difference in _differences(material, medium).values())
        for row, medium in enumerate(tabulated_materials())
        if (len(medium.z) > 1) == (len(material.z) > 1)
        and (medium.density < _GAS_BELOW) == (material.density < _GAS_BELOW)
    }
    least = min(distances.values())
    if least > NEAR:
        return None
    same = [row for row, distance in distances.items() if distance < least + _SAME]
    return _nearest_excitation(same, material.mean_excitation_energy)


def _differences(material: Material, other: Material) -> dict[int, float]:
    """Mass fraction of each element in a material less that in another one."""
    differences = defaultdict(float, zip(material.z, material.mass_fractions, strict=True))
    for z, fraction in zip(other.z, other.mass_fractions, strict=True):
        differences[z] -= fraction
    return differences


def _nearest_excitation(rows: list[int], energy: float) -> int:
    """The row whose mean excitation energy is nearest (MeV): it tells polymers of one composition apart."""
    media = tabulated_materials()
    return min(rows, key=lambda row: abs(math.log(media[row].mean_excitation_energy / energy)))


@cache
def _element_shares(z: int) -> tuple[tuple[int, float], ...]:
    """(row, share of the electrons) for one element; the heaviest in the tables stands for all above."""
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, medium in enumerate(tabulated_materials()):
        if len(medium.z) == 1:
            rows[medium.z[0]].append(row)
    below = max(other for other in rows if other <= z)
    above = min((other for other in rows if other >= z), default=below)
    lower, upper = (
        _nearest_excitation(rows[other], element(other).mean_excitation_energy) for other in (below, above)
    )
    if above == below:
        return ((lower, 1.0),)
    share = (z - below) / (above - below)
    return (lower, 1.0 - share), (upper, share)
