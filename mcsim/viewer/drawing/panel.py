"""A slice as SVG: images, isodose lines, crosshair and axes named in cm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mcsim.viewer.drawing.svg import (
    Box,
    Scale,
    axes,
    data_url,
    document,
    line,
    number,
    path_of,
    picture,
    text,
)
from mcsim.viewer.scene.colors import CROSSHAIR
from mcsim.viewer.scene.grid import AXES, Point
from mcsim.viewer.scene.slices import IsoLine, Plane, SliceImage, SlicePicture

WIDTH, HEIGHT = 460.0, 400.0
"""Of a panel, pixels."""
LEFT, RIGHT, TOP, BOTTOM = 56.0, 12.0, 24.0, 40.0
"""Margins of a panel, pixels."""
_EDGED = 'style="fill:#ffffff;stroke:#000000;stroke-width:2.5;paint-order:stroke"'
_FINEST = 1.2  # pixels
_ROOM_X, _ROOM_Y, _APART = 14.0, 8.0, 24.0  # pixels between a name and the border, and other names


@dataclass(frozen=True)
class Panel:
    """A drawing of a slice: where its box lies and how cm become pixels."""

    width: float
    height: float
    box: Box
    across: Scale
    down: Scale

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Across and down (cm) of a pixel."""
        return self.across.value(x), self.down.value(y)


def panel_of(drawn: SlicePicture, width: float, height: float) -> Panel:
    """The panel that a slice fills as far as a cm is equally long along both axes."""
    wide, high = (ends[1] - ends[0] for ends in (drawn.across, drawn.down))
    room = width - LEFT - RIGHT, height - TOP - BOTTOM
    scale = min(room[0] / wide, room[1] / high)
    box = Box(
        LEFT + 0.5 * (room[0] - scale * wide),
        TOP + 0.5 * (room[1] - scale * high),
        scale * wide,
        scale * high,
    )
    ends = (box.top + box.height, box.top) if drawn.upwards else (box.top, box.top + box.height)
    return Panel(
        width, height, box, Scale(*drawn.across, box.left, box.left + box.width), Scale(*drawn.down, *ends)
    )


def panel_svg(
    drawn: SlicePicture, width: float = WIDTH, height: float = HEIGHT, crosshair: bool = True
) -> str:
    """A slice as an SVG document."""
    panel = panel_of(drawn, width, height)
    still = _still(drawn.images, drawn.contours, panel, drawn.plane, drawn.upwards)
    title = text(panel.box.left, panel.box.top - 8, _title(drawn), size=12, extra='font-weight="bold"')
    return document(width, height, [still, title, crosshair_of(drawn, panel) if crosshair else ""])


@lru_cache(maxsize=12)
def _still(
    images: tuple[SliceImage, ...], contours: tuple[IsoLine, ...], panel: Panel, plane: Plane, upwards: bool
) -> str:
    """All that stays while the crosshair moves in a slice."""
    box = panel.box
    frame = f'<rect x="{box.left}" y="{box.top}" width="{box.width}" height="{box.height}"'
    pictures = "".join(
        picture(image.pixels[::-1] if upwards else image.pixels, _image_box(panel, image.across, image.down))
        for image in images
    )
    lines = _isolines(contours, panel)
    labels = f"{AXES[plane.across]} (cm)", f"{AXES[plane.down]} (cm)"
    return (
        f'<clipPath id="box">{frame}/></clipPath>{frame} fill="#101010"/>'
        f'<g clip-path="url(#box)">{pictures}{lines}</g>{axes(box, panel.across, panel.down, labels)}'
    )


def _title(drawn: SlicePicture) -> str:
    return f"{AXES[drawn.plane.normal]} = {number(drawn.at)} cm"


def panel_url(drawn: SlicePicture) -> str:
    """A slice as the address of a picture."""
    return data_url(panel_svg(drawn))


def crosshair_url(drawn: SlicePicture) -> str:
    """The crosshair alone, on clear ground, as the address of a picture that lies over the slice."""
    panel = panel_of(drawn, WIDTH, HEIGHT)
    return data_url(document(WIDTH, HEIGHT, [crosshair_of(drawn, panel)], ground=False))


def picked(drawn: SlicePicture, point: Point, share: tuple[float, float]) -> Point | None:
    """The point that a click means; None beside the box.

    Args:
        drawn: the slice that was clicked.
        point: the crosshair, which keeps its place along the normal axis.
        share: where the click was, as parts of width and height of the panel.
    """
    panel = panel_of(drawn, WIDTH, HEIGHT)
    across, down = panel.place(share[0] * WIDTH, share[1] * HEIGHT)
    inside = drawn.across[0] <= across <= drawn.across[1] and drawn.down[0] <= down <= drawn.down[1]
    if not inside:
        return None
    moved = list(point)
    moved[drawn.plane.across], moved[drawn.plane.down] = across, down
    return moved[0], moved[1], moved[2]


def _image_box(panel: Panel, across: tuple[float, float], down: tuple[float, float]) -> Box:
    left, right = (panel.across.pixel(value) for value in across)
    ends = sorted(panel.down.pixel(value) for value in down)
    return Box(left, ends[0], right - left, ends[1] - ends[0])


def _isolines(contours: tuple[IsoLine, ...], panel: Panel) -> str:
    """Lines of all levels, white on a dark edge, each level named where its name is far from the others."""
    paths, names = [], []
    taken: list[tuple[float, float]] = []
    for iso in contours:
        pixels = [
            _thinned(_pixels(panel.across, line[:, 0]), _pixels(panel.down, line[:, 1])) for line in iso.lines
        ]
        paths += [path_of(x, y) for x, y in pixels]
        spot = _place_of_name(pixels, taken, panel.box)
        if spot is not None:
            taken.append(spot)
            names.append(text(spot[0], spot[1] + 3, f"{iso.level:g} %", "middle", 9, _EDGED))
    once = f'<defs><path id="isolines" fill="none" d="{"".join(paths)}"/></defs>'
    dark = '<use href="#isolines" stroke="#000000" stroke-opacity="0.55" stroke-width="2.6"/>'
    bright = '<use href="#isolines" stroke="#ffffff" stroke-width="1.1"/>'
    return f"{once}{dark}{bright}{''.join(names)}"


def _thinned(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A line with a point about every `_FINEST` pixels at most, and both its ends."""
    way = np.cumsum(np.hypot(np.diff(x), np.diff(y))) // _FINEST
    kept = np.concatenate([[True], np.diff(way, prepend=0.0) > 0.0])
    kept[-1] = True
    return x[kept], y[kept]


def _place_of_name(
    pixels: list[tuple[np.ndarray, np.ndarray]], taken: list[tuple[float, float]], box: Box
) -> tuple[float, float] | None:
    """The point of the lines of a level that is farthest from other names; None if all are too close."""
    x, y = (np.concatenate([pair[axis] for pair in pixels]) for axis in (0, 1))
    inside = (np.abs(x - box.left - box.width / 2) < box.width / 2 - _ROOM_X) & (
        np.abs(y - box.top - box.height / 2) < box.height / 2 - _ROOM_Y
    )
    if not inside.any():
        return None
    x, y = x[inside], y[inside]
    far = np.min([np.hypot(x - a, y - b) for a, b in taken], axis=0) if taken else x
    best = int(np.argmax(far))
    return (float(x[best]), float(y[best])) if not taken or far[best] > _APART else None


def _pixels(scale: Scale, values: np.ndarray) -> np.ndarray:
    placed: np.ndarray = scale.start + (values - scale.low) * (scale.end - scale.start) / (
        scale.high - scale.low
    )
    return placed


def crosshair_of(drawn: SlicePicture, panel: Panel) -> str:
    """Lines through the crosshair with a gap at it, bright on a dark edge."""
    x, y = panel.across.pixel(drawn.crosshair[0]), panel.down.pixel(drawn.crosshair[1])
    box, gap = panel.box, 6.0
    return "".join(
        line(*ends, "#000000", 2.2, 'stroke-opacity="0.45"') + line(*ends, CROSSHAIR, 1.0)
        for ends in (
            (box.left, y, x - gap, y),
            (x + gap, y, box.left + box.width, y),
            (x, box.top, x, y - gap),
            (x, y + gap, x, box.top + box.height),
        )
    )
