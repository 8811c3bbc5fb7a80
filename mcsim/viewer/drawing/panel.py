"""A slice as SVG: images, isodose lines, crosshair and axes named in cm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mcsim.viewer.drawing.svg import Box, Scale, axes, data_url, document, line, path_of, picture, text
from mcsim.viewer.drawing.svg import number as svg_number
from mcsim.viewer.scene.colors import CROSSHAIR
from mcsim.viewer.scene.grid import AXES, Point
from mcsim.viewer.scene.slices import IsoLine, SlicePicture

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


def panel_svg(drawn: SlicePicture, width: float = 460.0, height: float = 400.0) -> str:
    """A slice as an SVG document."""
    panel = panel_of(drawn, width, height)
    box, plane = panel.box, drawn.plane
    frame = f'<rect x="{box.left}" y="{box.top}" width="{box.width}" height="{box.height}"'
    clip = f'<clipPath id="box">{frame}/></clipPath>'
    images = "".join(
        picture(
            image.pixels[::-1] if drawn.upwards else image.pixels, _image_box(panel, image.across, image.down)
        )
        for image in drawn.images
    )
    inside = (
        images
        + "".join(_isoline(each, number, panel) for number, each in enumerate(drawn.contours))
        + _crosshair(drawn, panel)
    )
    title = f"{AXES[plane.normal]} = {svg_number(drawn.at)} cm"
    labels = f"{AXES[plane.across]} (cm)", f"{AXES[plane.down]} (cm)"
    parts = [
        clip,
        f'{frame} fill="#101010"/>',
        f'<g clip-path="url(#box)">{inside}</g>',
        axes(box, panel.across, panel.down, labels),
        text(box.left, box.top - 8, title, size=12, extra='font-weight="bold"'),
    ]
    return document(width, height, parts)


def panel_url(drawn: SlicePicture, width: float = 460.0, height: float = 400.0) -> str:
    """A slice as the address of a picture."""
    return data_url(panel_svg(drawn, width, height))


def picked(
    drawn: SlicePicture, point: Point, share: tuple[float, float], size: tuple[float, float]
) -> Point | None:
    """The point that a click means; None beside the box.

    Args:
        drawn: the slice that was clicked.
        point: the crosshair, which keeps its place along the normal axis.
        share: where the click was, as parts of width and height of the panel.
        size: width and height of the panel, pixels.
    """
    panel = panel_of(drawn, *size)
    across, down = panel.place(share[0] * size[0], share[1] * size[1])
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


def _isoline(iso: IsoLine, number: int, panel: Panel) -> str:
    """Lines of one level, white on a dark edge, named on the longest, each level in another direction."""
    pixels = [
        (_pixels(panel.across, each[:, 0]), _pixels(panel.down, each[:, 1]))
        for each in iso.lines
        if len(each) > 1
    ]
    d = "".join(path_of(x, y) for x, y in pixels)
    x, y = max(pixels, key=lambda pair: len(pair[0]))
    turn = _FIRST_LABEL + number * _BETWEEN_LABELS
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


def _crosshair(drawn: SlicePicture, panel: Panel) -> str:
    x, y = panel.across.pixel(drawn.crosshair[0]), panel.down.pixel(drawn.crosshair[1])
    box, gap, style = panel.box, 6.0, 'stroke-opacity="0.85"'
    return "".join(
        line(*ends, "#000000", 2.2, 'stroke-opacity="0.45"') + line(*ends, CROSSHAIR, 1.0, style)
        for ends in (
            (box.left, y, x - gap, y),
            (x + gap, y, box.left + box.width, y),
            (x, box.top, x, y - gap),
            (x, y + gap, x, box.top + box.height),
        )
    )
