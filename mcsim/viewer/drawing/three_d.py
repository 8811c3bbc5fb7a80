"""The 3D view: bodies, dose, slices, beam and tracks of a scene as actors in a PyVista plotter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mcsim.viewer.drawing.meshes import (
    even_mesh,
    image_mesh,
    line_mesh,
    placement,
    surface_mesh,
    value_mesh,
)
from mcsim.viewer.drawing.svg import Scale
from mcsim.viewer.drawing.svg import number as written
from mcsim.viewer.drawing.volume import MOST_VOXELS, Coarse, coarse
from mcsim.viewer.scene.beam import Outline, box_lines
from mcsim.viewer.scene.colors import CROSSHAIR, PARTICLES, SOURCE
from mcsim.viewer.scene.grid import AXES
from mcsim.viewer.scene.layer import Layer
from mcsim.viewer.scene.scene import Scene
from mcsim.viewer.scene.slices import PLANES, SlicePicture, slice_picture
from mcsim.viewer.scene.state import ViewState

if TYPE_CHECKING:
    import pyvista as pv

BACKGROUND = "#ffffff"
_INK, _FRAME = "#202020", "#909090"
_AWAY = np.array([0.5, 1.3, -0.55])  # where the camera stands, seen from the middle, z being drawn down
_ROOM = 0.88  # of the window that the box fills
_TRIAD = (0.0, 0.0, 0.16, 0.16)
_ARROW = 0.14  # length of the beam's arrow, in diagonals
_MOST_NAMES = 8
_NOWHERE = (0.0, 0.0, 0.0)
_MOST_POINTS = 200_000  # of isodose surfaces; those of more are noise, and slow to draw
_ISO_OPACITY = 0.3

Floats = NDArray[np.float64]


class View3D:
    """Keeps the actors of a plotter in step with a scene and what is shown of it."""

    def __init__(self, plotter: pv.Plotter, scene: Scene, state: ViewState) -> None:
        self.plotter = plotter
        self.scene, self.state = scene, state
        self._coarse: dict[tuple[str, int], Coarse] = {}
        self._surfaces: dict[int, Any] = {}
        self._drawn: ViewState | None = None
        plotter.set_background(BACKGROUND)
        self._draw_frame()
        self.update(scene, state)
        self.look()

    def update(self, scene: Scene, state: ViewState) -> None:
        """Draw what has changed."""
        is_new, is_turned = scene is not self.scene, state.z_up != self.state.z_up
        self.scene, self.state = scene, state
        if is_new:
            self._coarse.clear()
            self._surfaces.clear()
            self._drawn = None
            self._draw_legend()
        if is_turned:
            self._draw_frame()
            self.look()
        still = state if state.clip else replace(state, crosshair=_NOWHERE)
        if still != self._drawn:
            self._drawn = still
            self._draw_still()
        self._draw_planes()
        self._draw_crosshair()

    def _draw_still(self) -> None:
        """What stays while the crosshair moves, unless the view is cut open there."""
        self._draw_bodies()
        self._draw_layer()
        self._draw_source()
        self._draw_tracks()

    def look(self) -> None:
        """Camera from the side, with x to the right and z down (or up), as in the slices."""
        low, high = self.scene.bounds
        down = -1.0 if self.state.z_up else 1.0
        middle = 0.5 * (low + high)
        place = middle + _AWAY * (1.0, down, down)
        self.plotter.camera_position = [tuple(place), tuple(middle), (0.0, 0.0, -down)]
        self.plotter.reset_camera(bounds=_interleaved(low, high), render=False)
        self.plotter.camera.zoom(_ROOM)

    def _draw_frame(self) -> None:
        """Box around all grids, with its axes named and numbered in cm."""
        low, high = self.scene.bounds
        self._add("box", line_mesh(box_lines(low, high)), color=_FRAME, line_width=1, lighting=False)
        for axis in range(3):
            self._number_axis(axis, low, high)
        self._draw_legend()
        self.plotter.add_axes(xlabel="x", ylabel="y", zlabel="z", line_width=3, color=_INK, viewport=_TRIAD)

    def _draw_legend(self) -> None:
        """Names of materials and particles beside their colours."""
        entries = [[body.name, body.color] for body in self.scene.bodies[:_MOST_NAMES]]
        if self.scene.tracks is not None:
            seen = np.unique(self.scene.tracks.kind)
            entries += [
                [f"{name} track", color]
                for number, (name, color) in enumerate(PARTICLES.items())
                if number in seen
            ]
        self.plotter.remove_legend(render=False)
        if entries:
            longest = max(len(name) for name, _ in entries)
            size = min(0.06 + 0.014 * longest, 0.4), min(0.04 * len(entries), 0.5)
            self.plotter.add_legend(entries, bcolor=None, face="rectangle", loc="upper left", size=size)

    def _number_axis(self, axis: int, low: Floats, high: Floats) -> None:
        """Round numbers along one edge of the box, and the name of the axis beside them."""
        front = low if self.state.z_up else high
        edge = np.array([low[0], front[1], front[2]])
        if axis == 1:
            edge[0] = high[0]
        outwards = 0.03 * self.scene.reach * np.sign(edge - 0.5 * (low + high)) * (np.arange(3) != axis)
        ticks = Scale(float(low[axis]), float(high[axis]), 0.0, 1.0).ticks(5)
        points = np.tile(edge + outwards, (len(ticks) + 1, 1))
        points[:-1, axis] = ticks
        points[-1] += 3.0 * outwards
        points[-1, axis] = 0.5 * (low[axis] + high[axis])
        words = [*(written(value) for value in ticks), f"{AXES[axis]} (cm)"]
        self.plotter.add_point_labels(
            points, words, name=f"numbers of {AXES[axis]}", font_size=13, text_color=_INK, shape=None,
            show_points=False, always_visible=True, render=False, reset_camera=False, italic=False,
        )  # fmt: skip

    def _draw_bodies(self) -> None:
        for number, body in enumerate(self.scene.bodies):
            name = f"body {number}"
            opacity = body.opacity * (1.0 - self.state.transparency)
            if not self.state.surfaces or opacity < 0.01:
                self._remove(name)
                continue
            if number not in self._surfaces:
                self._surfaces[number] = surface_mesh(body.surface())
            mesh = self._clipped(self._surfaces[number])
            self._add(name, mesh, color=body.color, opacity=opacity)

    def _draw_layer(self) -> None:
        layer = self.scene.layers.get(self.state.layer)
        levels = self._levels(layer) if layer is not None else []
        if layer is None or not (self.state.isosurfaces and levels):
            self._remove("isosurfaces")
        else:
            self._draw_isosurfaces(layer, levels)
        if layer is None or not self.state.volume:
            self._remove("volume")
        else:
            self._draw_volume(layer)

    def _levels(self, layer: Layer) -> list[float]:
        return [0.01 * level * layer.reference for level in self.state.levels if layer.reference > 0.0]

    def _thin(self, layer: Layer, most: int = MOST_VOXELS) -> Coarse:
        if (layer.name, most) not in self._coarse:
            self._coarse[layer.name, most] = coarse(layer.values, layer.grid, most)
        return self._coarse[layer.name, most]

    def _draw_isosurfaces(self, layer: Layer, levels: list[float]) -> None:
        """Of the dose, or where that is mostly noise, of means over more voxels."""
        for most in (MOST_VOXELS, MOST_VOXELS // 2, MOST_VOXELS // 4):
            mesh = value_mesh(self._thin(layer, most), layer.grid).contour(levels, scalars="values")
            if mesh.n_points <= _MOST_POINTS:
                break
        mesh = self._clipped(mesh)
        low, high = layer.range
        self._add(
            "isosurfaces", mesh, scalars="values", cmap=layer.map_name(self.state.color_map),
            clim=(low, high), opacity=_ISO_OPACITY, smooth_shading=True, show_scalar_bar=False,
        )  # fmt: skip

    def _draw_volume(self, layer: Layer) -> None:
        mesh = even_mesh(self._thin(layer), layer.grid)
        low, high = layer.range
        opacity = np.linspace(0.0, 0.5, 16)
        if layer.scale == "diverging":
            opacity = np.abs(np.linspace(-0.5, 0.5, 16))
        actor = self.plotter.add_volume(
            mesh, scalars="values", cmap=layer.map_name(self.state.color_map), clim=(low, high),
            opacity=opacity, name="volume", show_scalar_bar=False, render=False, reset_camera=False,
        )  # fmt: skip
        actor.user_matrix = placement(layer.grid)

    def _draw_planes(self) -> None:
        for plane in PLANES:
            name = f"plane {plane.normal}"
            drawn = slice_picture(self.scene, self.state, plane) if self.state.planes else None
            self._add_plane(name, drawn)

    def _add_plane(self, name: str, drawn: SlicePicture | None) -> None:
        """The front image of a slice where it lies: the one behind it would hide all else."""
        if drawn is None or not drawn.images:
            self._remove(name)
            return
        image = drawn.images[-1]
        ends = {drawn.plane.across: image.across, drawn.plane.down: image.down}
        mesh = image_mesh(drawn.plane.normal, drawn.at, ends, image.pixels)
        self._add(name, mesh, scalars="colors", rgb=True, lighting=False)

    def _draw_crosshair(self) -> None:
        low, high = self.scene.bounds
        lines = []
        for axis in range(3):
            line = np.tile(np.array(self.state.crosshair), (2, 1))
            line[0, axis], line[1, axis] = low[axis], high[axis]
            lines.append(line)
        self._add("crosshair", line_mesh(lines), color=CROSSHAIR, line_width=2, lighting=False)

    def _draw_source(self) -> None:
        found = self.scene.outline
        if found is None or not self.state.source:
            self._remove("source")
            self._remove("beam")
            return
        self._add("source", line_mesh(found.lines), color=SOURCE, line_width=2, lighting=False)
        if found.direction is not None:
            self._add("beam", self._arrow(found, np.array(found.direction)), color=SOURCE)

    def _arrow(self, found: Outline, direction: Floats) -> Any:
        """An arrow along the beam: from the source, or, where that is far away, before the box."""
        import pyvista as pv

        low, high = self.scene.bounds
        start, size = np.array(found.position), _ARROW * self.scene.reach
        ahead = float((0.5 * (low + high) - start) @ direction) - 0.6 * self.scene.reach - size
        return pv.Arrow(start=start + max(ahead, 0.0) * direction, direction=direction, scale=size)

    def _draw_tracks(self) -> None:
        tracks = self.scene.tracks
        for number, (particle, color) in enumerate(PARTICLES.items()):
            name = f"tracks of {particle}"
            if tracks is None or not self.state.tracks or not np.any(tracks.kind == number):
                self._remove(name)
                continue
            chosen = np.flatnonzero(tracks.kind == number)
            paths = (tracks.points[tracks.first[t] : tracks.first[t + 1]] for t in chosen)
            self._add(name, line_mesh(paths), color=color, line_width=1.5, lighting=False)

    def _clipped(self, mesh: Any) -> Any:
        """A mesh without the side of the crosshair, along the chosen axis, from which one looks at first."""
        if not self.state.clip or not mesh.n_cells:
            return mesh
        axis, down = AXES.index(self.state.clip), -1.0 if self.state.z_up else 1.0
        normal = np.zeros(3)
        normal[axis] = np.sign(_AWAY * (1.0, down, down))[axis]
        return mesh.clip(tuple(normal), origin=self.state.crosshair, invert=True)

    def _add(self, name: str, mesh: Any, **how: Any) -> None:
        if not mesh.n_points:
            self._remove(name)
            return
        self.plotter.add_mesh(mesh, name=name, render=False, reset_camera=False, pickable=False, **how)

    def _remove(self, name: str) -> None:
        self.plotter.remove_actor(name, render=False)


def _interleaved(low: Floats, high: Floats) -> list[float]:
    """Bounds in the order of VTK: low and high of x, of y, of z."""
    return [float(end) for pair in zip(low, high, strict=True) for end in pair]
