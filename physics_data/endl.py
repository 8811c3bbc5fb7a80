"""Reader of the evaluated libraries EPDL97 and EADL in the ENDL text format.

A file is a row of blocks. Each block has two header lines and rows of numbers in columns of 11
characters, and ends with a line that is blank but for a 1 in column 72. Numbers carry exponents
without the letter E, with or without a blank after the sign: `1.059784-6`, ` 8.94320- 3`.

Format: Perkins, Cullen, UCRL-50400 vol. 30 (EADL, 1991); Cullen, Hubbell, Kissel, UCRL-50400 vol. 6
rev. 5 (EPDL97, 1997).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

_WIDTH = 11
_EXPONENT = re.compile(r"(?<=[\d.])([+-])\s*(\d+)")

SHELLS = {
    1: "K", 3: "L1", 5: "L2", 6: "L3", 8: "M1", 10: "M2", 11: "M3", 13: "M4", 14: "M5",
    16: "N1", 18: "N2", 19: "N3", 21: "N4", 22: "N5", 24: "N6", 25: "N7",
    27: "O1", 29: "O2", 30: "O3", 32: "O4", 33: "O5", 35: "O6", 36: "O7",
    41: "P1", 43: "P2", 44: "P3", 46: "P4", 47: "P5", 58: "Q1",
}  # fmt: skip
"""Name of each subshell designator of the libraries."""


class Block(NamedTuple):
    """One block: atomic number, reaction C, property I, subshell designator (0 for none), rows."""

    z: int
    reaction: int
    quantity: int
    shell: int
    secondary: int
    rows: np.ndarray


def read_blocks(text: str, wanted: set[tuple[int, int]]) -> Iterator[Block]:
    """Blocks whose (reaction, property) is in `wanted`, in the order of the file."""
    lines: list[str] = []
    for line in text.splitlines():
        if len(line) == 72 and line[71] == "1" and not line[:71].strip():
            block = _read_block(lines, wanted)
            if block is not None:
                yield block
            lines = []
        else:
            lines.append(line)


def _read_block(lines: list[str], wanted: set[tuple[int, int]]) -> Block | None:
    first, second = lines[:2]
    reaction, quantity = int(second[:2]), int(second[2:5])
    if (reaction, quantity) not in wanted:
        return None
    has_shell = second[5:8].strip() == "91"
    shell = round(_number(second[21:32])) if has_shell else 0
    rows = np.array([_numbers(line) for line in lines[2:]])
    return Block(int(first[:3]), reaction, quantity, shell, int(first[9:12] or 0), rows)


def _numbers(line: str) -> list[float]:
    return [_number(line[i : i + _WIDTH]) for i in range(0, len(line.rstrip()), _WIDTH)]


def _number(field: str) -> float:
    return float(_EXPONENT.sub(r"e\1\2", field.strip()))
