"""Tabulated spectra: shipped ones by name, the user's own from a CSV file.

A spectrum file is a table of two columns with a header. Its first column says what the table is:

    E_upper_MeV,weight      histogram by upper bin edges; the lowest edge is 0 (or a first row of weight 0)
    E_MeV,weight            lines

with keV or eV instead of MeV where that is meant; lines that begin with # are comments.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field, ValidationInfo

from mcsim.errors import InputError, did_you_mean, shown
from mcsim.paths import shipped_folder
from mcsim.schema.description import Description
from mcsim.schema.text_file import as_path, read_text
from mcsim.sources.energy import HistogramSpectrum, LineSpectrum
from mcsim.units import ENERGY, parse_number

_HEADER = re.compile(r"E(?P<upper>_upper)?_(?P<unit>eV|keV|MeV)", re.IGNORECASE)


class Spectrum(Description):
    """A shipped spectrum."""

    positional: ClassVar[tuple[str, ...]] = ("name",)
    shorthand: ClassVar[str | None] = "name"

    name: str = Field(description="its name, such as mohan6")


class SpectrumFile(Description):
    """A spectrum in a file of the user's."""

    positional: ClassVar[tuple[str, ...]] = ("path",)
    shorthand: ClassVar[str | None] = "path"

    path: str = Field(description="CSV file; a relative path starts at the run file's folder")


def spectrum_names() -> list[str]:
    """Names of the shipped spectra, sorted."""
    return sorted(path.stem for path in (shipped_folder("physics_data") / "spectra").glob("*.csv"))


def open_spectrum(energy: Any, info: ValidationInfo) -> Any:
    """Numbers for a `Spectrum` or `SpectrumFile`; anything else passes.

    Raises:
        InputError: no such spectrum, or the file is none.
    """
    if isinstance(energy, Spectrum):
        names = spectrum_names()
        if energy.name not in names:
            hint = did_you_mean(energy.name, names) or f"; there are: {', '.join(names)}"
            raise InputError(f"no spectrum is called {shown(energy.name)}{hint}", key="spectrum")
        return read_spectrum(shipped_folder("physics_data") / "spectra" / f"{energy.name}.csv")
    if isinstance(energy, SpectrumFile):
        folder = (info.context or {}).get("folder", Path())
        return read_spectrum(folder / energy.path)
    return energy


def read_spectrum(path: str | Path) -> HistogramSpectrum | LineSpectrum:
    """Read a spectrum file.

    Raises:
        InputError: the file cannot be read or is no spectrum; with file and line.
    """
    path = as_path(path)
    lines = read_text(path).splitlines()
    rows = [(number, line) for number, line in enumerate(lines, start=1) if line.strip() and line[0] != "#"]
    if not rows:
        raise InputError("this spectrum is empty", path)
    upper, factor = _header(*rows[0], path)
    table = [_row(*row, path) for row in rows[1:]]
    energies = [energy * factor for energy, _ in table]
    weights = tuple(weight for _, weight in table)
    try:
        if upper:
            return HistogramSpectrum(edges=(0.0, *energies), weights=weights)
        return LineSpectrum(energies=tuple(energies), weights=weights)
    except InputError as error:
        raise InputError(error.message, path) from None


def _header(number: int, line: str, path: Path) -> tuple[bool, float]:
    names = [name.strip() for name in line.split(",")]
    match = _HEADER.fullmatch(names[0])
    if match is None or len(names) != 2 or names[1].casefold() != "weight":
        raise InputError(
            f"the header {shown(line.strip())} is not known; write 'E_upper_MeV,weight' (a histogram by upper"
            " bin edges) or 'E_MeV,weight' (lines)",
            path,
            number,
        )
    unit = next(unit for unit in ENERGY.units if unit.casefold() == match["unit"].casefold())
    return match["upper"] is not None, ENERGY.units[unit]


def _row(number: int, line: str, path: Path) -> tuple[float, float]:
    values = line.split(",")
    try:
        if len(values) != 2:
            raise InputError(
                f"{shown(line.strip())} holds {len(values)} values; 2 are needed: energy, weight"
            )
        return parse_number(values[0]), parse_number(values[1])
    except InputError as error:
        raise error.at(path, number) from None
