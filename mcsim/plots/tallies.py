"""One picture of a tally at a glance: a grid as depth curve and slice, anything else as spectrum or bars."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mcsim.errors import InputError
from mcsim.plots.curves import draw_curve
from mcsim.plots.labels import band_text, label_dose_axis
from mcsim.plots.slices import draw_slice
from mcsim.plots.spectra import draw_tally
from mcsim.plots.style import house_style, new_figure, save_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mcsim.results.curves import Curve
    from mcsim.results.result import Result
    from mcsim.results.tally import TallyResult

DEPTH_CURVE_WIDTH = 8.0  # cm
_TITLE_WIDTH = 90  # letters of a title in a line


def plot_result(result: Result, path: str | Path | None = None, tally: str | None = None) -> Figure:
    """Picture of a tally of a result; see `Result.plot`.

    Raises:
        InputError: no such tally, or a path with an ending that is no picture.
        ResourceError: the picture cannot be written.
    """
    run = result.provenance
    note = f"mcsim {run.version}" if run.version else "mcsim"
    return plot_tally(
        result.tally(tally), path, run.title, note if result.complete else f"{note}, incomplete run"
    )


def plot_tally(tally: TallyResult, path: str | Path | None = None, title: str = "", note: str = "") -> Figure:
    """A dose as depth curve and central slice, anything else as spectrum or bars.

    Args:
        tally: any tally.
        path: where to save the picture, such as "dose.png" (or .pdf, .svg).
        title: stands above the picture; the tally's name by default.
        note: stands behind the number of histories.

    Raises:
        InputError: no histories, or a path with an ending that is no picture.
        ResourceError: the picture cannot be written.
    """
    with house_style():
        figure = draw_overview(tally, shown=path is None)
        figure.suptitle(plain_text(textwrap.fill(title or tally.name, _TITLE_WIDTH)))
        about = f"{tally.histories:,} histories".replace(",", "\u2009")
        figure.get_layout_engine().set(rect=(0.0, 0.03, 1.0, 0.97))  # type: ignore[union-attr, call-arg]
        words = f"{about}; {note}" if note else about
        figure.text(0.99, 0.01, words, ha="right", va="bottom", size=7, color="0.4")
    if path is not None:
        save_figure(figure, path)
    return figure


def plain_text(text: str) -> str:
    """A user's words with no meaning to matplotlib (which takes $ for mathematics)."""
    return text.replace("$", r"\$")


def draw_overview(tally: TallyResult, shown: bool = True) -> Figure:
    """The figure of `plot_tally` without its words around it.

    Raises:
        InputError: no histories.
    """
    if not tally.histories:
        raise InputError(f"tally '{tally.name}' holds no histories yet, so there is nothing to plot")
    if not on_grid(tally):
        figure = new_figure((5.8, 3.9), shown)
        draw_tally(tally, figure.subplots())
    elif min(len(tally.axis("x")), len(tally.axis("z"))) < 2:
        figure = new_figure((5.8, 3.9), shown)
        _draw_depth_curve(tally, figure.subplots())
    else:
        figure = new_figure((9.4, 4.4), shown)
        left, right = figure.subplots(1, 2, width_ratios=(1.1, 1.0))
        _draw_depth_curve(tally, left)
        draw_slice(tally.slice("y"), right)
    return figure


def on_grid(tally: TallyResult) -> bool:
    """Whether a tally is on a voxel grid."""
    return sorted(axis.name for axis in tally.axes) == ["x", "y", "z"]


def central_depth_curve(tally: TallyResult) -> Curve:
    """Depth curve averaged over 8 x 8 cm2 about the beam axis, or as much of it as the grid has.

    Where the beam axis is too near to the edge of the grid, the window is in the middle of the grid; a grid
    of one voxel across gives that voxel.
    """
    x, y = tally.axis("x"), tally.axis("y")
    middle = {"x": x.middle, "y": y.middle}
    if len(x) == len(y) == 1:
        return tally.depth_curve(center=middle)
    room = float(min(np.sum(x.widths), np.sum(y.widths)))
    width = min(DEPTH_CURVE_WIDTH, room)
    try:
        return tally.depth_curve(width, center=middle if room < DEPTH_CURVE_WIDTH else None)
    except InputError:
        return tally.depth_curve(width, center=middle)


def _draw_depth_curve(tally: TallyResult, axes: Axes) -> None:
    curve = central_depth_curve(tally)
    draw_curve(curve, axes)
    axes.set_ylim(bottom=0.0)
    label_dose_axis(axes.yaxis, tally.quantity, tally.unit, float(np.max(curve.value)))
    axes.set_xlabel("Depth z (cm)")
    axes.set_title(f"{curve.label}, {band_text(curve.value, curve.uncertainty)}")
