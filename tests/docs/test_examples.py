"""The examples run."""

from __future__ import annotations

import runpy
import sys

import pytest

from mcsim.cli.app import run_command
from mcsim.config import load_run_file
from tests.docs.pages import DOCS, EXAMPLES, links

SCRIPTS = sorted(path.name for path in EXAMPLES.glob("*.py"))
RUN_FILES = sorted(path.name for path in EXAMPLES.glob("*.yaml"))


def test_there_are_examples():
    assert len(SCRIPTS) >= 4
    assert len(RUN_FILES) >= 2


def test_the_page_of_examples_lists_them_all():
    listed = {
        link.removeprefix("examples/") for link in links(DOCS / "examples.md") if link.startswith("examples/")
    }
    assert listed == {*SCRIPTS, *RUN_FILES}


@pytest.mark.parametrize("name", SCRIPTS)
def test_script(name, playground, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [name])
    runpy.run_path(str(playground / name), run_name="__main__")
    assert capsys.readouterr().out


def test_shards_hold_the_same_bits(playground, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["shards.py", "1e5"])
    runpy.run_path(str(playground / "shards.py"), run_name="__main__")
    assert capsys.readouterr().out.count("the same bits") == 2


@pytest.mark.parametrize("name", RUN_FILES)
def test_run_file(name, playground, capsys):
    load_run_file(name)
    assert run_command(["run", name, "-o", "result.h5"]) == 0
    assert "closes exactly" in capsys.readouterr().out
