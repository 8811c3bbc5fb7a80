"""The part of a report about one tally: numbers, pictures, regions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcsim.plots.histograms import plot_histograms
from mcsim.plots.labels import readable_unit
from mcsim.plots.slices import draw_uncertainty
from mcsim.plots.style import house_style, new_figure
from mcsim.plots.tallies import on_grid
from mcsim.report.cards import tally_pictures, tally_rows
from mcsim.report.pictures import Picture, embedded
from mcsim.report.setup import region_masks
from mcsim.report.words import Rows

if TYPE_CHECKING:
    from mcsim.results.dvh import DoseVolumeHistogram
    from mcsim.results.result import Result
    from mcsim.results.tally import TallyResult


@dataclass(frozen=True)
class TallyPart:
    """What a report shows of a tally.

    Attributes:
        name: of the tally. rows: facts. pictures: of values, uncertainty and dose-volume histograms.
        regions: rows of name, volume, mean, D95, D50 and D5 in `unit`.
    """

    name: str
    rows: Rows
    pictures: list[Picture]
    regions: list[tuple[str, ...]]
    unit: str


def report_tally(result: Result, tally: TallyResult) -> TallyPart:
    """The part about a tally of a result."""
    pictures = tally_pictures(tally)
    histograms: list[DoseVolumeHistogram] = []
    if tally.histories and on_grid(tally):
        pictures += _uncertainty_picture(tally)
        if tally.unit.startswith("Gy"):
            histograms = [tally.dvh(mask, name) for name, mask in region_masks(result, tally).items()]
    if histograms:
        pictures.append(_histogram_picture(histograms))
    factor, unit = readable_unit(tally.unit, max((each.maximum for each in histograms), default=0.0))
    cells = [_cells(each, factor) for each in histograms]
    return TallyPart(tally.name, tally_rows(tally), pictures, cells, unit)


def _uncertainty_picture(tally: TallyResult) -> list[Picture]:
    """Relative uncertainty in the middle slice, where there is one to see and it is known."""
    middle = tally.slice("y")
    relative = middle.relative_uncertainty
    if min(relative.shape) < 2 or not (relative > 0.0).any():
        return []
    with house_style():
        figure = new_figure((4.6, 4.2), shown=False)
        draw_uncertainty(middle, figure.subplots())
    return [embedded(figure, f"Relative uncertainty of tally {tally.name} in the slice {middle.label}")]


def _histogram_picture(histograms: list[DoseVolumeHistogram]) -> Picture:
    with house_style():
        figure = new_figure((5.8, 3.6), shown=False)
        plot_histograms(histograms, figure.subplots())
    names = ", ".join(each.name for each in histograms)
    return embedded(figure, f"Dose-volume histograms of {names}")


def _cells(histogram: DoseVolumeHistogram, factor: float) -> tuple[str, ...]:
    doses = (histogram.mean, *(histogram.dose_at_volume(share) for share in (0.95, 0.5, 0.05)))
    return histogram.name, f"{histogram.volume:.4g}", *(f"{factor * dose:.4g}" for dose in doses)
