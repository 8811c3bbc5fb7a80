"""Slices through the crosshair as coloured images and isodose lines in cm: all that a drawing needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcsim.viewer.scene.colors import GREYS, colors_of, palette_color, rgb
from mcsim.viewer.scene.grid import AXES
from mcsim.viewer.scene.layer import Layer
from mcsim.viewer.scene.scene import Scene
from mcsim.viewer.scene.state import ViewState

Floats = NDArray[np.float64]
_KEPT = 12  # slices of a scene
_NOWHERE = (0.0, 0.0, 0.0)
_BLUR = 1.0  # pixels; sigma of the Gaussian that keeps noise from fraying isodose lines


@dataclass(frozen=True)
class Plane:
    """One of the three planes: the axis across it, the one drawn to the right, the one drawn down (or up)."""

    normal: int

    @property
    def across(self) -> int:
        """Number of the axis that runs to the right."""
        return 1 if self.normal == 0 else 0

    @property
    def down(self) -> int:
        """Number of the axis that runs down."""
        return 1 if self.normal == 2 else 2

    @property
    def name(self) -> str:
        """Name by its two axes, such as "x-z"."""
        return f"{AXES[self.across]}-{AXES[self.down]}"


PLANES = (Plane(2), Plane(1), Plane(0))
"""The slices across z, y and x."""


@dataclass(frozen=True, eq=False)
class SliceImage:
    """Coloured pixels, shape (down, across, 4), and where they lie: low and high along each, cm."""

    pixels: NDArray[np.uint8]
    across: tuple[float, float]
    down: tuple[float, float]


@dataclass(frozen=True, eq=False)
class IsoLine:
    """Lines of one level (per cent of the maximum), each of shape (n, 2): across and down, cm."""

    level: float
    lines: tuple[Floats, ...]


Content = tuple[tuple[SliceImage, ...], tuple[IsoLine, ...]]


@dataclass(frozen=True, eq=False)
class SlicePicture:
    """A slice, ready for drawing.

    Attributes:
        plane: which. at: where it cuts its normal axis, cm.
        images: from back to front. contours: isodose lines.
        across, down: what is drawn of the two axes, cm.
        crosshair: across and down, cm.
        upwards: the second axis is drawn upwards.
    """

    plane: Plane
    at: float
    images: tuple[SliceImage, ...]
    contours: tuple[IsoLine, ...]
    across: tuple[float, float]
    down: tuple[float, float]
    crosshair: tuple[float, float]
    upwards: bool


def slice_picture(scene: Scene, state: ViewState, plane: Plane) -> SlicePicture:
    """The slice of a scene in one of the three planes through the crosshair."""
    low, high = scene.bounds
    u, v = plane.across, plane.down
    images, contours = _content(
        scene, replace(state, crosshair=_NOWHERE), plane, state.crosshair[plane.normal]
    )
    return SlicePicture(
        plane=plane,
        at=state.crosshair[plane.normal],
        images=images,
        contours=contours,
        across=(float(low[u]), float(high[u])),
        down=(float(low[v]), float(high[v])),
        crosshair=(state.crosshair[u], state.crosshair[v]),
        upwards=state.z_up and v == 2,
    )


def _content(scene: Scene, state: ViewState, plane: Plane, at: float) -> Content:
    """Images and isodose lines; the last are kept, since a slice stays while the crosshair moves in it."""
    key = state, plane, at
    content: Content = scene.slices.pop(key, None) or _new_content(scene, state, plane, at)
    while len(scene.slices) >= _KEPT:
        del scene.slices[next(iter(scene.slices))]
    scene.slices[key] = content
    return content


def _new_content(scene: Scene, state: ViewState, plane: Plane, at: float) -> Content:
    background = scene.backgrounds.get(state.background)
    layer = scene.layers.get(state.layer)
    images = [_image(background, state, plane, at)] if background is not None else []
    contours: tuple[IsoLine, ...] = ()
    if layer is not None:
        if state.wash:
            images.append(_image(layer, state, plane, at))
        if state.lines:
            contours = isolines(layer, state.levels, plane, at)
    return tuple(image for image in images if image is not None), contours


def _image(layer: Layer, state: ViewState, plane: Plane, at: float) -> SliceImage | None:
    """A layer in its colours; transparent where there is nothing to show."""
    cut = layer.grid.cut(layer.values, plane.normal, at)
    if cut is None:
        return None
    is_front = layer.name == state.layer
    is_wash = is_front and layer.is_wash
    opacity = round(255 * state.opacity) if is_wash and state.background else 255
    pixels = np.empty((*cut.shape, 4), dtype=np.uint8)
    if layer.scale == "names":
        pixels[..., :3] = _name_colors(len(layer.names))[cut]
        pixels[..., 3] = np.where(cut >= 0, opacity, 0)
    else:
        low, high = layer.range
        chosen = state.color_map if is_front else GREYS
        pixels[..., :3] = colors_of(cut, low, high, layer.map_name(chosen))
        pixels[..., 3] = np.where(_visible(cut, layer, state if is_wash else None), opacity, 0)
    across, down = (layer.grid.pixel_edges(axis) for axis in (plane.across, plane.down))
    return SliceImage(pixels, (float(across[0]), float(across[-1])), (float(down[0]), float(down[-1])))


def _visible(cut: NDArray[Any], layer: Layer, state: ViewState | None) -> NDArray[np.bool_]:
    """Where there is something to see: of a wash above the threshold, which for what is no dose is zero."""
    known: NDArray[np.bool_] = np.isfinite(cut)
    if state is not None:
        with np.errstate(invalid="ignore"):
            known &= cut > (0.01 * state.threshold * layer.range[1] if layer.is_dose else 0.0)
    return known


def _name_colors(count: int) -> NDArray[np.uint8]:
    """Colours of `count` names, and black for the number -1, which comes last."""
    return np.array([*(rgb(palette_color(number)) for number in range(count)), (0, 0, 0)], dtype=np.uint8)


def isolines(layer: Layer, levels: tuple[float, ...], plane: Plane, at: float) -> tuple[IsoLine, ...]:
    """Isodose lines of a slice that is blurred a little; none where a layer has no maximum to refer to."""
    if not layer.reference > 0.0:
        return ()
    cut = layer.grid.cut(layer.values, plane.normal, at)
    if cut is None or min(cut.shape) < 2:
        return ()
    from contourpy import contour_generator
    from scipy import ndimage

    smooth = ndimage.gaussian_filter(np.nan_to_num(cut), _BLUR, mode="nearest")
    u, v = (_centers(layer.grid.pixel_edges(axis)) for axis in (plane.across, plane.down))
    generator = contour_generator(u, v, smooth)
    found = []
    for level in levels:
        lines = generator.lines(0.01 * level * layer.reference)
        found.append(IsoLine(level, tuple(np.asarray(line) for line in lines)))
    return tuple(line for line in found if line.lines)


def _centers(edges: Floats) -> Floats:
    middle: Floats = 0.5 * (edges[1:] + edges[:-1])
    return middle
