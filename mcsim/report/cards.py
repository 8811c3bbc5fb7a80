"""Cards: what materials, phantoms, sources, settings and results show of themselves in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

import numpy as np

from mcsim.geometry.voxels import VoxelPhantom
from mcsim.materials.material import Material
from mcsim.report.pictures import Picture, embedded
from mcsim.report.templating import rendered
from mcsim.report.words import Rows, material_rows, phantom_rows, physics_rows, source_rows
from mcsim.results.curves import Curve
from mcsim.results.result import Result
from mcsim.results.tally import TallyResult
from mcsim.schema.description import Description
from mcsim.settings import Physics
from mcsim.simulation import Simulation
from mcsim.sources.scanned import AnyBeam

LARGEST_PICTURED = 20_000_000
"""Voxels of a phantom up to which a card makes its arrays to draw them."""
_LONGEST_TEXT = 160


@singledispatch
def card_of(shown: object) -> str:
    """The card of an object.

    Raises:
        TypeError: it has none.
    """
    raise TypeError(f"a {type(shown).__name__} has no card")


def boxed(title: str, rows: Rows, pictures: Sequence[Picture] = ()) -> str:
    """A box with a title, rows of heading and text, and pictures; everything is escaped."""
    return rendered("card.html", title=title, rows=rows, pictures=pictures)


@card_of.register
def _description_card(described: Description) -> str:
    """Any description: its keys and values as in a run file."""
    return boxed(type(described).__name__, _flat(described.to_mapping()))


def _flat(mapping: dict[str, Any], prefix: str = "") -> Rows:
    rows: Rows = []
    for key, value in mapping.items():
        name = f"{prefix}{key.replace('_', ' ')}"
        if isinstance(value, dict):
            rows += _flat(value, f"{name}, ")
        else:
            text = str(value)
            rows.append((name, text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]} …"))
    return rows


@card_of.register
def _source_card(source: AnyBeam) -> str:
    """A source in words."""
    return boxed(type(source).__name__, source_rows(source))


@card_of.register
def _physics_card(physics: Physics) -> str:
    """Physics settings in words."""
    return boxed("Physics", physics_rows(physics))


@card_of.register
def _material_card(material: Material) -> str:
    """A material with its composition."""
    return boxed(f"Material: {material.name}", material_rows(material))


@card_of.register
def _phantom_card(phantom: VoxelPhantom) -> str:
    """A phantom with its middle slices."""
    world = "vacuum" if phantom.world.is_vacuum else phantom.world.material.name
    rows = [*phantom_rows(phantom.voxels.axes(), phantom.region_names), ("surrounded by", world)]
    pictures = []
    if np.prod(phantom.shape()) <= LARGEST_PICTURED:
        from mcsim.plots.phantoms import draw_phantom

        arrays = phantom.arrays()
        names = [made.name for made in arrays.materials]
        figure = draw_phantom(
            (arrays.x_edges, arrays.y_edges, arrays.z_edges),
            arrays.material,
            names,
            arrays.material_densities(),
        )
        pictures = [embedded(figure, f"Middle slices of the phantom: {', '.join(names)}", "png")]
    return boxed("VoxelPhantom", rows, pictures)


@card_of.register
def _simulation_card(simulation: Simulation) -> str:
    """A run to be."""
    rows = [
        *((f"source: {heading}", text) for heading, text in source_rows(simulation.source)),
        *((f"phantom: {heading}", text) for heading, text in phantom_rows(simulation.geometry.voxels.axes())),
        *((f"physics: {heading}", text) for heading, text in physics_rows(simulation.physics)),
        ("tallies", ", ".join(f"{tally.name} ({type(tally).__name__})" for tally in simulation.tallies)),
    ]
    return boxed(f"Simulation: {simulation.title}" if simulation.title else "Simulation", rows)


@card_of.register
def _result_card(result: Result) -> str:
    """A result: what was run, and the picture of its main tally."""
    pictures = tally_pictures(result.tally(), "png") if len(result) and result.histories else []
    return boxed("Result", result.summary(), pictures)


@card_of.register
def _tally_card(tally: TallyResult) -> str:
    """A tally with its picture."""
    return boxed(f"TallyResult: {tally.name}", tally_rows(tally), tally_pictures(tally, "png"))


@card_of.register
def _curve_card(curve: Curve) -> str:
    """A curve with its picture."""
    from mcsim.plots.curves import plot_curves
    from mcsim.plots.labels import band_text

    figure = plot_curves(curve, shown=False).get_figure(root=True)
    assert figure is not None
    rows = [
        ("what", f"{curve.quantity} along {curve.axis}, {curve.label}"),
        ("bins", f"{len(curve.value)}, {curve.edges[0]:g} to {curve.edges[-1]:g} {curve.axis_unit}"),
        ("uncertainty", f"{band_text(curve.value, curve.uncertainty)}, from {curve.uncertainty_from}"),
    ]
    return boxed("Curve", rows, [embedded(figure, f"{curve.quantity} along {curve.axis}", "png")])


def tally_rows(tally: TallyResult) -> Rows:
    """A tally in words and numbers."""
    from mcsim.plots.labels import percent, written

    shape = " x ".join(f"{len(axis)} {axis.name}" for axis in tally.axes) or "one value"
    rows = [("quantity", f"{tally.quantity}, {written(tally.unit)}"), ("bins", shape)]
    if not tally.histories or not tally.value.size:
        return [*rows, ("histories", "none yet")]
    peak = np.unravel_index(np.argmax(tally.value), tally.shape)
    place = ", ".join(_bin_words(tally, number, int(index)) for number, index in enumerate(peak))
    top, error = float(tally.value[peak]), float(tally.uncertainty[peak])
    known = f" ± {percent(100.0 * error / top)}" if top > 0.0 and np.isfinite(error) else ""
    rows.append(("maximum", f"{top:.4g}{known}" + (f" at {place}" if place else "")))
    high = tally.value > 0.5 * top
    if top > 0.0 and np.isfinite(tally.uncertainty[high]).all():
        mean = 100.0 * float(np.mean(tally.uncertainty[high] / tally.value[high]))
        rows.append(("uncertainty", f"{percent(mean)} (1σ), mean of the bins above half of the maximum"))
    return [*rows, ("histories", f"{tally.histories:_} in {tally.batches} batches")]


def _bin_words(tally: TallyResult, number: int, index: int) -> str:
    axis = tally.axes[number]
    if axis.edges is None:
        return axis.labels[index]
    return f"{axis.name} = {axis.centers[index]:.4g} {axis.unit}".rstrip()


def tally_pictures(tally: TallyResult, kind: Any = "svg") -> list[Picture]:
    """The picture of a tally at a glance; none without histories."""
    from mcsim.plots.style import house_style
    from mcsim.plots.tallies import draw_overview, on_grid

    if not tally.histories or not tally.value.size:
        return []
    with house_style():
        figure = draw_overview(tally, shown=False)
    facts = "; ".join(f"{heading} {text}" for heading, text in tally_rows(tally)[:3])
    what = "Depth curve and slice" if on_grid(tally) else "Spectrum or bars"
    return [embedded(figure, f"{what} of tally {tally.name}: {facts}", kind)]
