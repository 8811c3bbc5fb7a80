"""HTML from templates: whatever a user or a file names is escaped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


def rendered(template: str, **content: Any) -> str:
    """A template of this package, filled in."""
    return _environment().get_template(template).render(**content)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("mcsim.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
