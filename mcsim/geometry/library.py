"""Phantoms shipped as YAML files in `geometries/`, found by name."""

from __future__ import annotations

from mcsim.errors import InputError, did_you_mean, shown
from mcsim.paths import shipped_folder
from mcsim.schema.document import Document, read_document


def geometry_names() -> list[str]:
    """Names of the shipped phantoms, sorted."""
    return sorted(path.stem for path in shipped_folder("geometries").glob("*.yaml"))


def named_geometry(name: str) -> Document:
    """The file of a shipped phantom.

    Raises:
        InputError: there is no phantom of that name.
    """
    names = geometry_names()
    if name not in names:
        hint = did_you_mean(str(name), names) or f"; there are: {', '.join(names)}"
        raise InputError(f"no geometry is called {shown(name)}{hint}", key="name")
    return read_document(shipped_folder("geometries") / f"{name}.yaml")
