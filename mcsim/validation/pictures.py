"""Pictures of validation cases: a curve over its reference with the differences below, or deviations."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mcsim.plots import style
from mcsim.results.writing import written_whole
from mcsim.validation.outcome import CaseReport
from mcsim.validation.panels import CurvePanel, NumbersPanel

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_NOTHING = 0.003  # of the maximum
_MEASURED, _REFERENCE, _BAND = style.VERMILLION, style.BLUE, style.SKY


def draw(report: CaseReport, folder: Path) -> list[str]:
    """Write the pictures of a case into a folder; their file names."""
    names: list[str] = []
    for panel in report.panels:
        figure = _curve_figure(panel) if isinstance(panel, CurvePanel) else _numbers_figure(panel)
        figure.suptitle(report.title, fontsize=11, fontweight="bold")
        name = f"{_file_name(report.name)}-{_file_name(panel.name)}.png"
        if name in names:
            name = name.replace(".png", f"_{len(names) + 1}.png")
        with written_whole(folder / name) as part:
            figure.savefig(part, format="png", dpi=110)
        names.append(name)
    return names


def _new_figure(height: float) -> Figure:
    from matplotlib.figure import Figure

    return Figure(figsize=(7.0, height), layout="constrained")


def _file_name(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "_", text).strip("_").casefold()


def _curve_figure(panel: CurvePanel) -> Figure:
    figure = _new_figure(5.6)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(2.2, 1.0))
    upper.fill_between(
        panel.x, panel.value - panel.sigma, panel.value + panel.sigma, color=_MEASURED, alpha=0.25, lw=0
    )
    upper.plot(panel.x, panel.value, color=_MEASURED, lw=1.4, label="mcsim")
    bars = {"color": _REFERENCE, "fmt": "o", "ms": 2.6, "lw": 0.8}
    upper.errorbar(panel.reference_x, panel.reference, panel.reference_sigma, label="reference", **bars)
    upper.set_ylabel(panel.quantity)
    upper.legend(frameon=False)
    if panel.logarithmic:
        upper.set_yscale("log")
        lower.set_xscale("log")
    else:
        upper.set_ylim(bottom=0.0)
        upper.set_xlim(right=_last_depth(panel))
    for low, high, deviation, tolerance in panel.blocks:
        lower.fill_between([low, high], -tolerance, tolerance, color=_BAND, alpha=0.5, lw=0)
        lower.plot([low, high], [deviation, deviation], color=_REFERENCE, lw=2.0)
    lower.fill_between(
        panel.compared_x, -panel.tolerance, panel.tolerance, color=_BAND, alpha=0.5, lw=0, label="tolerance"
    )
    lower.axhline(0.0, color="0.4", lw=0.8)
    bars = {"color": _MEASURED, "fmt": "o", "ms": 2.6, "lw": 0.8}
    lower.errorbar(panel.compared_x, panel.difference, panel.difference_sigma, **bars)
    lower.set_ylabel(f"difference ({panel.difference_unit})")
    lower.set_xlabel(panel.axis)
    lower.set_ylim(*_difference_range(panel))
    return figure


def _last_depth(panel: CurvePanel) -> float:
    """Where the abscissa ends: a little behind the last point that is not nearly nothing."""
    something = panel.reference_x[panel.reference > _NOTHING * panel.reference.max()]
    return min(1.3 * float(something[-1]), 1.03 * float(panel.reference_x[-1]))


def _difference_range(panel: CurvePanel) -> tuple[float, float]:
    """Range of the lower axis: the tolerance and nearly all points, noise far down a tail aside."""
    shown = np.abs(panel.difference[np.isfinite(panel.difference)])
    limits = panel.tolerance[np.isfinite(panel.tolerance)]
    if panel.blocks:
        limits = np.array([tolerance for *_, tolerance in panel.blocks])
    tolerance = float(np.median(limits)) if limits.size else 0.0
    reach = 1.15 * max(1.5 * tolerance, min(float(shown.max(initial=1e-3)), 6.0 * tolerance or np.inf))
    return -reach, reach


def _numbers_figure(panel: NumbersPanel) -> Figure:
    count = len(panel.labels)
    figure = _new_figure(1.9 + 0.28 * count)
    axes = figure.subplots()
    rows = np.arange(count)
    axes.barh(
        rows,
        2.0 * panel.tolerance,
        left=-panel.tolerance,
        height=0.7,
        color=_BAND,
        alpha=0.5,
        label="tolerance",
    )
    aimed = np.isfinite(panel.target)
    if aimed.any():
        axes.barh(
            rows[aimed], 2.0 * panel.target[aimed], left=-panel.target[aimed],
            height=0.7, color=_BAND, alpha=0.7, label="target",
        )  # fmt: skip
    axes.errorbar(
        panel.deviation, rows, xerr=panel.sigma, color=_MEASURED, fmt="o", ms=4, lw=1.0, label="mcsim"
    )
    axes.axvline(0.0, color="0.4", lw=0.8)
    axes.set_yticks(rows, panel.labels)
    axes.invert_yaxis()
    axes.set_xlabel(f"deviation of {panel.name} ({panel.unit})")
    figure.legend(frameon=False, fontsize=8, loc="outside lower right", ncols=3)
    return figure
