"""All panes of a window: three slices, the 3D view, curves, and words with the key to the colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mcsim.plots.labels import axis_label
from mcsim.viewer.drawing.flat import INK, FlatView
from mcsim.viewer.drawing.meshes import image_mesh
from mcsim.viewer.drawing.svg import Scale, number
from mcsim.viewer.drawing.three_d import View3D
from mcsim.viewer.scene.colors import lookup, palette_color, rgb
from mcsim.viewer.scene.curves import row_curve
from mcsim.viewer.scene.layer import Layer
from mcsim.viewer.scene.readout import display_unit, readout
from mcsim.viewer.scene.regions import histogram
from mcsim.viewer.scene.scene import Scene
from mcsim.viewer.scene.slices import PLANES, slice_picture
from mcsim.viewer.scene.state import ViewState

if TYPE_CHECKING:
    import pyvista as pv

SHAPE = (2, 3)
SIZE = (1500, 950)
"""Of a window and of a picture, pixels."""
_SLICES, _SOLID, _CURVES, _WORDS = ((0, 0), (0, 1), (1, 0)), (0, 2), (1, 1), (1, 2)
_LINES = ("#d55e00", "#009e73", "#0072b2")


class Window:
    """Keeps the panes of a plotter of `SHAPE` in step with a scene."""

    def __init__(self, plotter: pv.Plotter, scene: Scene, state: ViewState) -> None:
        self.plotter = plotter
        self.flats = [
            FlatView(plotter, pane, slice_picture(scene, state, plane))
            for pane, plane in zip(_SLICES, PLANES, strict=True)
        ]
        plotter.subplot(*_SOLID)
        self.solid = View3D(plotter, scene, state)
        self._chart: pv.Chart2D | None = None
        self.update(scene, state)

    def update(self, scene: Scene, state: ViewState) -> None:
        """Draw what has changed."""
        for flat, plane in zip(self.flats, PLANES, strict=True):
            flat.update(slice_picture(scene, state, plane))
        self.plotter.subplot(*_SOLID)
        self.solid.update(scene, state)
        self._draw_chart(scene, state)
        self._draw_words(scene, state)
        self._draw_key(scene, state)

    def _draw_chart(self, scene: Scene, state: ViewState) -> None:
        """Curves through the crosshair, or the histogram of the chosen region."""
        import pyvista as pv

        self.plotter.subplot(*_CURVES)
        if self._chart is None:
            self._chart = pv.Chart2D(size=(0.94, 0.94), loc=(0.03, 0.03))
            self.plotter.add_chart(self._chart)
        self._chart.clear()
        if histogram(scene, state) is not None:
            self._draw_histogram(self._chart, scene, state)
        else:
            self._draw_curves(self._chart, scene, state)

    def _draw_curves(self, chart: pv.Chart2D, scene: Scene, state: ViewState) -> None:
        layer = scene.curved(state)
        chart.visible = layer is not None
        if layer is None:
            return
        _, unit = display_unit(layer)
        for axis, color in enumerate(_LINES):
            curve = row_curve(layer, state, axis)
            if not len(curve.place):
                continue
            error = np.nan_to_num(curve.uncertainty)
            chart.area(curve.place, curve.value - error, curve.value + error, color=(*rgb(color), 60))
            chart.line(curve.place, curve.value, color=color, width=2.0, label=f"along {curve.axis}")
        chart.x_label, chart.y_label = "place (cm)", axis_label(layer.quantity, unit)
        chart.title = "through the crosshair, 1 sigma bands"

    def _draw_histogram(self, chart: pv.Chart2D, scene: Scene, state: ViewState) -> None:
        found, layer = histogram(scene, state), scene.layers[state.layer]
        assert found is not None
        factor, unit = display_unit(layer)
        chart.visible = True
        chart.line(factor * found.edges, 100.0 * found.volume_fraction, color=_LINES[2], width=2.0, label="")
        chart.x_label, chart.y_label = axis_label(layer.quantity, unit), "volume (%)"
        chart.title = f"dose-volume histogram: {found.name}"

    def _draw_words(self, scene: Scene, state: ViewState) -> None:
        self.plotter.subplot(*_WORDS)
        found = readout(scene, state, state.crosshair)
        about = [*_broken(scene.title), *_broken(scene.status), ""]
        there = ["crosshair", found.place, *_broken(found.text), found.medium, ""]
        if self.flats[0].drawn.contours:
            there += _broken(
                f"isodoses: {', '.join(f'{level:g}' for level in state.levels)} % of the maximum"
            )
        notes = [row for note in scene.notes for row in _broken(note)]
        self.plotter.add_text(
            "\n".join([*about, *there, *notes]), position=(0.05, 0.36), viewport=True, font_size=9, color=INK,
            name="words", render=False,
        )  # fmt: skip

    def _draw_key(self, scene: Scene, state: ViewState) -> None:
        """The colours of the layer shown, from low to high, or one for each name."""
        self.plotter.subplot(*_WORDS)
        layer = scene.shown(state)
        if layer is None:
            return
        colors, labels, title = _names_key(layer) if layer.scale == "names" else _bar_key(layer, state)
        mesh = image_mesh(2, 0.0, {0: (0.0, 1.0), 1: (0.0, 0.06)}, colors)
        self.plotter.add_mesh(
            mesh, scalars="colors", rgb=True, name="key", lighting=False, render=False, reset_camera=False
        )
        points = np.array([[place, -0.05, 0.1] for place, _ in labels] + [[0.5, 0.12, 0.1]])
        self.plotter.add_point_labels(
            points, [*(words for _, words in labels), title], name="key labels", font_size=12, text_color=INK,
            shape=None, show_points=False, always_visible=True, render=False, reset_camera=False,
            justification_horizontal="center", justification_vertical="center", bold=False,
        )  # fmt: skip
        camera = self.plotter.renderer.camera
        camera.parallel_projection = True
        camera.position, camera.focal_point, camera.up = (0.5, 0.35, 3.0), (0.5, 0.35, 0.0), (0.0, 1.0, 0.0)
        camera.parallel_scale, camera.clipping_range = 0.6, (1.0, 5.0)


def _bar_key(layer: Layer, state: ViewState) -> tuple[np.ndarray, list[tuple[float, str]], str]:
    factor, unit = display_unit(layer)
    low, high = (factor * end for end in layer.range)
    chosen = state.color_map if layer.name == state.layer else "gray"
    table = np.full((1, 256, 4), 255, dtype=np.uint8)
    table[0, :, :3] = lookup(layer.map_name(chosen))
    scale = Scale(low, high, 0.0, 1.0)
    labels = [(scale.pixel(value), number(value)) for value in scale.ticks(5)]
    return table, labels, axis_label(layer.quantity, unit)


def _names_key(layer: Layer) -> tuple[np.ndarray, list[tuple[float, str]], str]:
    count = len(layer.names)
    table = np.full((1, count, 4), 255, dtype=np.uint8)
    table[0, :, :3] = [rgb(palette_color(place)) for place in range(count)]
    return table, [((place + 0.5) / count, name) for place, name in enumerate(layer.names)], layer.quantity


def _broken(words: str, most: int = 44) -> list[str]:
    """A long line in pieces."""
    import textwrap

    return textwrap.wrap(words, most) or [""]
