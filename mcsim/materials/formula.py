"""Reading chemical formulas such as `C5H8O2`, `Ca10(PO4)6(OH)2` or `Lu1.8Y0.2SiO5`."""

from __future__ import annotations

import re
from collections import Counter

from mcsim.data.elements import element
from mcsim.errors import DataError, InputError, shown

_TOKEN = re.compile(r"([A-Z][a-z]?)|([(\[])|([)\]])|(\d+\.?\d*|\.\d+)|(\s+)")
_EXAMPLE = "write it as in C5H8O2"


def parse_formula(formula: str) -> dict[int, float]:
    """Number of atoms of each element (by atomic number) in a formula unit.

    Groups stand in round or square brackets; numbers may have decimals.

    Raises:
        InputError: the text is not a formula, or names an unknown element.
    """
    if not isinstance(formula, str):
        raise InputError(f"{shown(formula)} is no chemical formula; {_EXAMPLE}")
    groups: list[Counter[int]] = [Counter()]
    last: Counter[int] = Counter()
    place = 0
    while place < len(formula):
        found = _TOKEN.match(formula, place)
        if found is None:
            raise InputError(
                f"cannot read the formula {shown(formula)} at {shown(formula[place:])}; {_EXAMPLE}"
            )
        symbol, opened, closed, number, _ = found.groups()
        if symbol:
            last = Counter({_atomic_number(symbol, formula): 1})
            groups[-1].update(last)
        elif opened:
            groups.append(Counter())
        elif closed:
            last = _close(groups, formula)
        elif number:
            _repeat(groups[-1], last, float(number), formula)
            last = Counter()
        place = found.end()
    if len(groups) != 1 or not groups[0]:
        raise InputError(f"the formula {shown(formula)} is empty or lacks a closing bracket; {_EXAMPLE}")
    return {z: float(count) for z, count in sorted(groups[0].items())}


def _atomic_number(symbol: str, formula: str) -> int:
    try:
        return element(symbol).z
    except DataError as error:
        raise InputError(f"{error.message} in the formula {shown(formula)}") from error


def _close(groups: list[Counter[int]], formula: str) -> Counter[int]:
    if len(groups) < 2:
        raise InputError(f"the formula {shown(formula)} has a closing bracket too many")
    inner = groups.pop()
    groups[-1].update(inner)
    return inner


def _repeat(group: Counter[int], last: Counter[int], times: float, formula: str) -> None:
    """Turn the one occurrence of `last`, already counted in `group`, into `times` of it."""
    if not last or times <= 0.0:
        raise InputError(f"the formula {shown(formula)} has a number without an element, or a zero")
    for z, count in last.items():
        group[z] += count * (times - 1.0)  # type: ignore[assignment]
