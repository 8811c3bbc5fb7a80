"""Checkpoint file: the integers of an unfinished run, whole or not there at all."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np

from mcsim.engine.plan import RunState
from mcsim.errors import DataError, InputError
from mcsim.results.raw import WindowSquares
from mcsim.results.result import Result
from mcsim.results.sealed import sealed, unsealed
from mcsim.results.stored import write_preview

CHECKPOINT_VERSION = 1


def checkpoint_path(output: Path) -> Path:
    """Where the checkpoint of a run that writes `output` lies."""
    return output.with_name(output.name + ".checkpoint")


def save_checkpoint(
    path: Path, state: RunState, identity: str, batches: tuple[int, int], preview: Result | None = None
) -> None:
    """Write the state of a run; the file appears whole or not at all.

    `batches` are the first and the last (exclusive) batch the run is asked for; `preview` is the result of
    the batches that are done, for those who look at the run while it goes on.
    """
    with sealed(path) as file:
        file.attrs.update(
            checkpoint_version=CHECKPOINT_VERSION,
            identity=identity,
            batches=batches,
            next_batch=state.next_batch,
            next_history=state.next_history,
            wall_time=state.wall_time,
            cpu_time=state.cpu_time,
            target_reached=state.target_reached,
        )
        for name in ("bins", "total", "squares"):
            file[name] = getattr(state, name)
        for tally, windows in state.windows.items():
            for number, window in enumerate(windows):
                item = file.create_dataset(f"windows/{tally}/{number}", data=window.squares)
                item.attrs.update(axis=window.axis, center=window.center)
        if preview is not None:
            write_preview(preview, file)


def load_checkpoint(path: Path, identity: str, batches: tuple[int, int], size: int) -> RunState:
    """The state that `save_checkpoint` wrote, of `size` scores.

    Raises:
        InputError: the file is missing or damaged, or belongs to another run or shard.
    """
    if not path.exists():
        raise InputError("there is no checkpoint to resume from; run without --resume", file=path)
    damaged = InputError("the checkpoint is damaged or not one of mcsim; delete it and run again", file=path)
    try:
        with unsealed(path) as file:
            found = (str(file.attrs["identity"]), tuple(int(b) for b in file.attrs["batches"]))
            state = _read(file)
    except (DataError, OSError, LookupError, ValueError, TypeError, AttributeError, RuntimeError) as error:
        raise damaged from error
    if found != (identity, batches):
        raise InputError(
            "the checkpoint belongs to a different run (other run file, seed, shard, data or version of "
            "mcsim); delete it, or restore what has changed",
            file=path,
        )
    shapes = [array.shape for array in (state.bins, state.total, state.squares)]
    if shapes != [(size,), (size, 2), (size, 2)]:
        raise damaged
    return state


def _read(file: h5py.File) -> RunState:
    windows: dict[str, tuple[WindowSquares, ...]] = {}
    for tally, group in file.get("windows", {}).items():
        windows[tally] = tuple(
            WindowSquares(
                str(group[number].attrs["axis"]),
                (float(group[number].attrs["center"][0]), float(group[number].attrs["center"][1])),
                group[number][...],
            )
            for number in sorted(group, key=int)
        )
    return RunState(
        bins=np.ascontiguousarray(file["bins"][...]),
        total=np.ascontiguousarray(file["total"][...]),
        squares=np.ascontiguousarray(file["squares"][...]),
        next_batch=int(file.attrs["next_batch"]),
        next_history=int(file.attrs["next_history"]),
        windows=windows,
        wall_time=float(file.attrs["wall_time"]),
        cpu_time=float(file.attrs["cpu_time"]),
        target_reached=bool(file.attrs["target_reached"]),
    )
