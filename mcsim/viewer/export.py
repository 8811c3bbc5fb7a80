"""Pictures and self-contained pages of a scene."""

from __future__ import annotations

import base64
import html
import io
import json
from dataclasses import replace
from importlib import resources
from pathlib import Path

import numpy as np

from mcsim.errors import InputError
from mcsim.results.writing import check_writable, written_whole
from mcsim.viewer.drawing.charts import curve_svg
from mcsim.viewer.drawing.key import key_svg
from mcsim.viewer.drawing.panel import panel_url
from mcsim.viewer.drawing.plotter import new_plotter
from mcsim.viewer.drawing.svg import data_url, png_bytes
from mcsim.viewer.drawing.three_d import View3D
from mcsim.viewer.drawing.window import SHAPE, SIZE, Window
from mcsim.viewer.scene.curves import row_curve
from mcsim.viewer.scene.grid import AXES
from mcsim.viewer.scene.readout import readout
from mcsim.viewer.scene.scene import Scene
from mcsim.viewer.scene.slices import PLANES, Plane, slice_picture
from mcsim.viewer.scene.state import ViewState

_MOST_SLICES = 40  # of each plane on a page
_TURNS = 24  # pictures of the 3D view on a page, all around
_TURN_SIZE = (560, 480)


def write_screenshot(scene: Scene, state: ViewState, path: Path) -> None:
    """Write all panes of the viewer as a PNG picture, drawn without a window.

    Raises:
        InputError: the path does not end in .png. ResourceError: it cannot be written.
    """
    if path.suffix.lower() != ".png":
        raise InputError(f"'{path}' is no picture of the viewer; write a name that ends in .png")
    check_writable(path, force=True)
    pixels = screenshot(scene, state)
    with written_whole(path) as part:
        part.write_bytes(png_bytes(pixels))


def screenshot(scene: Scene, state: ViewState, size: tuple[int, int] = SIZE) -> np.ndarray:
    """All panes of the viewer, (rows, columns, 3)."""
    plotter = new_plotter(True, size, SHAPE)
    Window(plotter, scene, state)
    pixels: np.ndarray = np.array(plotter.screenshot(return_img=True))
    plotter.close()
    return pixels


def write_page(scene: Scene, state: ViewState, path: Path) -> None:
    """Write a page that needs nothing but a browser: slices to leaf through, curves, a 3D view that turns.

    Raises:
        InputError: the path does not end in .html. ResourceError: it cannot be written.
    """
    if path.suffix.lower() != ".html":
        raise InputError(f"'{path}' is no page; write a name that ends in .html")
    check_writable(path, force=True)
    text = page(scene, state)
    with written_whole(path) as part:
        part.write_text(text, encoding="utf-8")


def page(scene: Scene, state: ViewState) -> str:
    """The text of such a page."""
    template = resources.files("mcsim.viewer").joinpath("page.html").read_text(encoding="utf-8")
    stacks = {AXES[plane.normal]: _stack(scene, state, plane) for plane in PLANES}
    found = readout(scene, state, state.crosshair)
    layer = scene.curved(state)
    curves = [row_curve(layer, state, axis) for axis in range(3)] if layer is not None else []
    values = {
        "TITLE": html.escape(scene.title),
        "STATUS": html.escape(scene.status),
        "NOTES": "".join(f"<p>{html.escape(note)}</p>" for note in scene.notes),
        "READING": html.escape(found.words),
        "KEY": data_url(key_svg(scene, state)),
        "CURVES": "".join(
            f'<img src="{data_url(curve_svg(each))}" alt="curve along {each.axis}">' for each in curves
        ),
        "STACKS": json.dumps({**stacks, "3D": {"start": 0, "pictures": _turns(scene, state)}}),
    }
    for name, value in values.items():
        template = template.replace(f"@{name}@", value)
    return template


def _stack(scene: Scene, state: ViewState, plane: Plane) -> dict[str, object]:
    """Slices across one axis, evenly chosen where there are many, the one at the crosshair among them."""
    layer = scene.shown(state)
    assert layer is not None
    edges = layer.grid.pixel_edges(plane.normal)
    centers = 0.5 * (edges[1:] + edges[:-1])
    middle = int(np.argmin(np.abs(centers - state.crosshair[plane.normal])))
    step = -(-len(centers) // _MOST_SLICES)
    places = np.arange(middle % step, len(centers), step)
    pictures = []
    for place in places:
        point = list(state.crosshair)
        point[plane.normal] = float(centers[place])
        at = replace(state, crosshair=(point[0], point[1], point[2]))
        pictures.append(panel_url(slice_picture(scene, at, plane)))
    return {"start": int(middle // step), "pictures": pictures}


def _turns(scene: Scene, state: ViewState) -> list[str]:
    """Pictures of the 3D view from all around."""
    from PIL import Image

    plotter = new_plotter(True, _TURN_SIZE)
    View3D(plotter, scene, state)
    pictures = []
    for _ in range(_TURNS):
        plotter.render()
        stream = io.BytesIO()
        Image.fromarray(np.array(plotter.screenshot(return_img=True))).save(stream, format="jpeg", quality=85)
        pictures.append("data:image/jpeg;base64," + base64.b64encode(stream.getvalue()).decode())
        plotter.camera.azimuth += 360.0 / _TURNS
    plotter.close()
    return pictures
