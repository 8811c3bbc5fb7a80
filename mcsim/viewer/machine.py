"""What this machine has for a viewer: packages, a display."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

from mcsim.errors import ResourceError

PICTURES = ("pyvista",)
WEB = ("pyvista", "trame", "trame_vtk", "trame_vuetify", "trame_pyvista")


def missing(packages: tuple[str, ...]) -> list[str]:
    """Those that are not installed."""
    return [name for name in packages if find_spec(name) is None]


def require(packages: tuple[str, ...]) -> None:
    """Refuse to go on without packages.

    Raises:
        ResourceError: some are missing; says how to install them.
    """
    lacking = missing(packages)
    if lacking:
        raise ResourceError(f'the viewer needs {", ".join(lacking)}; install: pip install "mcsim[viewer]"')


def has_display() -> bool:
    """Whether a window can be opened."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
