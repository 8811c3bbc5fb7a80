"""Error classes: each becomes one readable line on the command line and an exit code.

| class            | meaning                                                | exit code |
| ---------------- | ------------------------------------------------------ | --------- |
| `InputError`     | what the user wrote cannot be run                      | 2         |
| `DataError`      | a data or result file is missing, damaged or lacks it  | 2         |
| `ResourceError`  | the machine lacks the memory, folder or device         | 2         |
| `DeviceError`    | a GPU failed while a run went on                       | 1         |
| `TransportError` | the transport failed: lost particles, broken balance   | 1         |
| `IncompleteRun`  | stopped early with everything saved; can be resumed    | 3         |
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Self

EXIT_WHOLE = 0
EXIT_FAILED = 1
EXIT_WRONG_INPUT = 2
EXIT_INCOMPLETE = 3
_LONGEST = 60  # letters of what a user wrote, in a message


class McsimError(Exception):
    """Base of all errors that mcsim raises on purpose.

    Attributes:
        message: what is wrong and what would be right, in one line.
        file: the run file or data file concerned, if any.
        line: its line (from 1), if known.
        key: path of the key in the run file, such as `geometry.voxels.size`, if known.
    """

    exit_code = EXIT_FAILED

    def __init__(
        self,
        message: str,
        file: str | Path | None = None,
        line: int | None = None,
        key: str | None = None,
    ) -> None:
        super().__init__(message, file, line, key)
        self.message = message
        self.file = file
        self.line = line
        self.key = key

    def __str__(self) -> str:
        place = ""
        if self.file is not None:
            place = f"{self.file}:{self.line}: " if self.line is not None else f"{self.file}: "
        key = f"{'.'.join(_shortened(step) for step in self.key.split('.'))}: " if self.key else ""
        return printable(f"{place}{key}{self.message}")

    def at(
        self,
        file: str | Path | None = None,
        line: int | None = None,
        key: str | None = None,
    ) -> Self:
        """The same error with the places filled in that it does not know yet."""
        return type(self)(
            self.message,
            file=self.file if self.file is not None else file,
            line=self.line if self.line is not None else line,
            key=self.key if self.key else key,
        )


class InputError(McsimError, ValueError):
    """What the user wrote cannot be run; a `ValueError`, so that pydantic reports it with its place."""

    exit_code = EXIT_WRONG_INPUT


class DataError(McsimError):
    """A data or result file is missing, damaged, of another version, or lacks what is asked for."""

    exit_code = EXIT_WRONG_INPUT


class ResourceError(McsimError):
    """The machine lacks what the run needs: memory, a writable folder, a device."""

    exit_code = EXIT_WRONG_INPUT


class DeviceError(McsimError):
    """A GPU failed while a run went on."""

    exit_code = EXIT_FAILED


class TransportError(McsimError):
    """The transport went wrong: too many lost particles, or an energy balance that does not close."""

    exit_code = EXIT_FAILED


class IncompleteRun(McsimError):  # noqa: N818
    """The run was stopped before its end; what is done is saved and `--resume` goes on from there."""

    exit_code = EXIT_INCOMPLETE


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Text such as `; did you mean 'water'?`, or nothing when no known name is near."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    near = difflib.get_close_matches(name.casefold(), list(by_folded), n=3, cutoff=0.6)
    if not near:
        return ""
    return "; did you mean " + " or ".join(f"'{by_folded[folded]}'" for folded in near) + "?"


def shown(given: object) -> str:
    """What the user gave, in quotes and not too long."""
    return f"'{_shortened(str(given))}'"


def printable(text: str) -> str:
    """The same text in one line; what a terminal would obey, hide or turn around stands as an escape."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
