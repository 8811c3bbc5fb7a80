"""Which media of the tables of stopping powers stand for a material.

The medium of the same composition where the tables have one; otherwise the elements, added by Bragg's rule
(W. H. Bragg and R. Kleeman, Phil. Mag. 10 (1905) 318). The tables hold 26 elements. The electrons of the
others count as those of the two neighbours in the tables, shared out linearly in Z.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cache

from mcsim.data.electrons import sternheimer_levels
from mcsim.data.elements import element
from mcsim.data.stopping import StoppingMedium, stopping_media
from mcsim.materials import Material

SAME_COMPOSITION = 0.005
"""Largest sum of the differences of mass fractions between two descriptions of one medium."""


@cache
def tabulated_materials() -> tuple[Material, ...]:
    """The media of the tables as materials, in the order of their rows.

    Raises:
        DataError: the data file is missing or damaged.
    """
    return tuple(_as_material(medium) for medium in stopping_media())


def electron_shares(material: Material) -> dict[int, float]:
    """Row of the tables -> share of the material's electrons that it stands for; the sum is 1.

    Raises:
        DataError: the data file is missing or damaged.
    """
    same = _same_composition(dict(zip(material.z, material.mass_fractions, strict=True)))
    if same:
        return {_nearest(same, material.mean_excitation_energy): 1.0}
    electrons = [atoms * z for atoms, z in zip(material.atoms_per_gram, material.z, strict=True)]
    shares: defaultdict[int, float] = defaultdict(float)
    for z, number in zip(material.z, electrons, strict=True):
        for row, share in _element_shares(z):
            shares[row] += share * number / sum(electrons)
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


def _same_composition(fractions: dict[int, float]) -> list[int]:
    """Rows of the media of one composition, which may differ in density and mean excitation energy."""
    rows = []
    for row, medium in enumerate(stopping_media()):
        other = dict(zip(medium.z, medium.mass_fractions, strict=True))
        difference = sum(abs(fractions.get(z, 0.0) - other.get(z, 0.0)) for z in fractions.keys() | other)
        if difference < SAME_COMPOSITION:
            rows.append(row)
    return rows


def _nearest(rows: list[int], mean_excitation_energy: float) -> int:
    """The row whose mean excitation energy is nearest: it tells phases and polymers apart."""
    media = stopping_media()
    return min(
        rows, key=lambda row: abs(math.log(media[row].mean_excitation_energy / mean_excitation_energy))
    )


@cache
def _element_shares(z: int) -> tuple[tuple[int, float], ...]:
    """(row, share of the electrons) for one element; the heaviest in the tables stands for all above."""
    tabulated = sorted({medium.z[0] for medium in stopping_media() if len(medium.z) == 1})
    above = next((other for other in tabulated if other >= z), tabulated[-1])
    below = max((other for other in tabulated if other <= z), default=above)
    rows = [
        _nearest(_same_composition({other: 1.0}), element(other).mean_excitation_energy)
        for other in (below, above)
    ]
    if above == below:
        return ((rows[0], 1.0),)
    share = (z - below) / (above - below)
    return (rows[0], 1.0 - share), (rows[1], share)
