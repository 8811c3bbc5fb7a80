"""mkdocs hook: the pages in `docs/decisions/` stand at the end of the navigation, whichever there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def on_config(config: Any) -> Any:
    """Add the section."""
    found = sorted((Path(config.docs_dir) / "decisions").glob("*.md"))
    if found:
        config.nav.append({"Decisions": [f"decisions/{page.name}" for page in found]})
    return config
