"""Progress of a run: a bar on a terminal; elsewhere a line now and then, and a status file."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mcsim.progress import ProgressState

Progress = Callable[[ProgressState], None]

LINE_INTERVAL = 30.0
"""Seconds between lines where no terminal is attached."""
STATUS_INTERVAL = 5.0
"""Seconds between updates of the status file."""


def status_path(output: Path) -> Path:
    """Where the status file of a run that writes `output` lies."""
    return output.with_name(output.name + ".status")


@contextmanager
def show_progress(output: Path, quiet: bool) -> Iterator[Progress | None]:
    """Something to call with the progress of a run, as suits where stderr goes.

    The status file is for runs that nobody watches; it goes when the result is there.
    """
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        lines = _Lines(status_path(output))
        try:
            yield lines.show
        except BaseException:
            lines.end("stopped")
            raise
    with suppress(OSError):  # also one that an interrupted run has left
        status_path(output).unlink()


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rest]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None, rest="")

        def show(state: ProgressState) -> None:
            bar.update(
                task,
                description=f"batch {min(state.batch + 1, state.batches)}/{state.batches}",
                total=state.total,
                completed=state.done,
                rest=rate_and_time(state),
            )

        yield show


class _Lines:
    """A line now and then on stderr, and a status file that other programs can read."""

    def __init__(self, status: Path) -> None:
        self._status = status
        self._last_line = time.monotonic()
        self._last_status = float("-inf")
        self._state: ProgressState | None = None

    def show(self, state: ProgressState) -> None:
        self._state = state
        now = time.monotonic()
        if now - self._last_line >= LINE_INTERVAL:
            self._last_line = now
            done = f"{100.0 * state.fraction:.0f} %, batch {state.batch} of {state.batches} done"
            print(f"{done}, {rate_and_time(state)}", file=sys.stderr, flush=True)
        if now - self._last_status >= STATUS_INTERVAL:
            self._last_status = now
            self._write("running")

    def end(self, how: str) -> None:
        """Leave the last state in the status file, if the run had begun."""
        if self._state is not None:
            self._write(how)

    def _write(self, how: str) -> None:
        assert self._state is not None
        text = json.dumps(
            {"status": how, **finite(self._state.to_mapping()), "process": os.getpid()}, indent=1
        )
        part = self._status.with_name(f".{self._status.name}.{os.getpid()}.part")
        with suppress(OSError):
            part.write_text(text + "\n", encoding="utf-8")
            os.replace(part, self._status)


def finite(mapping: dict[str, object]) -> dict[str, object]:
    """The mapping with None for infinite numbers, which JSON lacks."""
    return {key: None if value == float("inf") else value for key, value in mapping.items()}


def rate_and_time(state: ProgressState) -> str:
    """Words such as `123 000 histories/s, 1:05 left`."""
    if state.rate <= 0.0:
        return "starting"
    words = f"{state.rate:,.0f}".replace(",", " ") + " histories/s"
    if state.seconds_left == float("inf"):
        return words
    minutes, seconds = divmod(round(state.seconds_left), 60)
    hours, minutes = divmod(minutes, 60)
    left = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"{words}, {left} left"
