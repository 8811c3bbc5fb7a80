"""`WebViewer`: keeps a page in step with a scene.

Slices, curves and keys go to the browser as SVG pictures in the page's state; a slider that moves faster than
they are drawn skips what nobody would see. The 3D view is drawn here and sent as a picture, so that a browser
needs neither the volume nor a GPU. It and the curves wait while a slider moves, and it is not begun before
the first browser shows the slices.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from trame.app import get_server
from trame_server.core import Server

from mcsim.viewer.drawing.charts import curve_svg, empty_svg, histogram_svg
from mcsim.viewer.drawing.key import key_svg
from mcsim.viewer.drawing.panel import crosshair_url, panel_svg, picked
from mcsim.viewer.drawing.plotter import new_plotter
from mcsim.viewer.drawing.svg import data_url
from mcsim.viewer.drawing.three_d import View3D
from mcsim.viewer.scene.curves import row_curve
from mcsim.viewer.scene.grid import AXES, Point
from mcsim.viewer.scene.layer import Layer
from mcsim.viewer.scene.readout import readout
from mcsim.viewer.scene.regions import histogram
from mcsim.viewer.scene.scene import Scene
from mcsim.viewer.scene.slices import PLANES, slice_picture
from mcsim.viewer.scene.state import ViewState
from mcsim.viewer.web.choices import MENUS, PLAIN, applied, chosen, menu_items
from mcsim.viewer.web.layout import build_page

_CHART, _KEY = (300.0, 200.0), (280.0, 52.0)
"""Sizes on the page, in their own pixels."""
_GATHER = 0.008  # s; changes that come together are drawn together
_REST = 0.3  # s without a change until the 3D view and the curves follow


class WebViewer:
    """A page that shows a scene.

    Attributes:
        server: of trame.
        scene, view: what is shown.
    """

    def __init__(self, scene: Scene, name: str | None = None) -> None:
        self.server: Server = get_server(name, client_type="vue3")
        self.scene, self.view = scene, scene.start()
        self._plotter = new_plotter(True, (700, 600))
        self._three_d: View3D | None = None
        self._waiting: asyncio.Task[None] | None = None
        self._resting: asyncio.Task[None] | None = None
        self._making: tuple[Layer, asyncio.Future[Any]] | None = None
        self._slides: dict[str, Callable[[int], None]] = {}
        self.server.state.update(chosen(self.view))
        self.server.state.update({"hover": "", "fault": ""})
        self._describe()
        self._draw()
        self._draw_charts(self.view)
        self.refresh_3d: Callable[[], None] = build_page(self, self._plotter)
        self.server.controller.on_client_connected.add(self._draw_3d_first)
        self.server.state.change(*PLAIN, *MENUS)(self._choose)
        self.server.state.change(*(f"slide_{axis}" for axis in AXES))(self._slide)

    def show(self, scene: Scene) -> None:
        """Show another scene, such as the same run a little later, from the same point."""
        self.view = scene.after(self.scene, self.view)
        self.scene = scene
        with self.server.state:
            self._describe()
            self.server.state.update(chosen(self.view))
        self._changed()

    def report(self, words: str) -> None:
        """Show a line about how far a run is."""
        with self.server.state:
            self.server.state.status = words

    def click(self, plane: int, x: float, y: float) -> None:
        """Move the crosshair to a place in a slice, given as parts of its width and height."""
        shown = self.scene.shown(self.view)
        point = self._picked(plane, x, y) if shown is None or shown.is_made else None
        if point is not None:
            self._move(self.scene.snapped(point, self.view))

    def point_at(self, plane: int, x: float, y: float, buttons: int) -> None:
        """Say what is under the mouse; with the button down the crosshair follows it."""
        if buttons == 1:
            self.click(plane, x, y)
        shown = self.scene.shown(self.view)
        if shown is not None and not shown.is_made:
            return
        point = self._picked(plane, x, y)
        found = readout(self.scene, self.view, point) if point is not None else None
        self.server.state.hover = found.words if found is not None else ""

    def wheel(self, plane: int, turn: float) -> None:
        """Go to the next slice."""
        name = AXES[PLANES[plane].normal]
        last = self.server.state[f"count_{name}"] - 1
        step = 1 if turn > 0 else -1
        self.server.state[f"slide_{name}"] = min(max(int(self.server.state[f"slide_{name}"]) + step, 0), last)

    def look(self) -> None:
        """Turn the camera of the 3D view to where it was at first."""
        if self._three_d is not None:
            self._three_d.look()
            self.refresh_3d()

    def _picked(self, plane: int, x: float, y: float) -> Point | None:
        drawn = slice_picture(self.scene, self.view, PLANES[plane])
        return picked(drawn, self.view.crosshair, (x, y))

    def _move(self, point: Point) -> None:
        self.view = replace(self.view, crosshair=point)
        self._set_slides()
        self._changed()

    def _choose(self, **_: Any) -> None:
        """The user has changed a choice."""
        changed = applied(self.view, {name: self.server.state[name] for name in (*PLAIN, *MENUS)})
        if changed != self.view:
            self.view = changed
            self._set_slides()
            self._changed()

    def _slide(self, **_: Any) -> None:
        """The user has moved a slider."""
        point = list(self.view.crosshair)
        for axis, name in enumerate(AXES):
            edges = self._edges(axis)
            place = self.server.state[f"slide_{name}"]
            known = isinstance(place, int | float) and 0 <= place < len(edges) - 1
            if known and int(place) != self._number(axis):
                point[axis] = float(0.5 * (edges[int(place)] + edges[int(place) + 1]))
        if tuple(point) != self.view.crosshair:
            self.view = replace(self.view, crosshair=(point[0], point[1], point[2]))
            self._changed()

    def _edges(self, axis: int) -> Any:
        layer = self.scene.shown(self.view) or next(
            iter((*self.scene.layers.values(), *self.scene.backgrounds.values()))
        )
        return layer.grid.edges[axis] if layer.grid.is_aligned else layer.grid.pixel_edges(axis)

    def _number(self, axis: int) -> int:
        """Number of the slice at the crosshair."""
        edges = self._edges(axis)
        found = int((edges[1:-1] <= self.view.crosshair[axis]).sum())
        return found

    def _set_slides(self) -> None:
        for axis, name in enumerate(AXES):
            self.server.state[f"count_{name}"] = len(self._edges(axis)) - 1
            self.server.state[f"slide_{name}"] = self._number(axis)

    def _describe(self) -> None:
        """What the page says of the scene, and what it offers."""
        state = self.server.state
        state.update(menu_items(self.scene))
        state.update(
            {"title": self.scene.title, "status": self.scene.status, "notes": list(self.scene.notes)}
        )
        state.trame__title = f"{self.scene.title} - mcsim"
        state.update({"has_tracks": self.scene.tracks is not None, "has_layers": bool(self.scene.layers)})
        self._set_slides()

    def _changed(self) -> None:
        """Draw soon: all changes that have come by then at once, and the 3D view when they rest."""
        if self._waiting is None or self._waiting.done():
            self._waiting = asyncio.get_running_loop().create_task(self._draw_soon())
        self._draw_rest(_REST)

    def _draw_3d_first(self) -> None:
        """A browser shows the page."""
        if self._three_d is None:
            self._draw_rest(0.0)

    def _draw_rest(self, wait: float) -> None:
        """Draw what waits for a rest, unless something changes in that time (s)."""
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().create_task(self._draw_at_rest(wait))

    async def _values(self) -> None:
        """Wait until the values to be shown are there: some (gamma) take long, and the page lives on."""
        layer = self.scene.shown(self.view)
        if layer is None or layer.is_made:
            return
        if self._making is None or self._making[0] is not layer:
            self._making = layer, asyncio.get_running_loop().run_in_executor(None, getattr, layer, "range")
            self.report(f"computing {layer.quantity} ...")
        await asyncio.shield(self._making[1])
        self.report(self.scene.status)

    async def _draw_soon(self) -> None:
        await asyncio.sleep(_GATHER)
        await self._values()
        with self.server.state:
            self._draw()

    async def _draw_at_rest(self, wait: float) -> None:
        await asyncio.sleep(wait)
        await self._values()
        with self.server.state:
            self._draw_charts(self.view)
        if self._three_d is None:
            self._three_d = View3D(self._plotter, self.scene, self.view)
        else:
            self._three_d.update(self.scene, self.view)
        self.refresh_3d()

    def _draw(self) -> None:
        """Bring slices, key and words up to date."""
        page, scene, view = self.server.state, self.scene, self.view
        for number, plane in enumerate(PLANES):
            drawn = slice_picture(scene, view, plane)
            page[f"panel_{number}"] = data_url(panel_svg(drawn, crosshair=False))
            page[f"crosshair_{number}"] = crosshair_url(drawn)
        page.key = data_url(key_svg(scene, view, *_KEY))
        found = readout(scene, view, view.crosshair)
        page.update({"place": found.place, "reading": found.text, "medium": found.medium})

    def _draw_charts(self, view: ViewState) -> None:
        page = self.server.state
        layer = self.scene.curved(view)
        nothing = empty_svg("no values", *_CHART)
        for axis in range(3):
            drawn = curve_svg(row_curve(layer, view, axis), *_CHART) if layer is not None else nothing
            page[f"curve_{axis}"] = data_url(drawn)
        found = histogram(self.scene, view)
        shown = self.scene.layers.get(view.layer)
        words = "no dose in this region" if view.region else "choose a region for a histogram"
        if shown is None or not shown.is_dose:
            words = "choose a dose for a histogram"
        page.histogram = data_url(
            histogram_svg(found, *_CHART) if found is not None else empty_svg(words, *_CHART)
        )
