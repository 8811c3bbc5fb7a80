"""`ViewState`: what the user has chosen to see."""

from __future__ import annotations

from dataclasses import dataclass

from mcsim.viewer.scene.colors import SEQUENTIAL
from mcsim.viewer.scene.grid import Point

ISODOSES = (10.0, 30.0, 50.0, 70.0, 90.0)
"""Per cent of the maximum."""


@dataclass(frozen=True)
class ViewState:
    """What is shown and where.

    Attributes:
        crosshair: the point that all slices and curves go through (x, y, z), cm.
        layer: name of the layer in colours; empty for none.
        background: name of the layer behind it; empty for none.
        wash: show the layer as colours. opacity: of the colours, 0 to 1.
        threshold: per cent of the upper end of the colours below which nothing is coloured.
        lines: show isodose lines. levels: of the isodoses, per cent of the maximum.
        color_map: for doses.
        z_up: draw +z upwards; a depth is drawn downwards.
        surfaces, volume, isosurfaces, planes, source, tracks: what stands in the 3D view.
        transparency: of the geometry's surfaces, 0 (as they are) to 1 (invisible).
        clip: cut the 3D view open at the crosshair: "x", "y", "z" or "" for not at all.
        region: whose dose-volume histogram is drawn; empty for none.
        radius: of the painted sphere or half width of the painted box, cm.
    """

    crosshair: Point
    layer: str = ""
    background: str = ""
    wash: bool = True
    opacity: float = 0.65
    threshold: float = 2.0
    lines: bool = True
    levels: tuple[float, ...] = ISODOSES
    color_map: str = SEQUENTIAL[0]
    z_up: bool = False
    surfaces: bool = True
    volume: bool = False
    isosurfaces: bool = True
    planes: bool = False
    source: bool = True
    tracks: bool = True
    transparency: float = 0.0
    clip: str = ""
    region: str = ""
    radius: float = 1.0
