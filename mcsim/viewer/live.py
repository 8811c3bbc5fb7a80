"""Looking at a run while it goes on: a page served from the process of the run."""

from __future__ import annotations

from mcsim.results.result import Result
from mcsim.results.stored import shown_by
from mcsim.simulation import Simulation
from mcsim.viewer.machine import WEB, require
from mcsim.viewer.scene.build import simulation_scene, stored_scene
from mcsim.viewer.web.serve import LOCAL, BackgroundServer


class LiveView:
    """A page with the dose as it grows.

    Its methods are called by the run; values are copied before they return, so that the run is not touched.
    """

    def __init__(self, simulation: Simulation, port: int = 0) -> None:
        """Serve what is where, until there is a dose.

        Raises:
            ResourceError: packages are missing, or the port is in use.
        """
        require(WEB)
        self._server = BackgroundServer(simulation_scene(simulation), LOCAL, port)

    @property
    def url(self) -> str:
        """Where to look."""
        return self._server.url

    def show(self, result: Result) -> None:
        """Show a result, whole or so far."""
        self._server.show(stored_scene(shown_by(result)))

    def report(self, words: str) -> None:
        """Show how far the run is."""
        self._server.report(words)

    def end(self) -> None:
        """Go on serving while somebody looks, then end."""
        self._server.stop_unwatched()

    def stop(self) -> None:
        """End at once."""
        self._server.stop()
