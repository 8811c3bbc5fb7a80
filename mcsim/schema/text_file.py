"""Text files of the user's, read with care: no device, no pipe, and no more than is sensible."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from mcsim.errors import InputError, did_you_mean, shown

LARGEST_TABLE = 64_000_000
"""Characters in a file of numbers; more is another kind of file."""


def as_path(given: object) -> Path:
    """The path that was given.

    Raises:
        InputError: it is no path.
    """
    if isinstance(given, str | os.PathLike):
        return Path(given)
    raise InputError(f"{shown(given)} is no path of a file")


def read_text(path: Path, largest: int = LARGEST_TABLE) -> str:
    """The text of a UTF-8 file, of at most `largest` characters; a byte-order mark is left out.

    Raises:
        InputError: there is no such file, it is no ordinary file, too large, or no text.
    """
    try:
        _require_ordinary(path)
        with open(path, encoding="utf-8-sig") as file:
            text = file.read(largest + 1)
    except FileNotFoundError:
        raise InputError(f"there is no such file{_neighbours(path)}", path) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path) from None
    except UnicodeDecodeError:
        raise InputError("is not a text file (UTF-8); is it the right file?", path) from None
    if len(text) > largest:
        raise InputError("is too large for a text file of this kind; is it the right file?", path)
    return text


def _require_ordinary(path: Path) -> None:
    """Refuse folders, and what has no end or may never begin: devices, pipes and sockets."""
    try:
        mode = path.stat().st_mode
    except ValueError:
        raise InputError("no file can have such a name", path) from None
    if stat.S_ISDIR(mode):
        raise InputError("is a folder; name a file", path)
    if not stat.S_ISREG(mode):
        raise InputError("is a device, pipe or socket; name an ordinary file", path)


def _neighbours(path: Path) -> str:
    if str(path) == "-":
        return "; standard input is not read, so write the text to a file and name that"
    folder = path.parent
    if not folder.is_dir():
        return f", nor the folder '{folder}'"
    kinds = {".yaml", ".yml"} if path.suffix in ("", ".yaml", ".yml") else {path.suffix}
    try:
        names = sorted(item.name for item in folder.iterdir() if item.suffix in kinds)[:200]
    except OSError:
        return ""
    return did_you_mean(path.name, names)
