"""The schema, and the reference page made from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mcsim.config import RunFile
from mcsim.config.schema import json_schema, reference

DOCS = Path(__file__).parents[2] / "docs"


def test_reference_page_is_in_step():
    text = (DOCS / "run_file.md").read_text(encoding="utf-8")
    assert text == reference(), "make it again: mcsim schema --format markdown > docs/run_file.md"


def test_every_section_and_key_is_described():
    for line in reference().splitlines():
        cells = [cell.strip() for cell in line.split(" | ")]
        if line.startswith("| `"):
            assert cells[1], line
            assert cells[2], line


def test_links_of_the_reference_page_lead_somewhere():
    text = reference()
    sections = {line[3:].lower() for line in text.splitlines() if line.startswith("## ")}
    links = {part.split(")")[0] for part in text.split("](#")[1:]}
    assert links <= sections


def test_json_schema_is_plain_and_closed():
    schema = json_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert set(schema["properties"]) == set(RunFile.keys())
    assert schema["required"] == ["mcsim", "geometry", "source"]
    for name, part in _objects(schema):
        assert part["additionalProperties"] is not True, name


def _objects(part: Any, name: str = "") -> list[tuple[str, dict[str, Any]]]:
    found = []
    if isinstance(part, dict):
        if part.get("type") == "object" and "properties" in part:
            found.append((name, part))
        for key, inner in part.items():
            found += _objects(inner, f"{name}/{key}")
    elif isinstance(part, list):
        for number, inner in enumerate(part):
            found += _objects(inner, f"{name}/{number}")
    return found
