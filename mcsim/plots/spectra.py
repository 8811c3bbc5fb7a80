"""Spectra, pulse heights and counts: steps over a binned axis, or bars."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from mcsim.errors import InputError
from mcsim.plots.labels import axis_label
from mcsim.plots.style import BLUE, house_style, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mcsim.results.projection import Projection
    from mcsim.results.raw import Axis
    from mcsim.results.tally import TallyResult

_MAX_SERIES = 8
_MAX_BARS = 12
_WIDE = 50.0  # widths of bins that differ by more ask for a logarithmic axis


def plot_projections(
    projections: Sequence[Projection],
    axes: Axes | None = None,
    names: Sequence[str | None] = (),
    logarithmic: bool | None = None,
) -> Axes:
    """See `Projection.plot`; `names` are those of the first projections in the legend."""
    first = projections[0]
    for other in projections[1:]:
        if other.unit != first.unit or [a.name for a in other.axes] != [a.name for a in first.axes]:
            raise InputError(
                f"{other.quantity} in {other.unit} cannot stand beside {first.quantity} in {first.unit}"
            )
    binned = [axis for axis in first.axes if axis.edges is not None and len(axis) > 1]
    if len(binned) > 1:
        names = " and ".join(axis.name for axis in binned)
        raise InputError(f"a spectrum has one binned axis, not {names}; keep one of them")
    with house_style():
        if axes is None:
            axes = new_figure((5.5, 3.6)).subplots()
        for each, name in zip_longest(projections, names):
            draw_projection(each, axes, name, logarithmic)
    return axes


def draw_tally(tally: TallyResult, axes: Axes) -> None:
    """A tally that is not on a voxel grid: a spectrum along its finest axis, or bars."""
    along = _spectrum_axis(tally)
    keep, most = ((), _MAX_BARS) if along is None else ((along.name,), _MAX_SERIES)
    draw_projection(_reduced(tally, keep, most), axes)


def total_spectrum(tally: TallyResult) -> Projection:
    """All labels added up, along the finest axis; without one each label by itself."""
    along = _spectrum_axis(tally)
    return tally.project(along.name) if along is not None else _reduced(tally, (), _MAX_BARS)


def draw_projection(
    projection: Projection, axes: Axes, name: str | None = None, logarithmic: bool | None = None
) -> None:
    """Steps over its binned axis, a line for each label that has a score; without such an axis bars.

    By default pulses stand on a logarithmic axis, since a line stands far above all else.
    """
    along = next((axis for axis in projection.axes if axis.edges is not None), None)
    if along is None:
        _draw_bars(projection, axes)
        return
    _draw_steps(projection, along, axes, name)
    _finish_spectrum(projection, along, axes, logarithmic)


def _draw_steps(projection: Projection, along: Axis, axes: Axes, name: str | None) -> None:
    """One line of steps with its 1-sigma band for each label; values per unit of the axis."""
    place = projection.axes.index(along)
    values = np.moveaxis(projection.value, place, -1) / along.widths
    errors = np.nan_to_num(np.moveaxis(projection.uncertainty, place, -1)) / along.widths
    for index, label in _labels(projection).items():
        words = ", ".join(part for part in (name, label) if part)
        steps = axes.stairs(values[index], along.bin_edges, lw=1.4, label=words or None)
        low, high = (
            np.append(end, end[-1]) for end in (values[index] - errors[index], values[index] + errors[index])
        )
        axes.fill_between(
            along.bin_edges, low, high, step="post", color=steps.get_edgecolor(), alpha=0.3, lw=0
        )


def _finish_spectrum(projection: Projection, along: Axis, axes: Axes, logarithmic: bool | None) -> None:
    axes.set_xlabel(axis_label(along.name, along.unit))
    axes.set_ylabel(axis_label(projection.quantity, f"{projection.unit} per {along.unit or 'unit'}", "\n"))
    heights = np.concatenate([patch.get_data().values for patch in axes.patches])  # type: ignore[attr-defined]
    wanted = projection.quantity == "pulses" if logarithmic is None else logarithmic
    axes.autoscale(axis="y")
    if wanted and np.any(heights > 0.0):
        axes.set_yscale("log")
        axes.set_ylim(bottom=0.5 * heights[heights > 0.0].min())
    else:
        axes.set_ylim(bottom=0.0)
    if along.bin_edges[0] > 0.0 and along.widths.max() > _WIDE * along.widths.min():
        axes.set_xscale("log")
    axes.margins(x=0.0)
    axes.grid(visible=True)
    if axes.get_legend_handles_labels()[1]:
        axes.legend()


def _draw_bars(projection: Projection, axes: Axes) -> None:
    """Values with error bars, one bar for each label that has a score."""
    labels = _labels(projection)
    values = [float(projection.value[index]) for index in labels]
    errors = [float(np.nan_to_num(projection.uncertainty[index])) for index in labels]
    axes.bar(range(len(values)), values, yerr=errors, capsize=4, color=BLUE, alpha=0.85, width=0.6)
    axes.set_xlim(-0.8, max(len(values), 2) - 0.2)
    long = sum(map(len, labels.values())) > 50
    axes.set_xticks(
        range(len(values)),
        list(labels.values()),
        rotation=45 if long else 0,
        ha="right" if long else "center",
    )
    axes.set_ylabel(axis_label(projection.quantity, projection.unit, "\n"))
    axes.grid(visible=True, axis="y")


def _spectrum_axis(tally: TallyResult) -> Axis | None:
    """The binned axis to draw along: energy if it has bins, else the finest."""
    binned = [axis for axis in tally.axes if axis.edges is not None and len(axis) > 1]
    energies = [axis for axis in binned if axis.name == "energy"]
    return next(iter(energies or sorted(binned, key=len, reverse=True)), None)


def _reduced(tally: TallyResult, keep: tuple[str, ...], most: int) -> Projection:
    """Projection on `keep` and as many labelled axes as leave at most `most` combinations with a score."""
    labelled = [axis.name for axis in tally.axes if axis.labels]
    projection = tally.project(*keep, *labelled)
    while labelled and len(_labels(projection)) > most:
        labelled.pop()
        projection = tally.project(*keep, *labelled)
    return projection


def _labels(projection: Projection) -> dict[tuple[int, ...], str]:
    """The combinations of labels that have a score: words by index on the labelled axes."""
    names = [axis.labels for axis in projection.axes if axis.labels]
    binned = tuple(number for number, axis in enumerate(projection.axes) if not axis.labels)
    scored = np.any(projection.value != 0.0, axis=binned)
    return {
        index: ", ".join(items[item] for items, item in zip(names, index, strict=True))
        for index in np.ndindex(scored.shape)
        if scored[index] or not names
    }
