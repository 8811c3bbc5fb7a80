"""The viewer in a window of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from mcsim.viewer.drawing.plotter import new_plotter
from mcsim.viewer.drawing.window import SHAPE, SIZE, Window
from mcsim.viewer.scene.colors import SEQUENTIAL
from mcsim.viewer.scene.regions import region_names
from mcsim.viewer.scene.scene import Scene
from mcsim.viewer.scene.slices import PLANES

KEYS = (
    ("Up, Down", "next slice across z"),
    ("click", "move the crosshair in a slice"),
    ("d", "next layer: dose, uncertainty, ..."),
    ("b", "next background: density, material, none"),
    ("m", "next colour map"),
    ("l", "isodose lines"),
    ("g i o p", "in 3D: geometry, isodose surfaces, volume, slices"),
    ("c", "cut the 3D view open across x, y, z"),
    ("h", "dose-volume histogram of the next region"),
    ("z", "z upwards or downwards"),
    ("k", "write a picture, mcsim-view.png"),
    ("q", "quit"),
)
"""Keys of the window and what they do."""
_SWITCHES = {"l": "lines", "g": "surfaces", "i": "isosurfaces", "o": "volume", "p": "planes", "z": "z_up"}
_LOOK = 2000  # ms between looks at the file


class Desktop:
    """A window that shows a scene.

    Attributes:
        scene, view: what is shown.
        plotter: of PyVista.
    """

    def __init__(self, scene: Scene, off_screen: bool = False) -> None:
        self.scene, self.view = scene, scene.start()
        self.plotter = new_plotter(off_screen, SIZE, SHAPE, f"mcsim: {scene.title}")
        self.window = Window(self.plotter, scene, self.view)
        self._bind()

    def run(self, reload: Callable[[], Scene | None] | None = None) -> None:
        """Show the window until it is closed; `reload` is asked now and then for a newer scene."""
        if reload is not None:
            self.plotter.add_timer_event(
                max_steps=10**9, duration=_LOOK, callback=lambda _: self._reload(reload)
            )
        self.plotter.show()

    def press(self, key: str) -> None:
        """What a key does."""
        if key in _SWITCHES:
            name = _SWITCHES[key]
            self._change(**{name: not getattr(self.view, name)})
        elif key == "d":
            self._change(layer=_next([*self.scene.layers, ""], self.view.layer))
        elif key == "b":
            self._change(background=_next([*self.scene.backgrounds, ""], self.view.background))
        elif key == "m":
            self._change(color_map=_next(list(SEQUENTIAL), self.view.color_map))
        elif key == "c":
            self._change(clip=_next(["", "x", "y", "z"], self.view.clip))
        elif key == "h":
            self._change(region=_next(["", *region_names(self.scene)], self.view.region))
        elif key in ("Up", "Down"):
            self._step(1 if key == "Up" else -1)
        elif key == "k":
            self.plotter.screenshot(Path("mcsim-view.png"))

    def click(self, pane: int, x: float, y: float) -> None:
        """Move the crosshair to a place (x, y) of a slice's pane."""
        point = self.window.flats[pane].point(x, y, self.view.crosshair)
        if point is not None:
            self._change(crosshair=self.scene.snapped(point, self.view))

    def _bind(self) -> None:
        for key in (*_SWITCHES, "d", "b", "m", "c", "h", "k", "Up", "Down"):
            self.plotter.clear_events_for_key(key, raise_on_missing=False)
            self.plotter.add_key_event(key, lambda key=key: self.press(key))
        if self.plotter.iren is not None:
            self.plotter.iren.add_observer("LeftButtonPressEvent", self._clicked)
            self.plotter.iren.add_observer("InteractionEvent", self._stay_flat)

    def _clicked(self, *_: Any) -> None:
        x, y = self.plotter.iren.get_event_position()
        renderer = self.plotter.iren.get_poked_renderer(x, y)
        for number, flat in enumerate(self.window.flats):
            if renderer is self._renderer(flat.pane):
                renderer.SetDisplayPoint(x, y, 0.0)
                renderer.DisplayToWorld()
                place = np.array(renderer.GetWorldPoint())
                self.click(number, float(place[0]), float(place[1]))

    def _stay_flat(self, *_: Any) -> None:
        """Slices are not turned."""
        for flat in self.window.flats:
            flat.look()

    def _renderer(self, pane: tuple[int, int]) -> Any:
        return self.plotter.renderers[self.plotter.renderers.loc_to_index(pane)]

    def _step(self, step: int) -> None:
        layer = self.scene.shown(self.view)
        if layer is None:
            return
        edges = layer.grid.pixel_edges(PLANES[0].normal)
        place = int(np.clip(np.searchsorted(edges, self.view.crosshair[2]) - 1 + step, 0, len(edges) - 2))
        x, y, _ = self.view.crosshair
        self._change(crosshair=(x, y, float(0.5 * (edges[place] + edges[place + 1]))))

    def _change(self, **values: Any) -> None:
        self.view = replace(self.view, **values)
        self.window.update(self.scene, self.view)
        self.plotter.render()

    def _reload(self, reload: Callable[[], Scene | None]) -> None:
        scene = reload()
        if scene is not None:
            self.view = scene.after(self.scene, self.view)
            self.scene = scene
            self._change()


def _next(items: list[str], now: str) -> str:
    return items[(items.index(now) + 1) % len(items)] if now in items else items[0]
