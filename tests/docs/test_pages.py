"""What pages say is so: links lead somewhere, code runs, run files are valid, names and options exist."""

from __future__ import annotations

import pkgutil
import re
import shlex
from pathlib import Path

import pytest
import typer
import yaml

import mcsim
from mcsim.cli.app import app, run_command
from mcsim.config import load_run_file, parse_run_file
from tests.docs.pages import DOCS, NOTEBOOKS, Block, anchors, blocks, links, made_by_the_build, pages

WRITTEN = [page for page in pages() if page.name not in ("run_file.md", "validation.md")]
BASE = {
    "mcsim": "1",
    "geometry": {
        "voxels": {
            "size": "20, 20, 20 cm",
            "voxel": "1 cm",
            "material": "water",
            "paint": [
                {"slab": {"axis": "z", "from": "1 cm", "to": "2 cm"}, "material": "lung", "name": "crystal"}
            ],
        }
    },
    "source": {"particle": "photon", "energy": "6 MeV"},
}


def name_of(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_links(page):
    for link in links(page):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        target, _, anchor = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        assert file.exists() or made_by_the_build(file), f"{page.name}: {link}"
        if anchor and file.exists():
            assert anchor in anchors(file), f"{page.name}: {link}"


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_code(page, playground):
    """Blocks of a page run one after the other; Python blocks share their names."""
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks(page):
        if block.language == "python":
            exec(compile(block.text, f"{page.name}, line {block.line}", "exec"), names)
        elif block.language == "yaml":
            check_run_file(block)
        elif block.language == "sh":
            run_commands(block)


def check_run_file(block: Block) -> None:
    """A whole run file, or a part of one that makes the base run file another valid one."""
    first = block.text.splitlines()[0]
    if re.fullmatch(r"# [\w.]+\.yaml", first):
        Path(first[2:]).write_text(block.text, encoding="utf-8")
        load_run_file(first[2:])
        return
    part = yaml.load(block.text, Loader=yaml.BaseLoader)
    parse_run_file(yaml.safe_dump({**BASE, **part}), f"line {block.line}")


def run_commands(block: Block) -> None:
    """The `mcsim` commands of a block, but for `warmup`."""
    for line in block.text.splitlines():
        words = shlex.split(line)
        if words[:1] == ["mcsim"] and words[1:] != ["warmup"] and ">" not in words:
            assert run_command(words[1:]) in (0, None), line


def test_python_api_names_everything_public():
    text = (DOCS / "python_api.md").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", text))
    public = {name for name in dir(mcsim) if not name.startswith("__")}
    assert public - words == set()


def test_command_line_page_names_every_command_and_option():
    text = (DOCS / "command_line.md").read_text(encoding="utf-8")
    commands = typer.main.get_command(app).commands
    for name, command in commands.items():
        assert f"mcsim {name}" in text, name
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option != "--help":
                    assert option in text, f"{name} {option}"
    assert set(re.findall(r"^mcsim (\w+)", text, re.MULTILINE)) == set(commands)


def test_process_table_names_files_that_exist():
    text = (DOCS / "physics.md").read_text(encoding="utf-8")
    package = Path(mcsim.__file__).parent
    for file in re.findall(r"`((?:physics|tables|transport)/\w+\.py)`", text):
        assert (package / file).is_file(), file


def test_step_control_of_the_manual_is_that_of_the_code():
    from mcsim.tables.steps import STEP_CONTROL

    text = (DOCS / "physics.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+ \| [\d.]+ \| \d+) \|", text, re.MULTILINE))
    expected = {
        name: f"{control.energy_loss:.2f} | {control.scattering_strength:.2f} | {control.finer_levels}"
        for name, control in STEP_CONTROL.items()
    }
    assert rows == expected


def test_navigation_lists_every_page():
    config = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r": ([\w/-]+\.md)$", config, re.MULTILINE))
    written = {name_of(page) for page in pages() if page.parent.name != "decisions"}  # added by a hook
    notebooks = {f"gallery/{notebook.stem}.md" for notebook in NOTEBOOKS}
    assert listed - {"run_file.md", "validation.md"} == (written | notebooks) - {
        "run_file.md",
        "validation.md",
    }


def test_the_api_pages_have_everything_public():
    text = "".join(page.read_text(encoding="utf-8") for page in (DOCS / "api").glob("*.md"))
    documented = set(re.findall(r"^::: [\w.]+\.(\w+)$", text, re.MULTILINE))
    public = {name for name in dir(mcsim) if not name.startswith("__")} - {"units"}
    assert public - documented == set()


def test_the_api_pages_name_what_is_there():
    for page in (DOCS / "api").glob("*.md"):
        for path in re.findall(r"^::: ([\w.]+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert pkgutil.resolve_name(path) is not None
