"""The key to the colours: a bar with numbers, or a list of names."""

from __future__ import annotations

import numpy as np

from mcsim.plots.labels import axis_label
from mcsim.viewer.drawing.svg import Box, Scale, document, line, number, picture, text
from mcsim.viewer.scene.colors import lookup, palette_color
from mcsim.viewer.scene.layer import Layer
from mcsim.viewer.scene.readout import display_unit
from mcsim.viewer.scene.scene import Scene
from mcsim.viewer.scene.state import ViewState


def key_svg(scene: Scene, state: ViewState, width: float = 460.0, height: float = 52.0) -> str:
    """The key of the layer shown: of the colours, or of the materials where there is no layer."""
    layer = scene.shown(state)
    if layer is None:
        return document(width, height, [])
    if layer.scale == "names":
        return _names(layer, width, height)
    return _bar(layer, state, width, height)


def _bar(layer: Layer, state: ViewState, width: float, height: float) -> str:
    factor, unit = display_unit(layer)
    low, high = (factor * end for end in layer.range)
    chosen = state.color_map if layer.name == state.layer else "gray"
    box = Box(14.0, 18.0, width - 28.0, 12.0)
    colors = np.broadcast_to(lookup(layer.map_name(chosen)), (1, 256, 3))
    scale = Scale(low, high, box.left, box.left + box.width)
    parts = [picture(colors, box), text(box.left, 12, axis_label(layer.quantity, unit), size=11)]
    for value in scale.ticks(8):
        x = scale.pixel(value)
        parts += [line(x, 30, x, 34, "#222222"), text(x, 46, number(value), "middle", 10)]
    return document(width, height, parts)


def _names(layer: Layer, width: float, height: float) -> str:
    parts, left, top = [], 14.0, 8.0
    for place, name in enumerate(layer.names):
        needed = 30.0 + 6.6 * len(name)
        if left + needed > width and left > 14.0:
            left, top = 14.0, top + 18.0
        parts.append(f'<rect x="{left}" y="{top}" width="12" height="12" fill="{palette_color(place)}"/>')
        parts.append(text(left + 16, top + 10, name, size=11))
        left += needed
    return document(width, max(height, top + 20.0), parts)
