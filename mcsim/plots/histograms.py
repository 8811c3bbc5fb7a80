"""Dose-volume histograms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mcsim.errors import InputError
from mcsim.plots.labels import label_dose_axis
from mcsim.plots.style import house_style, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mcsim.results.dvh import DoseVolumeHistogram


def plot_histograms(
    histograms: Sequence[DoseVolumeHistogram], axes: Axes | None = None, label: str | None = None
) -> Axes:
    """See `DoseVolumeHistogram.plot`."""
    first = histograms[0]
    if any(other.unit != first.unit for other in histograms):
        raise InputError("histograms of doses in different units cannot stand beside each other")
    with house_style():
        if axes is None:
            axes = new_figure((5.5, 3.6)).subplots()
        for number, each in enumerate(histograms):
            name = label if label and number == 0 else each.name
            axes.plot(each.edges, 100.0 * each.volume_fraction, label=name or None)
        label_dose_axis(axes.xaxis, "dose", first.unit, max(each.maximum for each in histograms))
        axes.set_ylabel("Volume with at least this dose (%)")
        axes.set_xlim(left=0.0)
        axes.set_ylim(0.0, 102.0)
        axes.grid(visible=True)
        if axes.get_legend_handles_labels()[1]:
            axes.legend()
    return axes
