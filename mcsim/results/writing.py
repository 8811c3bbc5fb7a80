"""Files that appear whole or not at all, at a place that was found to be free."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mcsim.errors import InputError, ResourceError


def check_writable(path: Path, force: bool) -> None:
    """Refuse an output path before work is spent on it.

    Raises:
        InputError: the file exists and `force` is false, or it is a folder.
        ResourceError: its folder does not exist or cannot be written to.
    """
    folder = path.parent
    if path.is_dir():
        raise InputError("is a folder; name a file in it, such as result.h5", file=path)
    if path.exists() and not force:
        raise InputError("exists already; choose another output or use --force to replace it", file=path)
    if not folder.is_dir():
        raise ResourceError(
            f"the folder {folder} does not exist; make it or choose another output", file=path
        )
    if not os.access(folder, os.W_OK):
        raise ResourceError(f"the folder {folder} cannot be written to; choose another output", file=path)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place at the end; an error leaves no trace.

    Raises:
        ResourceError: the disk is full or the folder cannot be written to.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield temporary
        with open(temporary, "rb+") as written:
            os.fsync(written.fileno())
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise ResourceError(f"cannot be written: {one_line(error)}", file=path) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the renaming last through a power cut, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def one_line(error: Exception) -> str:
    """What an error of the system or of HDF5 says, in one line."""
    return str(error.strerror if isinstance(error, OSError) and error.strerror else error).split("\n")[0]


@contextmanager
def claimed(path: Path) -> Iterator[None]:
    """Keep other runs from writing `path` meanwhile, by a lock on a file beside it, which goes at the end.

    Raises:
        InputError: another run has claimed it.
    """
    lock = path.with_name(f"{path.name}.lock")
    try:
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR, 0o644)
    except OSError:  # nothing can be written there, which is said elsewhere
        yield
        return
    try:
        if not _lock(descriptor):
            raise InputError(
                "is being written by another run; choose another output, or wait until it ends", file=path
            )
        try:
            yield
        finally:
            with suppress(OSError):
                lock.unlink()
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Lock a file; false if another process has. Where the system or the disk knows no locks, all may."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        pass
    return True
