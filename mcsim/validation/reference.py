"""Reference values: finding and reading the tables that cases compare with.

Small curves are shipped in `benchmarks/reference`. Published tables are not: the user names a folder that
holds them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import DataError
from mcsim.paths import shipped_folder

Floats = NDArray[np.float64]


class MissingReference(Exception):  # noqa: N818
    """A reference file is not at hand."""


def find_reference(file: str, folder: Path | None) -> Path:
    """Path of a reference file: in the user's folder, else among the shipped ones.

    Raises:
        MissingReference: in neither.
    """
    candidates = [shipped_folder("benchmarks") / "reference" / file]
    if folder is not None:
        candidates = [folder / file, folder / Path(file).name, *candidates]
    for path in candidates:
        if path.is_file():
            return path
    raise MissingReference(f"reference missing: {file}")


@dataclass(frozen=True)
class Table:
    """A CSV table with a header line; lines that begin with # are comments.

    Attributes:
        path: where it came from.
        rows: the cells by column name.
    """

    path: Path
    rows: tuple[Mapping[str, str], ...]

    def where(self, conditions: Mapping[str, str]) -> Table:
        """The rows whose cells equal those of `conditions`.

        Raises:
            DataError: no row does.
        """
        kept = tuple(
            row for row in self.rows if all(row.get(column) == cell for column, cell in conditions.items())
        )
        if not kept:
            wanted = ", ".join(f"{column} {cell}" for column, cell in conditions.items())
            raise DataError(f"no row with {wanted}", self.path)
        return Table(self.path, kept)

    def column(self, name: str) -> Floats:
        """Numbers of a column.

        Raises:
            DataError: no such column, or a cell is no number.
        """
        try:
            return np.array([float(row[name]) for row in self.rows])
        except KeyError:
            raise DataError(f"no column '{name}'; there are {', '.join(self.rows[0])}", self.path) from None
        except ValueError as error:
            raise DataError(f"column '{name}': {error}", self.path) from None


def read_table(path: Path) -> Table:
    """Read a CSV table.

    Raises:
        DataError: it cannot be read or holds no rows.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"this reference cannot be read: {error}", path) from None
    rows = tuple(csv.DictReader(line for line in lines if line.strip() and not line.startswith("#")))
    if not rows:
        raise DataError("this reference holds no rows", path)
    return Table(path, rows)
