"""Pictures of results with matplotlib, which is imported only when one is made.

With a path a picture is made without any window system; without one it is made by pyplot, so that it shows
up in a notebook or with `matplotlib.pyplot.show()`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError
from mcsim.results.files import check_writable, written_whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mcsim.results.curves import Curve
    from mcsim.results.projection import Projection
    from mcsim.results.raw import Axis
    from mcsim.results.result import Result
    from mcsim.results.tally import TallyResult

DEPTH_CURVE_WIDTH = 8.0  # cm
ISODOSES = (0.1, 0.3, 0.5, 0.7, 0.9)  # of the maximum of the smoothed slice
_MAX_SERIES = 8
_MAX_BARS = 12
_PREFIXES = {0: "", -3: "m", -6: "µ", -9: "n", -12: "p", -15: "f", -18: "a"}


def plot(result: Result, path: str | Path | None = None, tally: str | None = None) -> Figure:
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
    if not tally.histories:
        raise InputError(f"tally '{tally.name}' holds no histories yet, so there is nothing to plot")
    wide = sorted(axis.name for axis in tally.axes) == ["x", "y", "z"]
    figure = _new_figure(path, (11.0, 5.0) if wide else (7.0, 4.6))
    if wide:
        left, right = figure.subplots(1, 2, width_ratios=(1.1, 1.0))
        _draw_depth_curve(tally, left)
        _draw_slice(tally, right)
    else:
        _draw_series(tally, figure.subplots())
    figure.suptitle(title or tally.name, fontweight="bold")
    about = f"{tally.histories:,} histories".replace(",", "\u2009")
    figure.get_layout_engine().set(rect=(0.0, 0.03, 1.0, 0.97))  # type: ignore[union-attr, call-arg]
    figure.text(
        0.99, 0.01, f"{about}; {note}" if note else about, ha="right", va="bottom", size=8, color="0.4"
    )
    if path is not None:
        _save(figure, Path(path))
    return figure


def plot_curve(curve: Curve, axes: Axes | None = None, label: str | None = None, factor: float = 1.0) -> Axes:
    """Line of a curve with its 1-sigma band; see `Curve.plot`. `factor` multiplies the values."""
    if axes is None:
        axes = _new_figure(None, (6.5, 4.5)).subplots()
        axes.set_ylabel(_label(curve.quantity, curve.unit))
    value, error = factor * curve.value, factor * np.nan_to_num(curve.uncertainty)
    (line,) = axes.plot(curve.centers, value, lw=1.6, label=label or curve.label)
    axes.fill_between(curve.centers, value - error, value + error, color=line.get_color(), alpha=0.3, lw=0)
    axes.set_xlabel(f"{curve.axis} ({curve.axis_unit})")
    axes.grid(visible=True, color="0.9")
    axes.set_axisbelow(True)
    axes.set_xlim(curve.edges[0], curve.edges[-1])
    return axes


def _new_figure(path: str | Path | None, size: tuple[float, float]) -> Figure:
    if path is None:
        from matplotlib import pyplot

        return pyplot.figure(figsize=size, layout="constrained")
    from matplotlib.figure import Figure

    return Figure(figsize=size, layout="constrained")


def _save(figure: Figure, path: Path) -> None:
    known = sorted(figure.canvas.get_supported_filetypes())
    kind = path.suffix.lower().lstrip(".")
    if kind not in known:
        raise InputError(f"a picture ends in one of .{', .'.join(known)}, not '{path.suffix}'", file=path)
    check_writable(path, force=True)
    with written_whole(path) as temporary:
        figure.savefig(temporary, format=kind, dpi=150)


def _draw_depth_curve(tally: TallyResult, axes: Axes) -> None:
    """Depth curve averaged over 8 x 8 cm2, or as much of it as the grid has."""
    x, y = tally.axis("x"), tally.axis("y")
    room = float(min(np.sum(x.widths), np.sum(y.widths)))
    at_middle = {"x": x.middle, "y": y.middle} if room < DEPTH_CURVE_WIDTH else None
    try:
        curve = tally.depth_curve(min(DEPTH_CURVE_WIDTH, room), center=at_middle)
    except InputError:  # the beam axis is too near to the edge of the grid
        curve = tally.depth_curve(min(DEPTH_CURVE_WIDTH, room), center={"x": x.middle, "y": y.middle})
    factor, unit = readable_unit(tally.unit, float(np.max(curve.value)))
    plot_curve(curve, axes, factor=factor)
    axes.set_ylim(bottom=0.0)
    axes.set_xlabel("Depth z (cm)")
    axes.set_ylabel(_label(tally.quantity, unit))
    axes.set_title(f"{curve.label}, {_band_text(curve)}", size=10)


def _band_text(curve: Curve) -> str:
    """Says how wide the 1-sigma band is, since it is often thinner than the line."""
    known = (curve.value > 0.0) & np.isfinite(curve.uncertainty)
    if not known.any():
        return "uncertainty unknown"
    typical = 100.0 * float(np.median(curve.uncertainty[known] / curve.value[known]))
    return f"1\u03c3 band (\u00b1{typical:.2g} %)"


def _label(quantity: str, unit: str, separator: str = " ") -> str:
    return f"{quantity[:1].upper()}{quantity[1:]}{separator}({unit})"


def _draw_slice(tally: TallyResult, axes: Axes) -> None:
    """Slice along x and z through the middle of y, with colour bar and isodoses."""
    values = _middle_slice(tally, tally.value)
    x, z = tally.axis("x"), tally.axis("z")
    factor, unit = readable_unit(tally.unit, float(values.max()))
    mesh = axes.pcolormesh(
        x.bin_edges, z.bin_edges, factor * values, cmap="magma", vmin=0.0, rasterized=True, shading="flat"
    )  # fmt: skip
    axes.figure.colorbar(mesh, ax=axes, label=_label(tally.quantity, unit), shrink=0.9)
    _draw_isodoses(axes, tally)
    axes.set_aspect("equal")
    axes.invert_yaxis()
    axes.set_xlabel("x (cm)")
    axes.set_ylabel("z (cm)")
    axes.set_title(f"slice at y = {tally.axis('y').middle:g} cm, isodoses in % (smoothed)", size=10)


def _middle_slice(tally: TallyResult, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values of a grid in the middle of y, shape (z, x); the mean of two slices if it lies between them."""
    names = [axis.name for axis in tally.axes]
    values = np.moveaxis(values, [names.index("z"), names.index("y"), names.index("x")], [0, 1, 2])
    edges = tally.axis("y").bin_edges
    middle, tolerance = tally.axis("y").middle, 1e-9 * float(edges[-1] - edges[0])
    holds = (edges[:-1] <= middle + tolerance) & (edges[1:] >= middle - tolerance)
    average: NDArray[np.float64] = values[:, holds].mean(axis=1)
    return average


def _draw_isodoses(axes: Axes, tally: TallyResult) -> None:
    """Contours of the dose, smoothed as far as its noise asks for, so that it does not fray them."""
    from scipy import ndimage

    x, z = tally.axis("x"), tally.axis("z")
    if min(len(x), len(z)) < 3 or not tally.value.max() > 0.0:
        return
    smooth = _middle_slice(tally, ndimage.gaussian_filter(tally.value, _smoothing(tally), mode="nearest"))
    levels = np.array(ISODOSES) * smooth.max()
    contours = axes.contour(x.centers, z.centers, smooth, levels, colors="white", linewidths=0.8)
    names = {level: f"{100 * part:.0f}" for level, part in zip(levels, ISODOSES, strict=True)}
    axes.clabel(contours, fmt=names, fontsize=7)


def _smoothing(tally: TallyResult) -> float:
    """Sigma in voxels of a Gaussian that brings the noise of the high dose down to about 2 %.

    Smoothing independent voxels by sigma = s in three dimensions lowers their noise by (2 sqrt(pi) s)^(3/2).
    """
    high = tally.value > 0.5 * tally.value.max()
    noise = float(np.sqrt(np.mean((tally.uncertainty[high] / tally.value[high]) ** 2)))
    wanted = (noise / 0.02) ** (2.0 / 3.0) / (2.0 * np.sqrt(np.pi))
    return float(np.clip(wanted, 0.5, 2.0)) if np.isfinite(wanted) else 1.0


def readable_unit(unit: str, largest: float) -> tuple[float, str]:
    """Factor and name of a prefixed unit that brings `largest` near to 1 ... 1000 (Gy only)."""
    if not unit.startswith("Gy") or not (np.isfinite(largest) and largest > 0.0):
        return 1.0, unit
    power = int(np.clip(3 * np.floor(np.log10(largest) / 3), min(_PREFIXES), 0))
    return 10.0**-power, _PREFIXES[power] + unit


def _draw_series(tally: TallyResult, axes: Axes) -> None:
    """One line of steps per label over the binned axis, or bars when there is none."""
    along = _spectrum_axis(tally)
    if along is None:
        _draw_bars(tally, axes)
        return
    projection, labels = _reduced(tally, (along.name,), _MAX_SERIES)
    place = projection.axes.index(along)
    values = np.moveaxis(projection.value, place, -1) / along.widths
    errors = np.nan_to_num(np.moveaxis(projection.uncertainty, place, -1)) / along.widths
    for index, label in labels.items():
        steps = axes.stairs(values[index], along.bin_edges, lw=1.5, label=label)
        low, high = (
            np.append(end, end[-1]) for end in (values[index] - errors[index], values[index] + errors[index])
        )
        axes.fill_between(
            along.bin_edges, low, high, step="post", color=steps.get_edgecolor(), alpha=0.3, lw=0
        )
    per = f" per {along.unit}" if along.unit else " per unit"
    axes.set_xlabel(_label(along.name, along.unit) if along.unit else along.name.capitalize())
    axes.set_ylabel(_label(tally.quantity, tally.unit + per, "\n"))
    if tally.quantity == "pulses" and np.any(values > 0.0):  # a line stands far above all else
        axes.set_yscale("log")
        axes.set_ylim(bottom=0.5 * values[values > 0.0].min())
    else:
        axes.set_ylim(bottom=0.0)
    axes.margins(x=0.0)
    axes.grid(visible=True, color="0.9")
    axes.set_axisbelow(True)
    if any(labels.values()):
        axes.legend(frameon=False)


def _spectrum_axis(tally: TallyResult) -> Axis | None:
    """The binned axis to draw along: energy if it has bins, else the finest."""
    binned = [axis for axis in tally.axes if axis.edges is not None and len(axis) > 1]
    energies = [axis for axis in binned if axis.name == "energy"]
    return next(iter(energies or sorted(binned, key=len, reverse=True)), None)


def _reduced(
    tally: TallyResult, keep: tuple[str, ...], most: int
) -> tuple[Projection, dict[tuple[int, ...], str]]:
    """Projection on `keep` and as many labelled axes as leave at most `most` combinations with a score.

    Returns:
        The projection, and the label of each such combination by its index on the labelled axes.
    """
    labelled = [axis.name for axis in tally.axes if axis.labels]
    while True:
        projection = tally.project(*keep, *labelled)
        names = [axis.labels for axis in projection.axes if axis.labels]
        binned = tuple(number for number, axis in enumerate(projection.axes) if not axis.labels)
        scored = np.any(projection.value != 0.0, axis=binned)
        if np.count_nonzero(scored) <= most or not labelled:
            break
        labelled.pop()
    return projection, {
        index: ", ".join(items[item] for items, item in zip(names, index, strict=True))
        for index in np.ndindex(scored.shape)
        if scored[index]
    }


def _draw_bars(tally: TallyResult, axes: Axes) -> None:
    """Values with error bars, one bar per labelled item that has a score."""
    projection, labels = _reduced(tally, (), _MAX_BARS)
    values = [float(projection.value[index]) for index in labels]
    errors = [float(np.nan_to_num(projection.uncertainty[index])) for index in labels]
    axes.bar(range(len(values)), values, yerr=errors, capsize=4, color="tab:blue", alpha=0.85)
    long = sum(map(len, labels.values())) > 60
    axes.set_xticks(
        range(len(values)),
        list(labels.values()),
        rotation=45 if long else 0,
        ha="right" if long else "center",
    )
    axes.set_ylabel(_label(tally.quantity, tally.unit, "\n"))
    axes.grid(visible=True, axis="y", color="0.9")
    axes.set_axisbelow(True)
