"""Serving a page: from the command until Ctrl-C, or from a thread beside a run or a notebook."""

from __future__ import annotations

import asyncio
import functools
import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mcsim.errors import ResourceError

if TYPE_CHECKING:
    from aiohttp.web import Request, Response
    from trame_server.core import Server

    from mcsim.viewer.scene.scene import Scene
    from mcsim.viewer.web.app import WebViewer

LOCAL = "127.0.0.1"
"""Address that only this machine reaches."""
_LOOK = 0.5  # s between looks at who is there


def require_port(host: str, port: int) -> None:
    """Refuse an address that cannot be served from.

    Raises:
        ResourceError: the port is in use or not allowed, or the host is not this machine.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except (OSError, OverflowError) as error:
        words = error.strerror.lower() if isinstance(error, OSError) and error.strerror else str(error)
        raise ResourceError(
            f"cannot serve at {host}:{port} ({words}); choose another with --port", key="--port"
        ) from None


class Address:
    """Where a page is served, and who looks at it."""

    def __init__(self, server: Server, host: str, port: int) -> None:
        self._server, self._host, self._port = server, host, port
        self._web: Any = None
        server.controller.add("on_server_bind")(self._bind)

    @property
    def url(self) -> str:
        """Address of the page, once it is served."""
        shown = "localhost" if self._host in (LOCAL, "0.0.0.0", "::") else self._host
        return f"http://{shown}:{self._server.port}/"

    @property
    def watchers(self) -> int:
        """How many browsers look at it."""
        return sum(len(handler.connections) for handler in self._web._ws_handlers)

    async def serve(self, ready: Callable[[str], None]) -> None:
        """Serve until the server is stopped; `ready` is called with the address once it can be opened."""
        os.environ.setdefault("WSLINK_READY_MSG", "")
        asyncio.get_running_loop().set_exception_handler(_complain)
        for name in ("wslink.protocol", "aiohttp.server"):
            logging.getLogger(name).addFilter(_is_worth_a_line)
        # trame reads options from the command line; those of `mcsim` are none of its own
        parser = self._server.cli
        parser.parse_known_args = functools.partial(parser.parse_known_args, [])
        self._server.controller.add("on_server_ready")(lambda **_: ready(self.url))
        await self._server.start(
            host=self._host, port=self._port, open_browser=False, show_connection_info=False,
            exec_mode="coroutine", disable_logging=True, timeout=0, thread=True,
        )  # fmt: skip

    def _bind(self, web: Any) -> None:
        self._web = web
        web.app.router.add_post("/paraview/", _tell_session)


def _complain(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Errors of the server, but for pictures that were on their way when a page was closed."""
    if not isinstance(context.get("exception"), ConnectionError):
        loop.default_exception_handler(context)


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """The same for what its packages log: an error with its trace, or a heading, the error, its trace."""
    error = record.exc_info[1] if record.exc_info else None
    words = record.getMessage()
    closed = isinstance(error, ConnectionError) or "ConnectionResetError" in words
    return not closed and words != "Exception raised"


async def _tell_session(request: Request) -> Response:
    """Tell a page where its socket is: beside the page itself, wherever a proxy shows it."""
    from aiohttp.web import json_response

    page = urlsplit(request.headers.get("Referer", str(request.url.with_path("/"))))
    scheme = "wss" if page.scheme == "https" else "ws"
    folder = page.path.rsplit("/", 1)[0]
    return json_response({"sessionURL": f"{scheme}://{page.netloc}{folder}/ws"})


class BackgroundServer:
    """A page served from a thread of its own, which does all the drawing.

    Attributes:
        url: where it can be opened.
    """

    def __init__(self, scene: Scene, host: str = LOCAL, port: int = 0, name: str | None = None) -> None:
        """Start to serve.

        Raises:
            ResourceError: the port is in use.
        """
        require_port(host, port)
        self.url = ""
        self._ready = threading.Event()
        self._viewer: WebViewer | None = None
        self._address: Address | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(scene, host, port, name), daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._error is not None:
            raise self._error

    def show(self, scene: Scene) -> None:
        """Show another scene; may be called from any thread."""
        self._call("show", scene)

    def report(self, words: str) -> None:
        """Show a line about how far a run is; may be called from any thread."""
        self._call("report", words)

    def stop(self) -> None:
        """End serving."""
        if self._loop is not None and self._viewer is not None and self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._viewer.server.stop(), self._loop).result()
            self._thread.join()

    def stop_unwatched(self) -> None:
        """End serving when no browser looks at it any more."""
        while self.watchers:
            time.sleep(_LOOK)
        self.stop()

    @property
    def watchers(self) -> int:
        """How many browsers look at it."""
        return self._address.watchers if self._address is not None else 0

    def _call(self, method: str, *values: Any) -> None:
        if self._loop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(getattr(self._viewer, method), *values)

    def _run(self, scene: Scene, host: str, port: int, name: str | None) -> None:
        try:
            asyncio.run(self._serve(scene, host, port, name))
        except BaseException as error:  # handed to the thread that waits
            self._error = error
        self._ready.set()

    async def _serve(self, scene: Scene, host: str, port: int, name: str | None) -> None:
        from mcsim.viewer.web.app import WebViewer

        self._loop = asyncio.get_running_loop()
        self._viewer = WebViewer(scene, name)
        self._address = Address(self._viewer.server, host, port)
        await self._address.serve(self._is_ready)

    def _is_ready(self, url: str) -> None:
        self.url = url
        self._ready.set()
