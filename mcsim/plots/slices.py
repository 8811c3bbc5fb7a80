"""Slices through doses: colour wash, isodose lines, uncertainty, difference of two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from mcsim.errors import InputError
from mcsim.plots import style
from mcsim.plots.labels import axis_label, known_values, readable_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from mcsim.results.slices import Slice

ISODOSES = (0.1, 0.3, 0.5, 0.7, 0.9)  # of the maximum of the smoothed slice
_WANTED_NOISE = 0.02
_MOST_SMOOTHING = 2.0  # voxels
_MOST_UNCERTAIN = 4.0  # times the median uncertainty: where the colours of uncertainties end
_RELEVANT = 0.01  # of the maximum: uncertainties below are not shown
_LABELLED = 0.01  # of the slice: isodose lines around less have no number
_LONGEST = 4.2  # inches, of a panel


def plot_slice(
    drawn: Slice,
    other: Slice | None = None,
    axes: Axes | None = None,
    isodoses: bool = True,
    uncertainty: bool = False,
    maximum: float | None = None,
) -> Axes:
    """See `Slice.plot`."""
    if other is not None:
        _check_alike(drawn, other)
    with style.house_style():
        panels = 1 + (other is not None) + uncertainty
        if axes is not None:
            draw_slice(drawn, axes, isodoses, maximum)
            return axes
        width, height = _panel_size(drawn)
        figure = style.new_figure((panels * (width + 1.5), height + 0.8))
        main, *further = figure.subplots(1, panels, squeeze=False)[0]
        draw_slice(drawn, main, isodoses, maximum)
        if other is not None:
            _draw_difference(drawn, other, further.pop(0))
        if uncertainty:
            draw_uncertainty(drawn, further.pop(0))
        return main  # type: ignore[no-any-return]


def draw_slice(drawn: Slice, axes: Axes, isodoses: bool = True, maximum: float | None = None) -> None:
    """The colour wash of a slice with its colour bar; of a dose with isodose lines."""
    top = _largest(drawn) if maximum is None else maximum
    factor, unit = readable_unit(drawn.unit, top)
    limits = (0.0, factor * top if top > 0.0 else 1.0)
    extend: Literal["neither", "max"] = "max" if np.nanmax(drawn.value) > top else "neither"
    lines = isodoses and drawn.unit.startswith("Gy") and _draw_isodoses(axes, drawn)
    label = axis_label(drawn.quantity, unit, "\n" if len(drawn.quantity) > 30 else " ")
    _wash(drawn, factor * known_values(drawn), axes, style.WASH, label, limits, extend)
    axes.set_title(f"{drawn.label}; isodoses in %" if lines else drawn.label)


def _wash(
    drawn: Slice,
    values: NDArray[np.float64],
    axes: Axes,
    colors: str,
    label: str,
    limits: tuple[float, float],
    extend: Literal["neither", "both", "max"] = "neither",
) -> None:
    columns, rows = drawn.columns, drawn.rows
    mesh = axes.pcolormesh(
        columns.bin_edges,
        rows.bin_edges,
        values,
        cmap=colors,
        vmin=limits[0],
        vmax=limits[1],
        rasterized=True,
    )
    axes.figure.colorbar(mesh, ax=axes, label=label, shrink=0.9, extend=extend)
    axes.set_aspect("equal")
    if rows.name == "z" and not axes.yaxis_inverted():
        axes.invert_yaxis()  # depth goes down
    axes.set_xlabel(f"{columns.name} ({columns.unit})")
    axes.set_ylabel(f"{rows.name} ({rows.unit})")


def _largest(drawn: Slice) -> float:
    """Where the colours end: at the largest dose, but of means below the few that are mostly noise."""
    values = known_values(drawn)
    known = values[np.isfinite(values)]
    if not known.size:
        return 0.0
    return float(known.max() if drawn.unit.startswith("Gy") else np.percentile(known, 99.0))


def _draw_isodoses(axes: Axes, drawn: Slice) -> bool:
    """Contours of the dose, smoothed as far as its noise asks for, so that it does not fray them."""
    from matplotlib.patheffects import AbstractPathEffect, withStroke
    from scipy import ndimage

    if min(drawn.value.shape) < 3 or not np.nanmax(drawn.value) > 0.0:
        return False
    smooth = ndimage.gaussian_filter(drawn.value, _smoothing(drawn), mode="nearest")
    levels = np.array(ISODOSES) * smooth.max()
    contours = axes.contour(
        drawn.columns.centers, drawn.rows.centers, smooth, levels, colors="white", linewidths=0.8
    )
    dark: list[AbstractPathEffect] = [withStroke(linewidth=1.8, foreground="0.15", alpha=0.6)]
    contours.set_path_effects(dark)
    names = {level: f"{100 * part:.0f}" for level, part in zip(levels, ISODOSES, strict=True)}
    wide = [level for level in levels if np.mean(smooth > level) > _LABELLED]
    for text in axes.clabel(contours, wide, fmt=names, fontsize=7):
        text.set_path_effects(dark)
    return True


def _smoothing(drawn: Slice) -> float:
    """Sigma in voxels of a Gaussian that brings the noise of the high dose down to about 2 %.

    Smoothing independent voxels by sigma = s in two dimensions lowers their noise by 2 sqrt(pi) s.
    """
    high = drawn.value > 0.5 * drawn.value.max()
    noise = float(np.sqrt(np.mean((drawn.uncertainty[high] / drawn.value[high]) ** 2)))
    wanted = (noise / _WANTED_NOISE) / (2.0 * np.sqrt(np.pi))
    return float(np.clip(wanted, 0.4, _MOST_SMOOTHING)) if np.isfinite(wanted) else 1.0


def draw_uncertainty(drawn: Slice, axes: Axes) -> None:
    """The relative uncertainty where a slice has more than a hundredth of its maximum."""
    relative = 100.0 * drawn.relative_uncertainty
    relevant = drawn.value > _RELEVANT * np.nanmax(drawn.value)
    shown = np.where(relevant, relative, np.nan)
    known = shown[np.isfinite(shown)]
    end = min(np.percentile(known, 99), _MOST_UNCERTAIN * np.median(known)) if known.size else 1.0
    limits = (0.0, max(float(end), 1e-9))
    _wash(drawn, shown, axes, style.UNCERTAINTY, "Uncertainty (1\u03c3, %)", limits, "max")
    axes.set_title("where above 1 % of the maximum")


def _draw_difference(drawn: Slice, other: Slice, axes: Axes) -> None:
    top = float(np.nanmax(other.value))
    values = 100.0 * (drawn.value - other.value) / top if top > 0.0 else np.zeros_like(drawn.value)
    reach = max(float(np.percentile(np.abs(values), 99.5)), 1e-9)
    _wash(drawn, values, axes, style.DIFFERENCE, "Difference (% of maximum)", (-reach, reach), "both")
    axes.set_title("first \u2212 other")


def _panel_size(drawn: Slice) -> tuple[float, float]:
    """Width and height (inches) of a panel of equal scales."""
    width, height = (float(axis.bin_edges[-1] - axis.bin_edges[0]) for axis in (drawn.columns, drawn.rows))
    scale = _LONGEST / max(width, height)
    return max(scale * width, 1.6), max(scale * height, 1.6)


def _check_alike(drawn: Slice, other: Slice) -> None:
    same = drawn.rows.same_as(other.rows) and drawn.columns.same_as(other.columns)
    if drawn.unit != other.unit or drawn.across != other.across or not same:
        raise InputError("the two slices have different bins or units, so they have no difference")
