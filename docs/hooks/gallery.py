"""mkdocs hook: the notebooks of `docs/gallery/` are run while the pages are built.

They are kept as Python text with cells (the percent format of jupytext). Each becomes a page, with its
pictures beside it, and an executed .ipynb to download. A cell that fails stops the build.
"""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from mkdocs.structure.files import File
from nbclient import NotebookClient

_LIMIT = 300  # seconds of one cell, compiling included


def on_files(files: Any, config: Any) -> Any:
    """Add a page, pictures and an executed notebook for each source."""
    for source in sorted((Path(config.docs_dir) / "gallery").glob("*.py")):
        notebook = _executed(source)
        for name, content in _pages(notebook, source.stem):
            files.append(File.generated(config, f"gallery/{name}", content=content))
    return files


def _executed(source: Path) -> Any:
    """The notebook with its outputs, run in a folder of its own."""
    notebook = jupytext.read(source)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(notebook, timeout=_LIMIT, resources={"metadata": {"path": folder}}).execute()
    for cell in notebook.cells:
        _drop_names(cell)
    return notebook


def _drop_names(cell: Any) -> None:
    """Where a cell shows a picture, the name of the object that drew it says nothing more."""
    outputs = cell.get("outputs", [])
    if any("image/png" in output.get("data", {}) for output in outputs):
        cell["outputs"] = [output for output in outputs if output.output_type != "execute_result"]


def _pages(notebook: Any, stem: str) -> Iterator[tuple[str, str | bytes]]:
    """Names and contents of the files that a notebook becomes."""
    pictures: list[bytes] = []
    parts = [part for cell in notebook.cells for part in _parts(cell, stem, pictures)]
    link = f"[Download this page as a notebook]({stem}.ipynb)"
    yield f"{stem}.md", "\n\n".join([*parts, link]) + "\n"
    yield f"{stem}.ipynb", nbformat.writes(notebook)
    for number, picture in enumerate(pictures, start=1):
        yield f"{stem}_{number}.png", picture


def _parts(cell: Any, stem: str, pictures: list[bytes]) -> Iterator[str]:
    """Markdown of a cell and its outputs; pictures are collected."""
    if cell.cell_type == "markdown":
        yield cell.source
        return
    yield f"```python\n{cell.source}\n```"
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if output.output_type == "stream":
            yield f"```text\n{output.text.rstrip()}\n```"
        elif "text/html" in data:
            yield data["text/html"].replace("\n", "")
        elif "image/png" in data:
            pictures.append(base64.b64decode(data["image/png"]))
            yield f"![{cell.metadata['alt']}]({stem}_{len(pictures)}.png)"
        elif "text/plain" in data:
            yield f"```text\n{data['text/plain']}\n```"
