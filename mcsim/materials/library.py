"""The library of named materials: elements, the NIST list, and the project's own entries.

Names are found whatever their case, and with spaces, hyphens or underscores between words. Elements go
by name and by symbol (in its exact case: `Co` is cobalt, `CO` is not).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from mcsim.data.electrons import sternheimer_levels
from mcsim.data.elements import Element, elements
from mcsim.data.store import read_json
from mcsim.errors import InputError, did_you_mean, shown
from mcsim.materials.material import VACUUM, Material
from mcsim.materials.mixtures import from_formula, from_mass_fractions
from mcsim.units import DENSITY, ENERGY, value_of

_SPELLINGS = {"aluminium": "aluminum", "sulphur": "sulfur", "caesium": "cesium"}
_FILES = ("nist_materials.json", "own_materials.json")


@dataclass(frozen=True)
class Entry:
    """What the library knows about a material.

    Attributes:
        material: the material.
        aliases: further names.
        group: `element`, `NIST`, `tissue`, `phantom`, `detector` or `shielding and structure`.
        source: where composition and density come from.
    """

    material: Material
    aliases: tuple[str, ...]
    group: str
    source: str


def material(
    name: str, density: float | str | None = None, mean_excitation_energy: float | str | None = None
) -> Material:
    """A material of the library by one of its names.

    Args:
        name: such as `water`, `PMMA`, `cortical bone`, `NaI`, `Pb` or `lead`.
        density: g/cm3, or text with a unit; default the library's.
        mean_excitation_energy: MeV, or text with a unit; default the library's.

    Raises:
        InputError: there is no such material (the message gives near names), or a number is out of range.
    """
    found = entry(name).material
    if density is not None:
        mass = value_of(density, DENSITY)
        if not mass > 0.0 and found is not VACUUM:
            raise InputError(f"the density of '{found.name}' is {mass:g} g/cm3; it must be positive")
        found = found.with_density(mass)
    if mean_excitation_energy is not None:
        found = found.with_mean_excitation_energy(value_of(mean_excitation_energy, ENERGY))
    return found


def entry(name: str) -> Entry:
    """All that the library knows about a material, by one of its names.

    Raises:
        InputError: there is no such material; the message gives near names.
    """
    if not isinstance(name, str):
        raise InputError(f"{shown(name)} is no name of a material; write text such as 'water'")
    symbols, by_name = _symbols(), _rows_by_name()
    if name in symbols:
        return _element_entry(symbols[name])
    key = _folded(name)
    if key in by_name:
        return _read_entry(by_name[key])
    if key == VACUUM.name:
        return Entry(VACUUM, (), "element", "nothing: hydrogen at density 0")
    known = [*material_names(), *(alias for row in _rows() for alias in row["aliases"]), *_SPELLINGS]
    near = did_you_mean(name, known) or "; `mcsim materials` lists them"
    raise InputError(f"unknown material {shown(name)}{near}")


@cache
def material_names() -> tuple[str, ...]:
    """Names of all materials of the library: vacuum, mixtures in alphabetical order, elements by Z."""
    mixtures = sorted((str(row["name"]) for row in _rows()), key=str.casefold)
    return (VACUUM.name, *mixtures, *(item.name for item in elements()))


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    return tuple(row for name in _FILES for row in read_json(name))


@cache
def _symbols() -> dict[str, Element]:
    return {item.symbol: item for item in elements()}


@cache
def _rows_by_name() -> dict[str, dict[str, Any] | Element]:
    """Rows and elements by folded name; aliases give way to names."""
    named: dict[str, dict[str, Any] | Element] = {_folded(item.name): item for item in elements()}
    named |= {_folded(other): named[_folded(name)] for other, name in _SPELLINGS.items()}
    named |= {_folded(row["name"]): row for row in _rows()}
    aliases = {_folded(alias): row for row in _rows() for alias in row["aliases"]}
    return {**aliases, **named}


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()


def _read_entry(row: dict[str, Any] | Element) -> Entry:
    if isinstance(row, Element):
        return _element_entry(row)
    energy = row.get("mean_excitation_energy_eV")
    options = {
        "name": row["name"],
        "mean_excitation_energy": energy * 1e-6 if energy else None,
        "conducting": row.get("conducting", False),
    }
    if "formula" in row:
        made = from_formula(row["formula"], row["density"], **options)
    else:
        made = from_mass_fractions(row["mass_fractions"], row["density"], **options)
    return Entry(made, tuple(row["aliases"]), row["group"], row["source"])


def _element_entry(item: Element) -> Entry:
    """A pure element; conducting where its Sternheimer levels have conduction electrons."""
    conducting = bool(sternheimer_levels(item.z).conduction.any())
    made = Material(
        item.name, item.density, (item.z,), (1.0,), item.mean_excitation_energy, conducting=conducting
    )
    others = tuple(other for other, name in _SPELLINGS.items() if name == item.name)
    return Entry(made, (item.symbol, *others), "element", "NIST")
