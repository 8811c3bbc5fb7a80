"""Pages of the documentation, taken apart: their code blocks, links and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = DOCS / "examples"
NOTEBOOKS = sorted((DOCS / "gallery").glob("*.py"))

_BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#+ (?P<text>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block of code."""

    language: str
    text: str
    line: int


def made_by_the_build(file: Path) -> bool:
    """Whether a file is not kept but made when the pages are built: reports, notebooks, the architecture."""
    made = {"run_file.md", "validation.md", "architecture.svg"}
    return file.name in made or file.with_suffix(".py") in NOTEBOOKS


def pages() -> list[Path]:
    """All pages, decision pages included."""
    return sorted(DOCS.rglob("*.md"))


def blocks(page: Path) -> list[Block]:
    """Code blocks of a page in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(found["language"], found["text"], text.count("\n", 0, found.start("text")) + 1)
        for found in _BLOCK.finditer(text)
    ]


def links(page: Path) -> list[str]:
    """Targets of the links of a page, code apart."""
    return [found["target"] for found in _LINK.finditer(_prose(page))]


def anchors(page: Path) -> set[str]:
    """Anchors that the headings of a page make."""
    return {_slug(found["text"]) for found in _HEADING.finditer(_prose(page))}


def _prose(page: Path) -> str:
    return re.sub(r"`[^`\n]*`", "", _BLOCK.sub("", page.read_text(encoding="utf-8")))


def _slug(heading: str) -> str:
    words = re.sub(r"[^\w\s-]", "", heading).strip().lower()
    return re.sub(r"[\s-]+", "-", words)
