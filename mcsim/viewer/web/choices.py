"""What the page lets the user choose, and how that becomes a `ViewState`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mcsim.viewer.scene.colors import SEQUENTIAL
from mcsim.viewer.scene.regions import region_names
from mcsim.viewer.scene.scene import Scene
from mcsim.viewer.scene.state import ViewState

NOTHING = "(nothing)"
"""Stands in menus for no layer, no background and no region."""

PLAIN = (
    "wash", "opacity", "threshold", "lines", "color_map", "z_up", "surfaces", "volume", "isosurfaces",
    "planes", "source", "tracks", "transparency", "radius",
)  # fmt: skip
"""Choices that are named and kept as in `ViewState`."""
MENUS = ("layer", "background", "region", "clip")
"""Choices from a list, where `NOTHING` stands for an empty text."""


def menu_items(scene: Scene) -> dict[str, list[str]]:
    """Items of the menus of the page."""
    return {
        "layers": [*scene.layers, NOTHING],
        "backgrounds": [*scene.backgrounds, NOTHING],
        "regions": [*region_names(scene), NOTHING],
        "color_maps": list(SEQUENTIAL),
        "clips": ["x", "y", "z", NOTHING],
    }


def chosen(state: ViewState) -> dict[str, Any]:
    """What the page shows of a view state."""
    return {name: getattr(state, name) for name in PLAIN} | {
        name: getattr(state, name) or NOTHING for name in MENUS
    }


def applied(state: ViewState, page: Mapping[str, Any]) -> ViewState:
    """The view state with what the page says; what it says wrongly is left as it was."""
    values: dict[str, Any] = {}
    for name in PLAIN:
        old = getattr(state, name)
        given = page[name]
        if isinstance(old, float) and isinstance(given, int):
            given = float(given)
        if type(given) is type(old):
            values[name] = given
    for name in MENUS:
        given = page[name]
        values[name] = "" if given in (NOTHING, None) else str(given)
    return replace(state, **values)
