"""From files, results and simulations to scenes, and to newer ones when a file changes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from mcsim.engine.checkpoint import checkpoint_path
from mcsim.errors import DataError, InputError, McsimError
from mcsim.results.result import Result
from mcsim.results.stored import read_stored
from mcsim.simulation import Simulation
from mcsim.viewer.scene.build import (
    comparison_scene,
    result_scene,
    run_file_scene,
    simulation_scene,
    stored_scene,
)
from mcsim.viewer.scene.scene import Scene

RUN_FILES = (".yaml", ".yml")
_CHECKPOINT = ".checkpoint"

Viewable = Result | Simulation | str | Path
"""What can be looked at."""


def open_scene(*shown: Viewable, tracks: int = 0) -> Scene:
    """Scene of a result, simulation or file, or of two results beside each other.

    tracks: histories whose tracks to follow, of a simulation or run file.

    Raises:
        InputError: neither one nor two, or a run file that cannot be read. DataError: not a result file.
    """
    only = shown[0] if len(shown) == 1 else None
    if tracks and not (isinstance(only, Simulation) or (only is not None and _is_run_file(only))):
        raise InputError(
            "tracks can be followed of one run file; a result has those that its tallies asked for"
        )
    if len(shown) == 2:
        names = _two_names(shown)
        return comparison_scene(_result(shown[0]), _result(shown[1]), names)
    if only is None:
        raise InputError("name one result, checkpoint or run file, or two results to compare")
    if isinstance(only, Result):
        return result_scene(only)
    if isinstance(only, Simulation):
        return simulation_scene(only, tracks)
    return _file_scene(Path(only), tracks)


def _is_run_file(shown: Viewable) -> bool:
    return isinstance(shown, str | Path) and Path(shown).suffix.lower() in RUN_FILES


def _file_scene(path: Path, tracks: int) -> Scene:
    if _is_run_file(path):
        from mcsim.config import load_run_file

        return run_file_scene(load_run_file(path), tracks)
    try:
        return stored_scene(read_stored(path))
    except McsimError as error:
        raise error.at(file=path) from None


def _result(given: Viewable) -> Result:
    from mcsim.results.files import load

    if isinstance(given, Result):
        return given
    if isinstance(given, Simulation) or _is_run_file(given):
        raise InputError("only results can be compared; run it first")
    return load(given)


def _two_names(shown: Sequence[Viewable]) -> tuple[str, str]:
    """What to call two results: their files' names, or A and B."""
    words = [Path(each).stem if isinstance(each, str | Path) else "" for each in shown]
    if not all(words) or words[0] == words[1]:
        words = [
            str(each) if isinstance(each, str | Path) else letter
            for each, letter in zip(shown, "AB", strict=True)
        ]
    return words[0], words[1]


class FileWatch:
    """Notices when a file has been written anew; a checkpoint may have become the result of its run."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._stamp()

    def newer(self) -> Scene | None:
        """The scene of the file if it has changed since the last look; None while it is half there."""
        if not self._path.exists() and self._path.name.endswith(_CHECKPOINT):
            self._path = self._path.with_name(self._path.name.removesuffix(_CHECKPOINT))
        elif not self._path.exists() and checkpoint_path(self._path).exists():
            self._path = checkpoint_path(self._path)
        stamp = self._stamp()
        if stamp is None or stamp == self._seen:
            return None
        try:
            scene = _file_scene(self._path, tracks=0)
        except (InputError, DataError):
            return None
        self._seen = stamp
        return scene

    def _stamp(self) -> tuple[str, int, int] | None:
        try:
            found = os.stat(self._path)
        except OSError:
            return None
        return str(self._path), found.st_mtime_ns, found.st_size
