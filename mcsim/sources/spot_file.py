"""Spot lists in files.

A spot list is CSV: a header that names the columns in any order, and one line a spot. Columns with a
dimension end in their unit:

    energy_MeV,x_mm,y_mm,weight,sigma_x_mm,sigma_y_mm
    150.0,-5,0,1.2e6,3.1,3.3

Lines that begin with # are comments.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationInfo

from mcsim.errors import InputError, did_you_mean, shown
from mcsim.schema.text_file import as_path, read_text
from mcsim.sources.spots import COLUMNS, NEEDED, SpotList, first_wrong
from mcsim.units import ANGLE, DIMENSIONS, ENERGY, LENGTH, Dimension, parse_number

_USUAL_UNITS = {LENGTH: ("mm", "cm"), ENERGY: ("MeV", "keV"), ANGLE: ("mrad", "deg")}
_EXAMPLE = "energy_MeV,x_mm,y_mm,weight"

Row = tuple[int, str]
"""Line number (from 1) and text of a line."""


def open_spots(given: Any, info: ValidationInfo) -> Any:
    """The list in a file whose name is given; anything else passes.

    Raises:
        InputError: the file cannot be read or is no spot list.
    """
    if not isinstance(given, str | Path):
        return given
    return read_spots((info.context or {}).get("folder", Path()) / given)


def read_spots(path: str | Path) -> SpotList:
    """Read a spot list.

    Raises:
        InputError: the file cannot be read or is no spot list; with file, line and column.
    """
    path = as_path(path)
    lines = read_text(path).splitlines()
    rows = [(number, line) for number, line in enumerate(lines, start=1) if line.strip() and line[0] != "#"]
    if len(rows) < 2:
        raise InputError(
            f"this spot list holds no spots; write a header such as '{_EXAMPLE}', then spots", path
        )
    try:
        columns = _header(rows[0][1])
    except InputError as error:
        raise error.at(path, rows[0][0]) from None
    table = [_row(row, columns, path) for row in rows[1:]]
    return _list(columns, table, rows[1:], path)


def _list(
    columns: Sequence[tuple[str, str, float]], table: list[list[float]], rows: list[Row], path: Path
) -> SpotList:
    """The spots, checked column by column so that what is wrong has its line."""
    fields: dict[str, tuple[float, ...]] = {}
    for (written, name, factor), values in zip(columns, zip(*table, strict=True), strict=True):
        fields[name] = tuple(value * factor for value in values)
        wrong = first_wrong(name, fields[name])
        if wrong is not None:
            raise InputError(wrong[1], path, rows[wrong[0]][0], written)
    try:
        return SpotList(**fields)
    except InputError as error:
        raise InputError(error.message, path) from None


def _header(line: str) -> list[tuple[str, str, float]]:
    """For each column: its name as written, the name of its field, and the factor of its unit."""
    if "," not in line:
        raise InputError(
            f"the header {shown(line.strip())} holds one column; columns are separated by commas"
        )
    columns = [_column(written.strip()) for written in line.split(",")]
    names = [name for _, name, _ in columns]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"two columns hold '{name}'; remove one")
    for name in NEEDED:
        if name not in names:
            raise InputError(f"the column '{name}' is missing; a header is at least '{_EXAMPLE}'")
    return columns


def _column(written: str) -> tuple[str, str, float]:
    name, _, unit = written.rpartition("_")
    if written in COLUMNS:
        name, unit = written, ""
    if name not in COLUMNS:
        known = [_examples(each)[0] for each in COLUMNS]
        hint = did_you_mean(written, known) or f"; known columns: {', '.join(known)}"
        raise InputError(f"the column {shown(written)} is not known{hint}")
    dimension = COLUMNS[name].dimension
    if unit in dimension.units:
        return written, name, dimension.units[unit]
    raise InputError(f"the column {shown(written)} {_unit_trouble(unit, dimension)}; write {_choices(name)}")


def _unit_trouble(unit: str, dimension: Dimension) -> str:
    if not unit:
        return "does not say its unit"
    other = next((each for each in DIMENSIONS if unit in each.units), None)
    if dimension not in _USUAL_UNITS:
        return "is a plain number and has no unit"
    if other is None:
        return f"has the unknown unit {shown(unit)}"
    return f"has the unit of {other}, not of {dimension}"


def _examples(name: str) -> list[str]:
    """A column with the units that are usual."""
    units = _USUAL_UNITS.get(COLUMNS[name].dimension)
    return [name] if units is None else [f"{name}_{unit}" for unit in units]


def _choices(name: str) -> str:
    return " or ".join(f"'{each}'" for each in _examples(name))


def _row(row: Row, columns: Sequence[tuple[str, str, float]], path: Path) -> list[float]:
    number, line = row
    cells = line.split(",")
    if len(cells) != len(columns):
        raise InputError(
            f"{shown(line.strip())} holds {len(cells)} values for {len(columns)} columns", path, number
        )
    values = []
    for cell, (written, _, _) in zip(cells, columns, strict=True):
        try:
            values.append(parse_number(cell.strip()))
        except InputError as error:
            raise error.at(path, number, written) from None
    return values
