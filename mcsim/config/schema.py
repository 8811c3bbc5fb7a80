"""The schema of a run file: JSON Schema for editors, and the reference page for people."""

from __future__ import annotations

import json
import re
from typing import Any

from mcsim.config.runfile import RunFile
from mcsim.units import ANGLE, DENSITY, ENERGY, LENGTH, Dimension

_HEAD = """# Run file reference

This page is made from the schema that reads run files: `mcsim schema --format markdown`. A whole run file is
`docs/examples/water_tank_6MV.yaml`; `mcsim schema` prints a JSON Schema that editors can use.

* A run file is YAML. Unknown and duplicate keys are errors that name file, line and nearest known key.
* Every dimensional number carries its unit: `6 MeV`, `5 mm`; one unit serves a list: `30, 30, 30 cm`.
{units}
* Sizes reach from 0.1 nm to 1000 km, coordinates from -1000 to 1000 km; a tally has at most a million
  bins along an axis.
* Energies and cutoffs are kinetic. x, y and z are lists of three, in that order.
* Where a single key has a sole content, the content may stand alone: `material: water` for
  `material: {{name: water}}`, `shape: point` for `shape: {{point: {{}}}}`.
* Relative paths start at the run file's folder, but for `output`, which starts at the current folder.

"""


def json_schema() -> dict[str, Any]:
    """JSON Schema of a run file."""
    schema = RunFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def reference() -> str:
    """The reference page of the run file, in Markdown."""
    units = [
        f"* Units of {one.name}: {', '.join(_plain_units(one))}." for one in (LENGTH, ENERGY, ANGLE, DENSITY)
    ]
    schema = json_schema()
    sections = {"The whole file": schema, **_tallies(schema), **_in_order(schema)}
    head = _HEAD.format(units="\n".join(units))
    return head + "\n".join(_section(title, part) for title, part in sections.items()).rstrip() + "\n"


def _plain_units(dimension: Dimension) -> list[str]:
    return [f"`{name}`" for name in dimension.units if name.isascii() and "^" not in name]


def _tallies(schema: dict[str, Any]) -> dict[str, Any]:
    """Schemas of the tallies by title."""
    return {one["title"]: one for one in schema["properties"]["tallies"]["additionalProperties"]["oneOf"]}


def _in_order(schema: dict[str, Any]) -> dict[str, Any]:
    """Definitions by name in the order in which a reader meets them, each before what it holds."""
    definitions = schema["$defs"]
    names = _references({key: part for key, part in schema.items() if key != "$defs"})
    for name in names:
        names += [inner for inner in _references(definitions[name]) if inner not in names]
    return {name: definitions[name] for name in names}


def _references(schema: Any) -> list[str]:
    return list(dict.fromkeys(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema))))


def _section(title: str, schema: dict[str, Any]) -> str:
    lines = [
        f"## {title}",
        "",
        *_paragraph(schema),
        "| key | what | value | default |",
        "| --- | --- | --- | --- |",
    ]
    needed = schema.get("required", [])
    for key, field in schema.get("properties", {}).items():
        default = "needed" if key in needed else _default(field)
        cells = (f"`{key}`", field.get("description", ""), _kind(field), default)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    if not schema.get("properties"):
        lines = lines[:-2]
        lines.append("No keys: the name alone is enough.")
    return "\n".join([*lines, ""])


def _paragraph(schema: dict[str, Any]) -> list[str]:
    text = schema.get("description", "")
    return [" ".join(text.split()), ""] if text else []


def _default(field: dict[str, Any]) -> str:
    value = field.get("default")
    if value is None or value == "" or isinstance(value, dict | list):
        return ""
    return f"`{value}`"


_OWN_SECTION = {
    "Dose",
    "RegionEnergy",
    "Escape",
    "PlaneFluence",
    "PulseHeight",
    "Kerma",
    "LinearEnergyTransfer",
    "Tracks",
}


def _kind(field: dict[str, Any]) -> str:
    """Words for what a field's value is."""
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    for several in ("oneOf", "anyOf"):
        if several in field:
            return " or ".join(_kind(one) for one in field[several] if one.get("type") != "null")
    if "const" in field or "enum" in field:
        return ", ".join(f"`{value}`" for value in field.get("enum", [field.get("const")]))
    if isinstance(field.get("additionalProperties"), dict):
        return f"name: {_kind(field['additionalProperties'])}"
    if field.get("title") in _OWN_SECTION and "properties" in field:
        return f"[{field['title']}](#{field['title'].lower()})"
    if field.get("type") == "array" and "items" in field:
        return f"list of {_kind(field['items'])}"
    if (
        field.get("type") == "object"
        and len(field.get("required", [])) == 1
        and "type" not in field["properties"]
    ):
        key = field["required"][0]
        return f"`{key}:` {_kind(field['properties'][key])}"
    example = f" (`{field['examples'][0]}`)" if field.get("examples") else ""
    words = {"string": "text", "object": "mapping"}
    kind = str(field.get("type", ""))
    return str(field.get("format", words.get(kind, kind))) + example
