"""Showing a run while it goes on: partial results at batch ends, at most so often."""

from __future__ import annotations

import time
from collections.abc import Callable

from mcsim.engine.plan import RunState
from mcsim.results.result import Result

INTERVAL = 2.0  # s between two partial results
_SHARE = 0.1  # of the time of the run that showing may take


class Snapshots:
    """Hands partial results to a viewer.

    They are made and shown between two batches, in the thread of the run. Their integers are those of the
    run, which goes on changing them: `watch` keeps values only.
    """

    def __init__(self, make: Callable[[RunState], Result], watch: Callable[[Result], None]) -> None:
        self._make, self._watch = make, watch
        self._next = time.monotonic()

    def batch_done(self, state: RunState) -> None:
        """Show what there is, unless it was shown just before."""
        start = time.monotonic()
        if start < self._next:
            return
        self._watch(self._make(state))
        end = time.monotonic()
        self._next = end + max(INTERVAL, (end - start) / _SHARE)
