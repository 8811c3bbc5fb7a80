"""HDF5 files under a seal: a digest of all their bytes, by which damage is found before HDF5 reads on.

HDF5 checks little of what it reads: a flipped bit may change a number, or send it round in circles. So some
bytes follow the file proper, which readers of HDF5 pass over: a mark and the SHA-256 of all before it.

HDF5 cannot close a file that it could not write (it ends the process), so it is not told of a full disk: the
first failure is remembered, and raised when the file is closed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Any

import h5py

from mcsim.errors import DataError
from mcsim.results.writing import written_whole

_MARK = b"\nmcsim seal, sha256: "
_LENGTH = len(_MARK) + 64 + 1
_CHUNK = 1 << 22


@contextmanager
def sealed(path: Path, **options: Any) -> Iterator[h5py.File]:
    """A new HDF5 file, which appears at `path` whole and with its seal, or not at all.

    options: of `h5py.File`.

    Raises:
        ResourceError: the disk is full or the folder cannot be written to.
    """
    with written_whole(path) as temporary, FileIO(temporary, "w+b") as raw:
        target = _Target(raw)
        try:
            with h5py.File(target, "w", **options) as file:
                yield file
        finally:
            if target.error is not None:
                raise target.error
        raw.seek(0, os.SEEK_END)
        _write_all(raw, _seal(raw, raw.tell()))


@contextmanager
def unsealed(path: Path) -> Iterator[h5py.File]:
    """An HDF5 file to read from, after a look at its seal; files of other programs have none.

    Raises:
        DataError: the seal does not fit. OSError: as `h5py.File`.
    """
    with FileIO(path) as raw:
        size = raw.seek(0, os.SEEK_END) - _LENGTH
        if size >= 0:
            raw.seek(size)
            found = raw.read(_LENGTH)
            if found.startswith(_MARK) and found != _seal(raw, size):
                raise DataError("is damaged: its checksum does not fit; make it again", file=path)
    with h5py.File(path, "r") as file:
        yield file


def _seal(raw: FileIO, size: int) -> bytes:
    """The seal of the first `size` bytes."""
    raw.seek(0)
    digest = hashlib.sha256()
    while size > 0:
        piece = raw.read(min(size, _CHUNK))
        if not piece:
            raise OSError("the file has become shorter while it was read")
        digest.update(piece)
        size -= len(piece)
    return _MARK + digest.hexdigest().encode() + b"\n"


def _write_all(raw: FileIO, data: Any) -> None:
    rest = memoryview(data).cast("B")
    while len(rest):
        rest = rest[raw.write(rest) or 0 :]


class _Target:
    """What HDF5 writes to. It reads back what it wrote, or zeros after a failure.

    By `read` h5py knows a file when it sees one; it calls `readinto`.
    """

    def __init__(self, raw: FileIO) -> None:
        self._raw = raw
        self.error: OSError | None = None
        self.seek, self.tell = raw.seek, raw.tell

    def write(self, data: Any) -> int:
        try:
            if self.error is None:
                _write_all(self._raw, data)
        except OSError as error:
            self.error = error
        return len(data)

    def truncate(self, size: int) -> int:
        try:
            if self.error is None:
                self._raw.truncate(size)
        except OSError as error:
            self.error = error
        return size

    def read(self, size: int = -1) -> bytes:
        return self._raw.read(size)

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        count = self._raw.readinto(view) or 0
        view[count:] = bytes(len(view) - count)
        return len(view)

    def flush(self) -> None:
        """Nothing waits: the file is not buffered."""
