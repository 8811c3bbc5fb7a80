"""A slice in a pane of a PyVista window: images, isodose lines, crosshair, numbered axes, seen straight on.

In the pane x is the axis across, y the axis down with its sign turned (or the axis up).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mcsim.viewer.drawing.meshes import image_mesh, line_mesh
from mcsim.viewer.drawing.svg import Scale, number
from mcsim.viewer.scene.colors import CROSSHAIR
from mcsim.viewer.scene.grid import AXES, Point
from mcsim.viewer.scene.slices import SliceImage, SlicePicture

if TYPE_CHECKING:
    import pyvista as pv

INK = "#202020"
_MARGIN = 0.2  # of the larger side, for numbers and names


class FlatView:
    """Keeps one pane of a plotter in step with a slice."""

    def __init__(self, plotter: pv.Plotter, pane: tuple[int, int], drawn: SlicePicture) -> None:
        self.plotter, self.pane, self.drawn = plotter, pane, drawn
        self.update(drawn)

    def update(self, drawn: SlicePicture) -> None:
        """Draw a slice in place of the one before."""
        self.drawn = drawn
        self.plotter.subplot(*self.pane)
        for layer in range(2):
            self._draw_image(layer, drawn.images[layer] if layer < len(drawn.images) else None)
        lines = [self._placed(line) for iso in drawn.contours for line in iso.lines]
        self._add("isodoses", line_mesh(lines), color="#ffffff", line_width=1.5)
        self._draw_crosshair()
        self._draw_axes()
        self.look()

    def look(self) -> None:
        """Look straight at the slice, with room for numbers around it."""
        low, high = self._corner(0), self._corner(1)
        middle, size = 0.5 * (low + high), high - low
        margin = _MARGIN * float(size.max())
        renderer = self.plotter.renderers[self.plotter.renderers.loc_to_index(self.pane)]
        wide, tall = renderer.GetSize()
        half = 0.5 * max(float(size[1]) + margin, (float(size[0]) + margin) * tall / max(wide, 1))
        middle = middle - np.array([0.25 * margin, 0.1 * margin])
        camera = renderer.camera
        camera.parallel_projection = True
        camera.position = (*middle, 10.0 * half)
        camera.focal_point = (*middle, 0.0)
        camera.up = (0.0, 1.0, 0.0)
        camera.parallel_scale = half
        camera.clipping_range = (half, 30.0 * half)

    def point(self, x: float, y: float, crosshair: Point) -> Point | None:
        """The point of the world at a place of the pane; None beside the slice."""
        across, down = x, y if self.drawn.upwards else -y
        drawn = self.drawn
        if not (drawn.across[0] <= across <= drawn.across[1] and drawn.down[0] <= down <= drawn.down[1]):
            return None
        moved = list(crosshair)
        moved[drawn.plane.across], moved[drawn.plane.down] = across, down
        return moved[0], moved[1], moved[2]

    def _corner(self, which: int) -> NDArray[np.float64]:
        drawn = self.drawn
        ends = sorted((self._up(drawn.down[0]), self._up(drawn.down[1])))
        return np.array([drawn.across[which], ends[which]])

    def _up(self, down: float) -> float:
        return down if self.drawn.upwards else -down

    def _placed(self, line: NDArray[np.float64]) -> NDArray[np.float64]:
        """A line (across, down) in the pane, before the images."""
        sign = 1.0 if self.drawn.upwards else -1.0
        return np.column_stack([line[:, 0], sign * line[:, 1], np.full(len(line), 0.2)])

    def _draw_image(self, layer: int, image: SliceImage | None) -> None:
        name = f"image {layer}"
        if image is None:
            self._remove(name)
            return
        low, high = sorted(self._up(end) for end in image.down)
        pixels = image.pixels if self.drawn.upwards else image.pixels[::-1]
        mesh = image_mesh(2, 0.05 * layer, {0: image.across, 1: (low, high)}, pixels)
        self._add(name, mesh, scalars="colors", rgb=True)

    def _draw_crosshair(self) -> None:
        across, down = self.drawn.crosshair
        low, high = self._corner(0), self._corner(1)
        y = self._up(down)
        lines = [
            np.array([[low[0], y, 0.3], [high[0], y, 0.3]]),
            np.array([[across, low[1], 0.3], [across, high[1], 0.3]]),
        ]
        self._add("crosshair", line_mesh(lines), color=CROSSHAIR, line_width=1)

    def _draw_axes(self) -> None:
        drawn = self.drawn
        low, high = self._corner(0), self._corner(1)
        frame = np.array(
            [[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]], [low[0], low[1]]]
        )
        self._add("frame", line_mesh([np.column_stack([frame, np.full(5, 0.1)])]), color=INK, line_width=1)
        gap = 0.045 * float((high - low).max())
        across = [(x, low[1] - gap, number(x)) for x in Scale(*drawn.across, 0.0, 1.0).ticks(6)]
        down = [(low[0] - 1.2 * gap, self._up(y), number(y)) for y in Scale(*drawn.down, 0.0, 1.0).ticks(6)]
        title = f"{AXES[drawn.plane.normal]} = {number(drawn.at)} cm"
        names = [
            (0.5 * (low[0] + high[0]), low[1] - 2.2 * gap, f"{AXES[drawn.plane.across]} (cm)"),
            (low[0] - 1.2 * gap, high[1] + gap, f"{AXES[drawn.plane.down]} (cm)"),
            (0.5 * (low[0] + high[0]), high[1] + gap, title),
        ]
        self._label("numbers", [*across, *down], 12, bold=False)
        self._label("names", names, 13, bold=True)

    def _label(self, name: str, places: list[tuple[float, float, str]], size: int, bold: bool) -> None:
        points = np.array([(x, y, 0.4) for x, y, _ in places])
        self.plotter.add_point_labels(
            points, [words for _, _, words in places], name=self._own(name),
            font_size=size, bold=bold, text_color=INK,
            shape=None, show_points=False, always_visible=True, render=False, reset_camera=False,
            justification_horizontal="center", justification_vertical="center",
        )  # fmt: skip

    def _add(self, name: str, mesh: Any, **how: Any) -> None:
        if not mesh.n_points:
            self._remove(name)
            return
        self.plotter.add_mesh(
            mesh,
            name=self._own(name),
            lighting=False,
            render=False,
            reset_camera=False,
            pickable=False,
            **how,
        )

    def _remove(self, name: str) -> None:
        self.plotter.remove_actor(self._own(name), render=False)

    def _own(self, name: str) -> str:
        """Name of an actor of this pane; names count in the whole window."""
        return f"pane {self.pane[0]} {self.pane[1]}: {name}"
