"""mkdocs hook: the pages in `docs/decisions/` end the developer guide, whichever there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def on_config(config: Any) -> Any:
    """Add the section."""
    found = sorted((Path(config.docs_dir) / "decisions").glob("*.md"))
    if found:
        guide = next(section["Developer guide"] for section in config.nav if "Developer guide" in section)
        guide.append({"Decisions": [f"decisions/{page.name}" for page in found]})
    return config
