"""Scenes of results, of run files before anything is run, and of two results beside each other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcsim.config import RunFile
from mcsim.errors import DataError, InputError, McsimError
from mcsim.plots.labels import percent, typical_uncertainty
from mcsim.results.compare import difference, gamma, same_bins
from mcsim.results.raw import Axis
from mcsim.results.result import Result
from mcsim.results.setup import Setup
from mcsim.results.stored import StoredResult, is_in_space
from mcsim.results.tally import TallyResult
from mcsim.results.tracks import TrackSet
from mcsim.simulation import Simulation
from mcsim.sources import Beam, ScannedBeam
from mcsim.sources.scanned import AnyBeam
from mcsim.viewer.scene.beam import Outline, outline
from mcsim.viewer.scene.bodies import Body, VoxelBody
from mcsim.viewer.scene.colors import UNCERTAINTY, palette_color
from mcsim.viewer.scene.grid import ViewGrid
from mcsim.viewer.scene.layer import Layer, ShownTally
from mcsim.viewer.scene.scene import DENSITY, MATERIAL, Scene

_FILLING, _INSIDE = 0.12, 0.6  # opacity of the largest body, and of those in it
_HIGH = 0.5  # of the maximum: where an uncertainty counts


def result_scene(result: Result) -> Scene:
    """Scene of a result that is in memory."""
    run = result.provenance
    tallies = {name: tally for name, tally in result.items() if is_in_space(tally.axes)}
    return _scene(run.title, tallies, result.setup, result.histories, result.complete, result.tracks)


def stored_scene(stored: StoredResult) -> Scene:
    """Scene of a result file or a checkpoint."""
    return _scene(
        stored.title, stored.tallies, stored.setup, stored.histories, stored.complete, stored.tracks
    )


def run_file_scene(run_file: RunFile, tracks: int = 0) -> Scene:
    """Scene of a run file: what is where, before anything is run; see `simulation_scene`.

    Raises:
        InputError: a shape reaches no voxel. ResourceError: too large for memory.
    """
    return simulation_scene(run_file.simulation(), tracks, run_file.run.seed)


def simulation_scene(simulation: Simulation, tracks: int = 0, seed: int = 1) -> Scene:
    """Scene of a simulation before it is run, with the tracks of its first histories where asked for."""
    setup = Setup.of(simulation.geometry.arrays(), simulation.source, simulation.physics)
    return Scene(
        title=simulation.title,
        layers={},
        backgrounds=_backgrounds(setup),
        bodies=voxel_bodies(setup),
        outline=outline(simulation.source, *_corners(setup)),
        tracks=simulation.tracks(tracks, seed) if tracks else None,
        setup=setup,
        status="nothing has been run yet",
    )


def comparison_scene(evaluated: Result, reference: Result, names: tuple[str, str]) -> Scene:
    """Scene of the first dose of two results: both, their difference, and their gamma index.

    Raises:
        InputError: they have no doses that can be compared.
    """
    one, other = evaluated.tally(), reference.tally()
    if not (is_in_space(one.axes) and is_in_space(other.axes)):
        raise InputError("only tallies on a voxel grid can be compared in the viewer")
    setup = evaluated.setup or reference.setup
    layers: dict[str, Layer] = {}
    if same_bins(one, other):
        layers.update(_difference_layers(one, other))
    layers["gamma"] = Layer(
        "gamma", "gamma index, 2 %, 2 mm", "", _grid(other.axes), lambda: gamma(one, other).values,
        color_map=UNCERTAINTY, limit=lambda: 2.0,
    )  # fmt: skip
    for name, tally in zip(names, (one, other), strict=True):
        layers[name] = _dose_layer(tally, name)
    return Scene(
        title=f"{names[0]} against {names[1]}",
        layers=layers,
        backgrounds=_backgrounds(setup) if setup is not None else {},
        bodies=voxel_bodies(setup) if setup is not None else (),
        outline=source_outline(setup) if setup is not None else None,
        setup=setup,
        status=f"{evaluated.histories:,} and {reference.histories:,} histories",
    )


def _scene(
    title: str,
    tallies: Mapping[str, ShownTally],
    setup: Setup | None,
    histories: int,
    complete: bool,
    tracks: TrackSet | None,
) -> Scene:
    if not tallies and setup is None:
        raise DataError("holds no tally on a voxel grid and no phantom, so there is nothing to see")
    notes = [] if setup is not None else ["no phantom in this file (an earlier mcsim wrote it): doses only"]
    layers: dict[str, Layer] = {}
    for tally in tallies.values():
        layers[tally.name] = _dose_layer(tally)
        layers[f"{tally.name}: uncertainty"] = _uncertainty_layer(tally)
        notes += _complaints(tally)
    done = f"{histories:,} histories" if complete else f"{histories:,} histories so far"
    typical = _high_dose_uncertainty(next(iter(tallies.values()))) if tallies else None
    if typical is not None:
        done += f", {percent(typical)} uncertainty in the high dose"
    return Scene(
        title=title or "untitled",
        layers=layers,
        backgrounds=_backgrounds(setup) if setup is not None else {},
        bodies=voxel_bodies(setup) if setup is not None else (),
        outline=source_outline(setup) if setup is not None else None,
        tracks=tracks,
        setup=setup,
        notes=tuple(notes),
        status=done,
    )


def _complaints(tally: ShownTally) -> list[str]:
    """What is wrong with the values of a tally, in words."""
    if not tally.histories:
        return [f"'{tally.name}' holds no histories yet"]
    unknown = int(np.count_nonzero(~np.isfinite(tally.value)))
    if unknown:
        return [f"'{tally.name}' has no number in {unknown:,} of {tally.value.size:,} voxels (grey)"]
    if not np.any(tally.value > 0.0):
        return [f"'{tally.name}' is zero everywhere"]
    return []


def _grid(axes: tuple[Axis, ...]) -> ViewGrid:
    z, y, x = (axis.bin_edges for axis in axes)
    return ViewGrid.aligned(x, y, z)


def _dose_layer(tally: ShownTally, name: str = "") -> Layer:
    return Layer(
        name or tally.name, tally.quantity, tally.unit, _grid(tally.axes), lambda: tally.value,
        uncertainty=lambda: tally.uncertainty, is_dose=tally.unit.startswith("Gy"), tally=tally,
    )  # fmt: skip


def _uncertainty_layer(tally: ShownTally) -> Layer:
    def relative() -> NDArray[np.float32]:
        share = np.full(tally.value.shape, np.nan, dtype=np.float32)
        np.divide(tally.uncertainty, tally.value, out=share, where=tally.value > 0.0, casting="same_kind")
        share *= 100.0
        return share

    return Layer(
        f"{tally.name}: uncertainty", f"relative uncertainty of {tally.quantity}", "%", _grid(tally.axes),
        relative, color_map=UNCERTAINTY, limit=lambda: _scale_end(tally),
    )  # fmt: skip


def _high_dose_uncertainty(tally: ShownTally) -> float | None:
    """Median relative uncertainty above half of the maximum, per cent; None when it is not known."""
    high = tally.value > _HIGH * np.nanmax(tally.value, initial=0.0)
    return typical_uncertainty(tally.value[high], tally.uncertainty[high])


def _scale_end(tally: ShownTally) -> float:
    """Four times that, as 1, 2 or 5 times a power of ten: an end for the colours."""
    wanted = 4.0 * (_high_dose_uncertainty(tally) or 0.0)
    if not wanted > 0.0:
        return 100.0
    power = 10.0 ** np.floor(np.log10(wanted))
    return float(next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= wanted))


def _difference_layers(one: TallyResult, other: TallyResult) -> dict[str, Layer]:
    grid = _grid(other.axes)
    found = difference(one, other)
    percent = Layer(
        "difference", "difference", "% of the maximum", grid,
        lambda: 100.0 * found.values / found.maximum,
        scale="diverging", uncertainty=lambda: 100.0 * found.sigma / found.maximum,
    )  # fmt: skip
    sigmas = Layer(
        "difference in sigma", "difference by its uncertainty", "", grid, lambda: found.in_sigma,
        scale="diverging", limit=lambda: 4.0,
    )  # fmt: skip
    return {layer.name: layer for layer in (percent, sigmas)}


def _backgrounds(setup: Setup) -> dict[str, Layer]:
    grid = ViewGrid.aligned(*setup.edges)
    density = Layer(DENSITY, "density", "g/cm3", grid, lambda: setup.density, color_map="gray")
    material = Layer(
        MATERIAL, "material", "", grid, lambda: setup.material, scale="names", names=setup.materials
    )
    return {DENSITY: density, MATERIAL: material}


def voxel_bodies(setup: Setup) -> tuple[Body, ...]:
    """One body for each material that is not vacuum; the one that fills most is almost clear."""
    grid = ViewGrid.aligned(*setup.edges)
    counts = np.bincount(setup.material.reshape(-1), minlength=len(setup.materials))
    dense = setup.densities > 0.0 if setup.densities.ndim == 1 else counts > 0
    drawn = [number for number in range(len(counts)) if counts[number] and dense[number]]
    largest = max(drawn, key=lambda number: int(counts[number]), default=-1)
    return tuple(
        VoxelBody(
            setup.materials[number],
            palette_color(number),
            _FILLING if number == largest else _INSIDE,
            grid,
            setup.material,
            number,
        )
        for number in drawn
    )


def source_outline(setup: Setup) -> Outline | None:
    """Outline of the source that a result keeps; None if it keeps none that this mcsim can read."""
    if not setup.source:
        return None
    try:
        return outline(_read_source(json.loads(setup.source)), *_corners(setup))
    except (McsimError, ValueError, TypeError):
        return None


def _read_source(mapping: dict[str, Any]) -> AnyBeam:
    return ScannedBeam(**mapping) if "spots" in mapping else Beam(**mapping)


def _corners(setup: Setup) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return ViewGrid.aligned(*setup.edges).bounds
