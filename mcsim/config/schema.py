"""The schema of a run file: JSON Schema for editors, and the reference page for people."""

from __future__ import annotations

import json
import re
from typing import Any

from mcsim.config.examples import EXAMPLES, WHOLE
from mcsim.config.runfile import RunFile
from mcsim.units import ANGLE, DENSITY, ENERGY, LENGTH, Dimension

_HEAD = """# Run file reference

This page is made from the schema that reads run files: `mcsim schema --format markdown`; `mcsim schema`
prints a JSON Schema that editors can use. A short run file:

```yaml
{whole}```

* A run file is YAML. Unknown and duplicate keys are errors that name file, line and nearest known key.
* Every dimensional number carries its unit: `6 MeV`, `5 mm`; one unit serves a list: `30, 30, 30 cm`.
{units}
* Sizes reach from 0.1 nm to 1000 km, coordinates from -1000 to 1000 km; a tally has at most a million
  bins along an axis.
* Energies and cutoffs are kinetic. x, y and z are lists of three, in that order.
* Inside braces a value with commas needs quotes: `{{size: "30, 30, 30 cm"}}`.
* Many things may be written as one value or with keys: `material: water` or `material: {{name: water}}`.
  The sections below have an example of every form.
* Relative paths start at the run file's folder, but for `output`, which starts at the current folder.

"""


def json_schema() -> dict[str, Any]:
    """JSON Schema of a run file."""
    schema = RunFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def reference() -> str:
    """The reference page of the run file, in Markdown."""
    units = [f"* Units of {one.name}: {', '.join(_plain_units(one))}." for one in _DIMENSIONS]
    schema = json_schema()
    sections = {"The whole file": schema, **_tallies(schema), **_in_order(schema)}
    head = _HEAD.format(units="\n".join(units), whole=WHOLE)
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
    keys, alone = _forms(schema)
    lines = [f"## {title}", "", *_paragraph(schema)]
    if title in EXAMPLES:
        lines += [*(f"* `{example}`" for example in EXAMPLES[title]), ""]
    if alone:
        lines += [f"A value alone is the `{alone}`.", ""]
    return "\n".join([*lines, *(_table(keys) if keys.get("properties") else _NO_KEYS), ""])


def _forms(schema: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The form with keys, and the key whose value may stand alone in its place, if any."""
    if "anyOf" not in schema:
        return schema, ""
    value, keys = schema["anyOf"]
    return keys, next(key for key, field in keys["properties"].items() if field == value)


def _table(schema: dict[str, Any]) -> list[str]:
    lines = ["| key | what | value | default |", "| --- | --- | --- | --- |"]
    needed = schema.get("required", [])
    for key, field in schema["properties"].items():
        default = "needed" if key in needed else _default(field)
        cells = (f"`{key}`", field.get("description", ""), _kind(field), default)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return lines


def _paragraph(schema: dict[str, Any]) -> list[str]:
    text = schema.get("description", "")
    return [" ".join(text.split()), ""] if text else []


def _default(field: dict[str, Any]) -> str:
    value = field.get("default")
    if value is None or isinstance(value, dict) or value in ("", []):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    numbers = value if isinstance(value, list) else [value]
    if all(isinstance(number, float) for number in numbers):
        return f"`{', '.join(f'{number:g}' for number in numbers)} {_unit(field)}".rstrip() + "`"
    return f"`{value}`"


def _unit(field: dict[str, Any]) -> str:
    """Unit that the default of a field is in; none for a number."""
    return next((one.own_unit for one in _DIMENSIONS if one.name in field.get("format", "")), "")


_DIMENSIONS = (LENGTH, ENERGY, ANGLE, DENSITY)
_NO_KEYS = ["No keys: the name alone is enough."]
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
    if field.get("format") == "words":
        return f"some of {_kind(field['items'])}"
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
    words = {"string": "text", "object": "mapping", "integer": "whole number"}
    kind = str(field.get("type", ""))
    return str(field.get("format", words.get(kind, kind))) + example
