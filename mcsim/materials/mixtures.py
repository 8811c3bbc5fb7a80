"""Materials of the user's own: from a chemical formula or from mass fractions."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mcsim.data.elements import element
from mcsim.errors import DataError, InputError, shown
from mcsim.materials.bragg import bragg_mean_excitation_energy
from mcsim.materials.formula import parse_formula
from mcsim.materials.material import Material
from mcsim.units import DENSITY, ENERGY, FRACTION, value_of

SUM_TOLERANCE = 1e-3
"""Published compositions are rounded: sums this near to 1 are normalised without complaint."""
ROUNDING = 1e-12
"""Sums this near to 1 are left alone, so that a written composition reads back unchanged."""


def from_formula(
    formula: str,
    density: float | str,
    name: str | None = None,
    mean_excitation_energy: float | str | None = None,
    conducting: bool = False,
) -> Material:
    """A compound by its chemical formula.

    Args:
        formula: such as `C5H8O2`, `Ca10(PO4)6(OH)2`, `Lu1.8Y0.2SiO5`.
        density: g/cm3, or text with a unit.
        name: default the formula.
        mean_excitation_energy: MeV, or text with a unit; default by Bragg's rule.
        conducting: whether it is a metal, see `Material`.

    Raises:
        InputError: the formula cannot be read, or a number is out of range.
    """
    masses = {z: count * element(z).atomic_weight for z, count in parse_formula(formula).items()}
    total = sum(masses.values())
    fractions = {z: mass / total for z, mass in masses.items()}
    return _mixture(name or formula, density, fractions, mean_excitation_energy, conducting)


def from_mass_fractions(
    fractions: Mapping[str, float | str],
    density: float | str,
    name: str | None = None,
    mean_excitation_energy: float | str | None = None,
    conducting: bool = False,
) -> Material:
    """A mixture by the mass fractions of its elements.

    Args:
        fractions: symbol or name of each element -> mass fraction; they add up to 1 within 0.001.
        density: g/cm3, or text with a unit.
        name: default made of the symbols.
        mean_excitation_energy: MeV, or text with a unit; default by Bragg's rule.
        conducting: whether it is an alloy, see `Material`.

    Raises:
        InputError: an unknown element, a negative fraction, a wrong sum, or a number out of range.
    """
    if not isinstance(fractions, Mapping):
        raise InputError(f"{shown(fractions)} holds no mass fractions; write {{'H': 0.112, 'O': 0.888}}")
    by_z: dict[int, float] = {}
    for symbol, given in fractions.items():
        fraction = value_of(given, FRACTION)
        if not (math.isfinite(fraction) and fraction >= 0.0):
            raise InputError(f"the mass fraction of {symbol} is {fraction}; it must lie between 0 and 1")
        by_z[_atomic_number(symbol)] = by_z.get(_atomic_number(symbol), 0.0) + fraction
    total = math.fsum(by_z.values())
    if abs(total - 1.0) > SUM_TOLERANCE:
        raise InputError(f"the mass fractions add up to {total:g}; they must add up to 1")
    if abs(total - 1.0) < ROUNDING:
        total = 1.0
    normalised = {z: fraction / total for z, fraction in sorted(by_z.items()) if fraction > 0.0}
    label = name or "mixture of " + ", ".join(element(z).symbol for z in normalised)
    return _mixture(label, density, normalised, mean_excitation_energy, conducting)


def _atomic_number(symbol: str) -> int:
    try:
        return element(symbol).z
    except DataError as error:
        raise InputError(error.message) from error


def _mixture(
    name: str,
    density: float | str,
    fractions: dict[int, float],
    energy: float | str | None,
    conducting: bool,
) -> Material:
    mass = value_of(density, DENSITY)
    if not mass > 0.0:
        raise InputError(f"the density of {shown(name)} is {mass:g} g/cm3; it must be positive")
    if energy is None:
        energy = bragg_mean_excitation_energy(fractions, mass, conducting)
    mean = value_of(energy, ENERGY)
    return Material(name, mass, tuple(fractions), tuple(fractions.values()), mean, conducting)
