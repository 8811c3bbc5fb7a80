"""Elements by atomic number, symbol or name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mcsim.data.store import LAST_ELEMENT, read_json
from mcsim.errors import DataError, did_you_mean, shown


@dataclass(frozen=True)
class Element:
    """A chemical element of natural isotopic composition.

    Attributes:
        z: atomic number.
        symbol: such as `Al`.
        name: such as `aluminum`.
        atomic_weight: g/mol.
        density: g/cm3 of the pure substance at 20 degrees C and 1 atm (nominal for some rare metals).
        mean_excitation_energy: I of the pure substance (ICRU 37 / NIST), MeV.
    """

    z: int
    symbol: str
    name: str
    atomic_weight: float
    density: float
    mean_excitation_energy: float


@cache
def elements() -> tuple[Element, ...]:
    """All elements, Z = 1 to 100."""
    return tuple(
        Element(
            row["z"],
            row["symbol"],
            row["name"],
            row["atomic_weight"],
            row["density"],
            row["mean_excitation_energy_eV"] * 1e-6,
        )
        for row in read_json("elements.json")
    )


@cache
def element(key: int | str) -> Element:
    """The element with an atomic number, a symbol (`Al`) or a name (`aluminum`, any case).

    Raises:
        DataError: there is no such element; the message gives near names.
    """
    if isinstance(key, str):
        found = _by_name().get(key) or _by_name().get(key.casefold())
        if found is None:
            raise DataError(f"unknown element {shown(key)}{did_you_mean(key, _by_name())}")
        return found
    if not 1 <= key <= LAST_ELEMENT:
        raise DataError(f"no element with atomic number {key}; the tables hold 1 to {LAST_ELEMENT}")
    return elements()[key - 1]


@cache
def _by_name() -> dict[str, Element]:
    by_symbol = {item.symbol: item for item in elements()}
    return by_symbol | {item.name: item for item in elements()}
