"""What this machine has for a viewer: packages, a display."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
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
        ResourceError: some are missing, or there is no OpenGL library; says how to install them.
    """
    lacking = missing(packages)
    if lacking:
        raise ResourceError(f'the viewer needs {", ".join(lacking)}; install: pip install "mcsim[viewer]"')
    if not _has_opengl():
        raise ResourceError("the viewer needs OpenGL; on Debian: apt-get install libegl1 libgl1")


def _has_opengl() -> bool:
    """Whether there is a library to draw with; without one VTK would end the process."""
    if not sys.platform.startswith("linux"):
        return True
    for name in ("libEGL.so.1", "libGL.so.1", "libOSMesa.so.8", "libOSMesa.so"):
        with suppress(OSError):
            ctypes.CDLL(name)
            return True
    return False


def has_display() -> bool:
    """Whether a window can be opened: on Linux, whether the X server named by DISPLAY answers.

    The connection stays open: a server without clients may start anew, and refuse the next one meanwhile.
    """
    if sys.platform in ("win32", "darwin"):
        return True
    if not os.environ.get("DISPLAY"):
        return False
    with suppress(OSError, AttributeError):
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        return x11.XOpenDisplay(None) is not None
    return False


def display_words() -> str:
    """Why there is no display, in words."""
    name = os.environ.get("DISPLAY")
    return f"display '{name}' does not answer" if name else "no display here"
