"""The floors of the package: what the developer guide draws is so."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from xml.etree import ElementTree

import pytest

import mcsim
from tests.docs.pages import DOCS

_spec = importlib.util.spec_from_file_location("architecture", DOCS / "hooks" / "architecture.py")
architecture = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(architecture)
IMPORTS = architecture.imports(Path(mcsim.__file__).parent)


def test_every_part_has_its_floor():
    assert set(IMPORTS) <= set(architecture.ORDER)


@pytest.mark.parametrize("part", sorted(IMPORTS))
def test_imports_go_down(part):
    below = architecture.ORDER[architecture.ORDER.index(part) + 1 :]
    assert IMPORTS[part] - set(below) == set()


def test_an_import_upwards_would_be_seen(tmp_path):
    (tmp_path / "physics").mkdir()
    (tmp_path / "physics" / "rng.py").write_text("from mcsim.cli import app\nfrom mcsim import units\n")
    assert architecture.imports(tmp_path) == {"physics": {"cli", "units"}}


def test_the_picture_shows_every_part():
    root = ElementTree.fromstring(architecture.picture(IMPORTS))
    words = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert set(IMPORTS) <= words


def test_the_page_names_every_part():
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    for part in IMPORTS:
        assert f"`mcsim/{part}/`" in page or f"`mcsim/{part}.py`" in page, part
