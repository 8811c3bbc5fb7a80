"""`mcsim run --watch`: a page to look at beside a run."""

from __future__ import annotations

import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import typer

from mcsim.cli.progress import Progress, rate_and_time
from mcsim.progress import ProgressState

if TYPE_CHECKING:
    from mcsim.results import Result
    from mcsim.simulation import Simulation

Watch = Callable[["Result"], None]
_INTERVAL = 1.0  # s between words about how far the run is


@contextmanager
def watched(simulation: Simulation, port: int | None) -> Iterator[tuple[Progress | None, Watch | None]]:
    """What to call with the progress and the result so far, to show them on a page at a port; None: no page.

    After the run the page stays as long as a browser looks at it, or until Ctrl-C.

    Raises:
        ResourceError: packages of the viewer are missing, or the port is in use.
    """
    if port is None:
        yield None, None
        return
    from mcsim.viewer.machine import WEB, has_display, require

    require(WEB)
    from mcsim.viewer.live import LiveView

    live = LiveView(simulation, port)
    typer.echo(f"watch the run at {live.url}", err=True)
    if has_display():
        webbrowser.open(live.url)
    try:
        yield _Reports(live.report).show, live.show
        with suppress(KeyboardInterrupt):
            live.end()
    finally:
        live.stop()


def both(one: Progress | None, other: Progress | None) -> Progress | None:
    """Something that hands progress to both."""
    wanted = [each for each in (one, other) if each is not None]
    if not wanted:
        return None

    def show(state: ProgressState) -> None:
        for each in wanted:
            each(state)

    return show


class _Reports:
    """Words about the progress, once a second."""

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report, self._last = report, float("-inf")

    def show(self, state: ProgressState) -> None:
        now = time.monotonic()
        if now - self._last >= _INTERVAL or state.done >= state.total:
            self._last = now
            left = "done" if state.done >= state.total else rate_and_time(state)
            self._report(f"{state.done:,} of {state.total:,} histories, {left}")
