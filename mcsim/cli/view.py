"""`mcsim view`: look at results and run files."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mcsim.errors import EXIT_WHOLE, InputError

if TYPE_CHECKING:
    from mcsim.viewer.opening import FileWatch
    from mcsim.viewer.scene.scene import Scene


def view(
    shown: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE [OTHER]",
            help="A result, checkpoint or run file; or two results to compare.",
            show_default=False,
        ),
    ],
    web: Annotated[bool, typer.Option("--web", help="In a browser, not in a window.")] = False,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address to serve at; 0.0.0.0: to the network.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port to serve at; 0: any free one.")
    ] = 0,
    screenshot: Annotated[
        Path | None, typer.Option("--screenshot", metavar="OUT.png", help="Write a picture instead.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="OUT.html", help="Write a self-contained page instead.")
    ] = None,
    layer: Annotated[
        str | None, typer.Option("--layer", metavar="NAME", help="What to show in colours at first.")
    ] = None,
    tracks: Annotated[
        int,
        typer.Option(
            "--tracks", metavar="N", min=0, help="Follow N histories of a run file for their tracks."
        ),
    ] = 0,
) -> int:
    """Show slices, 3D view, curves and histograms of a result, or the geometry of a run file."""
    from mcsim.viewer.machine import PICTURES, WEB, display_words, has_display, missing, require

    require(WEB if web else PICTURES)
    from mcsim.viewer.opening import open_scene

    writes = screenshot is not None or html is not None
    shows_window = not (writes or web) and has_display()
    shows_page = not (writes or shows_window or missing(WEB))
    with _importing("mcsim.viewer.web.app" if shows_page else "pyvista.plotting"):
        scene = open_scene(*shown, tracks=tracks)
    if layer is not None:
        scene = scene.beginning_with(layer)
    for note in scene.notes:
        typer.echo(f"mcsim: {note}", err=True)
    if writes:
        return _write(scene, screenshot, html)
    watch = _watch(shown)
    if shows_window:
        from mcsim.viewer.desktop import Desktop

        Desktop(scene).run(watch.newer if watch is not None else None)
        return EXIT_WHOLE
    if not shows_page:
        typer.echo(
            f"mcsim: {display_words()}, and trame is not installed; writing a picture instead", err=True
        )
        return _write(scene, Path(f"{shown[0].stem}-view.png"), None)
    if not web:
        typer.echo(f"mcsim: {display_words()}, so the viewer is served to a browser", err=True)
    from mcsim.viewer.web.command import serve_until_interrupted

    serve_until_interrupted(scene, host, port, watch, _open)
    return EXIT_WHOLE


@contextmanager
def _importing(module: str) -> Iterator[None]:
    """Import what draws meanwhile: it takes as long as reading a large file."""
    thread = threading.Thread(target=import_module, args=(module,))
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _watch(shown: list[Path]) -> FileWatch | None:
    from mcsim.viewer.opening import RUN_FILES, FileWatch

    if len(shown) != 1 or shown[0].suffix.lower() in RUN_FILES:
        return None
    return FileWatch(shown[0])


def _open(url: str) -> None:
    """Say where the page is, and open it where there is a display."""
    from mcsim.viewer.machine import has_display

    typer.echo(f"viewer at {url} (Ctrl-C ends)")
    if has_display():
        webbrowser.open(url)


def _write(scene: Scene, picture: Path | None, page: Path | None) -> int:
    from mcsim.viewer.export import write_page, write_screenshot

    if picture is not None and page is not None and picture == page:
        raise InputError("the picture and the page need names of their own", key="--html")
    if picture is not None:
        write_screenshot(scene, scene.start(), picture)
        typer.echo(str(picture))
    if page is not None:
        write_page(scene, scene.start(), page)
        typer.echo(str(page))
    return EXIT_WHOLE
