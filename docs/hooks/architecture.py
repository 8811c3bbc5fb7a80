"""mkdocs hook: the picture of the architecture, drawn from the imports that the package really has.

`FLOORS` says which part stands where. Imports at the top of a file go to the same part or to one further down
the list (`tests/docs/test_architecture.py`); those inside functions load what is needed late.
"""

from __future__ import annotations

import ast
import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FLOORS: dict[str, tuple[str, ...]] = {
    "faces": ("", "viewer", "", "cli", "", ""),
    "pages": ("", "report", "", "validation", "", ""),
    "pictures, run files": ("", "plots", "", "config", "", ""),
    "a run": ("", "", "simulation", "", "range_modulation", ""),
    "run loop, checks": ("checks", "", "engine", "", "", ""),
    "arrays of a run": ("", "", "world", "", "", ""),
    "scores, tables": ("tallies", "results", "", "tables", "", ""),
    "compiled": ("", "", "", "", "transport", "physics"),
    "descriptions": ("", "sources", "geometry", "", "", ""),
    "settings, matter": ("settings", "", "", "materials", "data", ""),
    "schema": ("schema", "", "", "", "", ""),
    "ground": (
        "jit", "precision", "progress", "memory", "frame", "units", "notebook", "paths", "version", "errors",
    ),
}  # fmt: skip
"""Parts of the package by floor, from the top; empty places are for the eye."""

ORDER = [part for parts in FLOORS.values() for part in parts if part]
"""All parts, from the top: each imports only what comes after it."""

_GROUND = "ground"  # what everybody may use: no lines are drawn to it
_WIDTH, _BOX, _ROW, _LEFT = 960, (126, 32), 66, 140
_BLUE, _GREY = "#0072B2", "#5f6b73"


def on_files(files: Any, config: Any) -> Any:
    """Add the picture."""
    from mkdocs.structure.files import File

    package = Path(config.docs_dir).parent / "mcsim"
    files.append(File.generated(config, "architecture.svg", content=picture(imports(package, late=True))))
    return files


def imports(package: Path, late: bool = False) -> dict[str, set[str]]:
    """For each part of the package the other parts that its files import at their top, or `late` ones too."""
    found: dict[str, set[str]] = {}
    for file in sorted(package.rglob("*.py")):
        part = file.relative_to(package).parts[0].removesuffix(".py")
        if not part.startswith("__") and "_shipped" not in file.parts:
            found.setdefault(part, set()).update(_imported(ast.parse(file.read_text(encoding="utf-8")), late))
    return {part: others - {part} for part, others in found.items()}


def _imported(module: ast.Module, late: bool) -> Iterator[str]:
    for statement in ast.walk(module) if late else module.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "mcsim":
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("mcsim."):
            yield str(statement.module).split(".")[1]


def picture(found: dict[str, set[str]]) -> str:
    """The floors as rows of boxes, with a line for each import that does not follow from others (SVG)."""
    places = dict(_places(found))
    lines = [_line(places[part], places[other]) for part, other in _direct(found) if other in places]
    boxes = [_box(part, at) for part, at in places.items()]
    rows = [_row(number, name) for number, name in enumerate(_shown_floors(found))]
    height = _ROW * len(rows) + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
        ' font-family="system-ui, DejaVu Sans, sans-serif" font-size="13">'
        "<title>Floors of the package and what imports what: every line goes down</title>"
        f"{''.join(rows)}{''.join(lines)}{''.join(boxes)}</svg>"
    )


def _shown_floors(found: dict[str, set[str]]) -> list[str]:
    return [name for name, parts in FLOORS.items() if any(part in found for part in parts)]


def _places(found: dict[str, set[str]]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Middle of the box of each part."""
    for row, name in enumerate(_shown_floors(found)):
        room = (_WIDTH - _LEFT) / len(FLOORS[name])
        for number, part in enumerate(FLOORS[name]):
            if part in found:
                yield part, (_LEFT + room * (number + 0.5), _ROW * (row + 0.5) + 5)


def _direct(found: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Imports apart from those of the ground floor and those that go through another part anyway."""
    graph = {
        part: {one for one in others if one not in FLOORS[_GROUND] and ORDER.index(one) > ORDER.index(part)}
        for part, others in found.items()
    }
    for part, others in graph.items():
        if part in FLOORS[_GROUND]:
            continue
        for other in sorted(others):
            if not any(other in _below(graph, middle) for middle in others - {other}):
                yield part, other


def _below(graph: dict[str, set[str]], part: str) -> set[str]:
    """All parts that a part imports, directly or through others."""
    reached: set[str] = set()
    waiting = [part]
    while waiting:
        new = graph.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x, y), (u, v) = start, end
    if abs(v - y) < _ROW / 2:  # on one floor: beside each other
        side = _BOX[0] / 2 * (1 if u > x else -1)
        return _path(f"M{x + side:.0f},{y:.0f} L{u - side:.0f},{v:.0f}")
    y, v = y + _BOX[1] / 2, v - _BOX[1] / 2
    bend = 0.45 * (v - y)
    return _path(f"M{x:.0f},{y:.0f} C{x:.0f},{y + bend:.0f} {u:.0f},{v - bend:.0f} {u:.0f},{v:.0f}")


def _path(steps: str) -> str:
    return f'<path d="{steps}" fill="none" stroke="{_BLUE}" stroke-opacity="0.55" stroke-width="1.4"/>'


def _box(part: str, at: tuple[float, float]) -> str:
    small = part in FLOORS[_GROUND]
    width, height = (74, 26) if small else _BOX
    left, top = at[0] - width / 2, at[1] - height / 2
    return (
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{width}" height="{height}" rx="5" fill="#ffffff"'
        f' stroke="{_GREY if small else _BLUE}"/>'
        f'<text x="{at[0]:.0f}" y="{at[1] + 4:.0f}" text-anchor="middle"'
        f' font-size="{11 if small else 12.5}" fill="#1c1c1c">{html.escape(part)}</text>'
    )


def _row(number: int, name: str) -> str:
    top = _ROW * number + 5
    shade = "#f3f6f8" if number % 2 == 0 else "#ffffff"
    return (
        f'<rect x="0" y="{top}" width="{_WIDTH}" height="{_ROW}" fill="{shade}"/>'
        f'<text x="12" y="{top + _ROW / 2 + 4:.0f}" fill="{_GREY}">{html.escape(name)}</text>'
    )
