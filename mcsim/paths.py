"""Where files lie: shipped ones beside the package in a clone and inside it when installed, and the cache."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import platformdirs

from mcsim.errors import ResourceError

CACHE_VARIABLE = "MCSIM_CACHE_DIR"
_LOG = logging.getLogger(__name__)
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
    """Folder for compiled kernels and built tables (`MCSIM_CACHE_DIR` moves it); it may not be there yet."""
    chosen = os.environ.get(CACHE_VARIABLE)
    folder = Path(chosen or platformdirs.user_cache_dir("mcsim", appauthor=False))
    return folder if chosen or folder.is_absolute() else Path(os.devnull)  # nobody's home: kept nowhere


def writable_cache_folder(*parts: str) -> Path:
    """A folder in the cache folder, made when missing, or one that lasts as long as this process.

    The latter where the usual cache folder cannot be written, as without a home.

    Raises:
        ResourceError: `MCSIM_CACHE_DIR` names a folder that cannot be written.
    """
    whole = cache_folder()
    folder = whole.joinpath(*parts)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        reason = error.strerror or "it is full"
    advice = f"set {CACHE_VARIABLE} to a folder that can be written"
    if os.environ.get(CACHE_VARIABLE):
        raise ResourceError(f"cannot be written ({reason}); {advice}", file=whole)
    _LOG.warning("%s cannot be written (%s), so nothing is kept for the next run; %s", whole, reason, advice)
    passing = _passing_folder().joinpath(*parts)
    passing.mkdir(parents=True, exist_ok=True)
    return passing


@cache
def _passing_folder() -> Path:
    """A folder that is removed when this process ends."""
    try:
        folder = tempfile.mkdtemp(prefix="mcsim-")
    except OSError as error:
        raise ResourceError(f"no folder for temporary files can be written: {error.strerror}") from None
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
