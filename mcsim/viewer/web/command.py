"""Serving the viewer from a command, until Ctrl-C."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mcsim.viewer.opening import FileWatch
from mcsim.viewer.scene.scene import Scene
from mcsim.viewer.web.serve import LOCAL, Address, require_port

LOOK = 2.0
"""Seconds between looks at a file that may change."""


def serve_until_interrupted(
    scene: Scene,
    host: str = LOCAL,
    port: int = 0,
    watch: FileWatch | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a scene until Ctrl-C; a watched file is shown anew when it changes.

    Args:
        scene: what to show.
        host: address to serve at.
        port: port to serve at; 0: any that is free.
        watch: the file that the scene came from.
        ready: called with the address; by default it is printed.

    Raises:
        ResourceError: the port is in use.
    """
    require_port(host, port)
    try:
        asyncio.run(_serve(scene, host, port, watch, ready or _print))
    except KeyboardInterrupt:
        return


async def _serve(
    scene: Scene, host: str, port: int, watch: FileWatch | None, ready: Callable[[str], None]
) -> None:
    from mcsim.viewer.web.app import WebViewer

    viewer = WebViewer(scene)
    following = asyncio.create_task(_follow(viewer.show, watch)) if watch is not None else None
    try:
        await Address(viewer.server, host, port).serve(ready)
    finally:
        if following is not None:
            following.cancel()


async def _follow(show: Callable[[Scene], None], watch: FileWatch) -> None:
    while True:
        await asyncio.sleep(LOOK)
        scene = await asyncio.to_thread(watch.newer)
        if scene is not None:
            show(scene)


def _print(url: str) -> None:
    print(f"viewer at {url} (Ctrl-C ends)", flush=True)
