"""Depth curves and profiles: lines with 1-sigma bands, and the differences of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mcsim.errors import InputError
from mcsim.plots.labels import known_values, label_dose_axis, percent, typical_uncertainty
from mcsim.plots.style import house_style, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mcsim.results.curves import Curve

_BAND = 0.3  # opacity


def plot_curves(
    curve: Curve,
    others: Sequence[Curve] = (),
    axes: Axes | None = None,
    label: str | None = None,
    uncertainty: bool = False,
    shown: bool = True,
) -> Axes:
    """See `Curve.plot`; with `uncertainty` a panel shows the relative uncertainty of each curve.

    `shown` says whether notebooks and windows show a new figure.
    """
    for other in others:
        if (other.axis, other.unit) != (curve.axis, curve.unit):
            raise InputError(
                f"a curve of {other.unit} along {other.axis} cannot stand beside one of {curve.unit} along"
                f" {curve.axis}"
            )
    with house_style():
        if axes is not None:
            for each in (curve, *others):
                draw_curve(each, axes, label=label if each is curve else None)
            refresh(axes)
            return axes
        return _figure(curve, others, label, uncertainty, shown)


def _figure(curve: Curve, others: Sequence[Curve], label: str | None, uncertainty: bool, shown: bool) -> Axes:
    """A new figure: the curves, and below them panels of differences and of uncertainties."""
    panels = 1 + bool(others) + uncertainty
    figure = new_figure((5.5, 3.6 + 1.3 * (panels - 1)), shown)
    rows = figure.subplots(panels, 1, sharex=True, squeeze=False, height_ratios=(2.4, *(1.0,) * (panels - 1)))
    main, *lower = rows[:, 0]
    for each in (curve, *others):
        draw_curve(each, main, label=label if each is curve else None)
    label_dose_axis(main.yaxis, curve.quantity, curve.unit, max(_largest(each) for each in (curve, *others)))
    if min(float(np.nanmin(each.value)) for each in (curve, *others)) >= 0.0:
        main.set_ylim(bottom=0.0)
    if others or label or curve.label:
        main.legend()
    if others:
        _draw_differences(curve, others, lower.pop(0))
    if uncertainty:
        _draw_uncertainties((curve, *others), lower.pop(0))
    for axes in rows[:-1, 0]:
        axes.set_xlabel("")
    return main  # type: ignore[no-any-return]


def refresh(axes: Axes) -> None:
    """Make room, and a place in the legend, for what was added to axes that have them already."""
    bottom = axes.get_ylim()[0]
    axes.autoscale(axis="y")
    if bottom == 0.0:
        axes.set_ylim(bottom=0.0)
    if axes.get_legend() is not None:
        axes.legend()


def draw_curve(curve: Curve, axes: Axes, label: str | None = None) -> None:
    """Line of a curve with its 1-sigma band."""
    value, error = known_values(curve), np.nan_to_num(curve.uncertainty)
    (line,) = axes.plot(curve.centers, value, label=label or curve.label)
    axes.fill_between(curve.centers, value - error, value + error, color=line.get_color(), alpha=_BAND, lw=0)
    axes.set_xlabel(f"{curve.axis} ({curve.axis_unit})")
    axes.grid(visible=True)
    axes.set_xlim(curve.edges[0], curve.edges[-1])


def _largest(curve: Curve) -> float:
    return float(np.nanmax(curve.value)) if np.isfinite(curve.value).any() else 0.0


def _draw_differences(curve: Curve, others: Sequence[Curve], axes: Axes) -> None:
    """The first curve minus each other, in per cent of the first one's maximum, with its 1-sigma band.

    On other bins the first curve is interpolated.
    """
    top = _largest(curve)
    axes.axhline(0.0, color="0.4", lw=0.8)
    axes.plot([], [])  # the first colour belongs to the curve itself
    for other in others:
        inside = (other.centers >= curve.centers[0]) & (other.centers <= curve.centers[-1])
        at = other.centers[inside]
        values, errors = (np.interp(at, curve.centers, row) for row in (curve.value, curve.uncertainty))
        difference = 100.0 * (values - other.value[inside]) / top if top > 0.0 else np.zeros_like(at)
        sigma = 100.0 * np.hypot(other.uncertainty[inside], errors) / top if top > 0.0 else np.zeros_like(at)
        (line,) = axes.plot(at, difference, lw=1.0)
        low, high = difference - np.nan_to_num(sigma), difference + np.nan_to_num(sigma)
        axes.fill_between(at, low, high, color=line.get_color(), alpha=_BAND, lw=0)
    axes.grid(visible=True)
    axes.set_ylabel("First \u2212 other\n(% of maximum)")
    axes.set_xlabel(f"{curve.axis} ({curve.axis_unit})")


def _draw_uncertainties(curves: Sequence[Curve], axes: Axes) -> None:
    """Relative uncertainty where a curve has at least a hundredth of its maximum."""
    for curve in curves:
        known = (curve.value > 0.01 * _largest(curve)) & np.isfinite(curve.uncertainty)
        relative = np.full_like(curve.value, np.nan)
        np.divide(100.0 * curve.uncertainty, curve.value, out=relative, where=known)
        axes.plot(curve.centers, relative, lw=1.0)
        typical = typical_uncertainty(curve.value[known], curve.uncertainty[known])
        if typical is not None and len(curves) == 1:
            axes.set_title(f"median ±{percent(typical)}, from {curve.uncertainty_from}", loc="right", size=8)
    axes.set_ylim(bottom=0.0)
    axes.grid(visible=True)
    axes.set_ylabel("Uncertainty\n(1\u03c3, %)")
    axes.set_xlabel(f"{curves[0].axis} ({curves[0].axis_unit})")
