"""`Scene`: all that can be shown of a result, a run file or a comparison, without drawing anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError, did_you_mean
from mcsim.results.setup import Setup
from mcsim.results.tracks import TrackSet
from mcsim.viewer.scene.beam import Outline
from mcsim.viewer.scene.bodies import Body
from mcsim.viewer.scene.grid import Point
from mcsim.viewer.scene.layer import Layer
from mcsim.viewer.scene.state import ViewState

DENSITY, MATERIAL = "density", "material"


@dataclass(frozen=True, eq=False)
class Scene:
    """What can be shown.

    Attributes:
        title: what it is of.
        layers: what can be shown in colours, by name; doses first.
        backgrounds: what can stand behind it: density and material.
        bodies: geometry with surfaces.
        outline: the source, if known.
        tracks: paths of particles, if there are any.
        setup: phantom and source of the run, if known.
        notes: what the user should know, a line each.
        status: how far the run is, a line.
        slices: slices that were drawn last; they go with the scene.
    """

    title: str
    layers: Mapping[str, Layer]
    backgrounds: Mapping[str, Layer] = field(default_factory=dict)
    bodies: tuple[Body, ...] = ()
    outline: Outline | None = None
    tracks: TrackSet | None = None
    setup: Setup | None = None
    notes: tuple[str, ...] = ()
    status: str = ""
    slices: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lower and upper corner (x, y, z) of all grids, cm."""
        grids = [layer.grid.bounds for layer in (*self.layers.values(), *self.backgrounds.values())]
        lows, highs = zip(*grids, strict=True)
        return np.min(lows, axis=0), np.max(highs, axis=0)

    @property
    def reach(self) -> float:
        """Length of the diagonal, cm."""
        low, high = self.bounds
        return float(np.linalg.norm(high - low))

    def beginning_with(self, name: str) -> Scene:
        """The same scene with a layer before the others.

        Raises:
            InputError: there is no such layer; says which there are.
        """
        if name not in self.layers:
            known = ", ".join(f"'{each}'" for each in self.layers) or "none"
            raise InputError(f"no layer '{name}'{did_you_mean(name, self.layers)}; there are {known}")
        first = {name: self.layers[name]}
        return replace(
            self, layers={**first, **{key: each for key, each in self.layers.items() if key != name}}
        )

    def curved(self, state: ViewState) -> Layer | None:
        """The layer whose curves are drawn: the one shown, or the density where that has only names."""
        layer = self.shown(state)
        return self.backgrounds.get(DENSITY) if layer is not None and layer.scale == "names" else layer

    def start(self) -> ViewState:
        """What is shown at first: the first layer over the density, at the middle of its grid."""
        layer = next(iter(self.layers.values()), None)
        background = DENSITY if DENSITY in self.backgrounds else next(iter(self.backgrounds), "")
        if layer is None:
            only = next(iter(self.backgrounds.values()))
            return ViewState(self._middle(only), background=MATERIAL)
        return ViewState(self._middle(layer), layer.name, background)

    def after(self, before: Scene, state: ViewState) -> ViewState:
        """What is shown when this scene takes the place of another: the same, as far as it is still there."""
        first = self.start()
        has_new = bool(self.layers) and not before.layers
        layer = first.layer if has_new or (state.layer and state.layer not in self.layers) else state.layer
        keeps_back = not has_new and (not state.background or state.background in self.backgrounds)
        return replace(state, layer=layer, background=state.background if keeps_back else first.background)

    def _middle(self, layer: Layer) -> Point:
        """Centre of the voxel in the middle of a layer."""
        middle = tuple(count // 2 for count in layer.grid.shape)
        return layer.grid.center((middle[0], middle[1], middle[2]))

    def snapped(self, point: Point, state: ViewState) -> Point:
        """The centre of the voxel that holds a point; the point itself outside of the grid."""
        layer = self.shown(state)
        index = layer.grid.locate(point) if layer is not None else None
        if layer is None or index is None:
            return point
        return layer.grid.center(index)

    def shown(self, state: ViewState) -> Layer | None:
        """The layer that is shown in colours, else the one behind it."""
        return self.layers.get(state.layer) or self.backgrounds.get(state.background)
