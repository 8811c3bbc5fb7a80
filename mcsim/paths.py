"""Where shipped files lie: beside the package in a clone, inside it when installed from a wheel."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).parent


@cache
def shipped_folder(name: str) -> Path:
    """Folder `physics_data`, `geometries` or `benchmarks`, wherever this installation keeps it.

    Raises:
        FileNotFoundError: the installation lacks the folder.
    """
    for candidate in (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"this installation of mcsim lacks its folder '{name}'; install it again")


def cache_folder() -> Path:
    """Folder for compiled kernels and built tables (`MCSIM_CACHE_DIR` moves it)."""
    chosen = os.environ.get("MCSIM_CACHE_DIR")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("mcsim", appauthor=False))
