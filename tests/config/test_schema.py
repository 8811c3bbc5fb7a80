"""The schema, and the reference page made from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import jsonschema
import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from mcsim.config import RunFile, load_run_file
from mcsim.config.examples import EXAMPLES, WHOLE
from mcsim.config.schema import json_schema, reference
from mcsim.schema.description import Description

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


def _kinds(base: type[Description] = Description) -> Iterator[type[Description]]:
    for kind in base.__subclasses__():
        if kind.__module__.startswith("mcsim."):
            yield kind
        yield from _kinds(kind)


KINDS = {kind.__name__: kind for kind in _kinds()}
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", reference(), re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("section", SECTIONS)
def test_sections_hold_the_keys_of_their_description(section):
    text = SECTIONS[section]
    keys = set(KINDS[section].keys())
    if "| `type` |" in text:
        keys -= {"name"}  # a tally's name is its key
    assert keys <= set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert ("No keys" in text) == (not keys and "| `type` |" not in text)


def test_every_section_has_examples():
    assert set(EXAMPLES) == set(SECTIONS)
    assert WHOLE in reference()
    for section, text in SECTIONS.items():
        assert re.findall(r"^\* `(.*)`$", text, re.MULTILINE) == list(EXAMPLES[section])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what the examples name: a phantom, a spectrum and spots."""
    (tmp_path / "phantom.yaml").write_text(yaml.safe_dump(yaml.safe_load(WHOLE)["geometry"]))
    (tmp_path / "tube.csv").write_text("E_keV,weight\n60,1\n")
    (tmp_path / "field.csv").write_text("energy_MeV,x_mm,y_mm,weight\n100,0,0,1\n")
    return tmp_path


@pytest.mark.parametrize("section", EXAMPLES)
def test_examples_are_read_and_fit_the_json_schema(section, folder):
    for line in EXAMPLES[section]:
        ((key, value),) = yaml.load(line, Loader=yaml.BaseLoader).items()
        plain = yaml.safe_load(line)[key]
        if key in set(RunFile.keys()):
            _check_whole({key: value}, {key: plain}, folder)
        else:
            assert any(_fits(one, value, plain, folder) for one in _fields(key)), line


def _check_whole(part: dict[str, Any], plain: dict[str, Any], folder: Path) -> None:
    run = yaml.load(WHOLE, Loader=yaml.BaseLoader)
    run["geometry"]["voxels"]["paint"] = [{"slab": {"from": "1 cm", "to": "2 cm"}, "material": "lung"}]
    run["geometry"]["voxels"]["paint"][0]["name"] = "crystal"
    run["source"] = {"particle": "proton", "energy": "150 MeV"}
    (folder / "run.yaml").write_text(yaml.safe_dump({**run, **part}))
    load_run_file(folder / "run.yaml")
    jsonschema.validate({**run, "mcsim": 1, **plain}, json_schema())


def _fields(key: str) -> Iterator[TypeAdapter[Any]]:
    """What may stand under a key, in any description that has it."""
    for kind in KINDS.values():
        for name, field in kind.model_fields.items():
            if (field.alias or name) == key:
                yield TypeAdapter(Annotated[field.annotation, "as a field", *field.metadata])


def _fits(field: TypeAdapter[Any], value: Any, plain: Any, folder: Path) -> bool:
    try:
        field.validate_python(value, context={"folder": folder})
    except ValidationError:
        return False
    jsonschema.validate(plain, field.json_schema())
    return True


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
