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
_FIRST_LABEL, _BETWEEN_LABELS = 0.4, 1.25  # radian: directions in which the lines are named


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
    lines = "".join(_isoline(each, place, panel) for place, each in enumerate(contours))
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


def _isoline(iso: IsoLine, place: int, panel: Panel) -> str:
    """Lines of one level, white on a dark edge, named on the longest, each level in another direction."""
    pixels = [
        (_pixels(panel.across, each[:, 0]), _pixels(panel.down, each[:, 1]))
        for each in iso.lines
        if len(each) > 1
    ]
    d = "".join(path_of(x, y) for x, y in pixels)
    x, y = max(pixels, key=lambda pair: len(pair[0]))
    turn = _FIRST_LABEL + place * _BETWEEN_LABELS
    spot = int(np.argmax(np.cos(turn) * x + np.sin(turn) * y))
    dark = 'fill="none" stroke="#000000" stroke-opacity="0.55" stroke-width="2.6"'
    bright = 'fill="none" stroke="#ffffff" stroke-width="1.1"'
    edge = 'style="fill:#ffffff;stroke:#000000;stroke-width:2.5;paint-order:stroke"'
    words = text(float(x[spot]), float(y[spot]) + 3, f"{iso.level:g} %", "middle", 9, edge)
    return f'<path d="{d}" {dark}/><path d="{d}" {bright}/>{words}'


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
