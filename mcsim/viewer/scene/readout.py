"""Words for the value at a point: with unit and uncertainty, and what the phantom is made of there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mcsim.plots.labels import readable_unit, written
from mcsim.viewer.scene.grid import AXES, Point
from mcsim.viewer.scene.layer import Layer
from mcsim.viewer.scene.scene import DENSITY, MATERIAL, Scene
from mcsim.viewer.scene.state import ViewState


@dataclass(frozen=True)
class Readout:
    """What stands at a point.

    Attributes:
        place: the point in words.
        value: of the layer, in `unit`; NaN where there is none.
        uncertainty: 1 sigma, in `unit`; NaN where it is unknown.
        unit: with a prefix that makes the numbers readable.
        text: all of that in words.
        medium: material and density in words.
    """

    place: str
    value: float
    uncertainty: float
    unit: str
    text: str
    medium: str

    @property
    def words(self) -> str:
        """Everything in one line."""
        return f"{self.place}: {'; '.join(each for each in (self.text, self.medium) if each)}"


def readout(scene: Scene, state: ViewState, point: Point) -> Readout:
    """What the layer shown holds at a point."""
    place = ", ".join(f"{name} = {round(at, 3):g}" for name, at in zip(AXES, point, strict=True)) + " cm"
    medium = medium_at(scene, point)
    layer = scene.layers.get(state.layer)
    nan = float("nan")
    if layer is None:
        return Readout(place, nan, nan, "", "", medium or "outside the phantom")
    factor, unit = display_unit(layer)
    index = layer.grid.locate(point)
    if index is None:
        return Readout(place, nan, nan, unit, f"{layer.quantity}: outside the grid", medium)
    value = factor * float(layer.values[index])
    error = factor * float(layer.errors[index]) if layer.errors is not None else nan
    return Readout(place, value, error, unit, f"{layer.quantity} {_number(value, error, unit)}", medium)


def display_unit(layer: Layer) -> tuple[float, str]:
    """Factor and unit in which the values of a layer are readable."""
    factor, unit = readable_unit(layer.unit, layer.largest)
    return factor, written(unit)


def _number(value: float, error: float, unit: str) -> str:
    if not np.isfinite(value):
        return "no value"
    text = f"{value:.5g}"
    if np.isfinite(error):
        text += f" ± {error:.2g}"
    text = f"{text} {unit}".rstrip()
    if np.isfinite(error) and value > 0.0:
        text += f" ({100.0 * error / value:.2g} %)"
    return text


def medium_at(scene: Scene, point: Point) -> str:
    """Material and density at a point; empty outside the phantom."""
    material, density = scene.backgrounds.get(MATERIAL), scene.backgrounds.get(DENSITY)
    words = []
    if material is not None and (index := material.grid.locate(point)) is not None:
        words.append(material.names[int(material.values[index])])
    if density is not None and (index := density.grid.locate(point)) is not None:
        words.append(f"{float(density.values[index]):.4g} {written(density.unit)}")
    return ", ".join(words)
