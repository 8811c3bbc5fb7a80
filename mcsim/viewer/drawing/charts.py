"""Curves and dose-volume histograms as SVG."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mcsim.plots.labels import axis_label, readable_unit, written
from mcsim.results.dvh import DoseVolumeHistogram
from mcsim.viewer.drawing.svg import Box, Scale, axes, document, line, path_of, text
from mcsim.viewer.scene.colors import CROSSHAIR
from mcsim.viewer.scene.curves import RowCurve

_LINE = "#0072b2"
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 14.0, 22.0, 40.0
_ROW = 13.0  # of a title


def curve_svg(curve: RowCurve, width: float = 460.0, height: float = 230.0) -> str:
    """A row of voxels with its 1-sigma band, and where the crosshair stands."""
    if not len(curve.place):
        return empty_svg(f"along {curve.axis}: outside the grid", width, height)
    error = np.nan_to_num(curve.uncertainty)
    value = curve.value
    box, across, up = _scales(curve.place, value, error, width, height)
    x = _pixels(across, curve.place)
    low, high = (_pixels(up, value + sign * error) for sign in (-1.0, 1.0))
    band = path_of(np.concatenate([x, x[::-1]]), np.concatenate([low, high[::-1]]))
    at = across.pixel(curve.at)
    inside = [
        f'<path d="{band}Z" fill="{_LINE}" fill-opacity="0.25"/>',
        f'<path d="{path_of(x, _pixels(up, value))}" fill="none" stroke="{_LINE}" stroke-width="1.5"/>',
        line(at, box.top, at, box.top + box.height, CROSSHAIR, 1.2),
    ]
    labels = f"{curve.axis} (cm)", written(curve.unit) if len(curve.unit) < 12 else _short(curve.unit)
    title = f"{curve.quantity} along {curve.axis}, 1\u03c3 band"
    return document(width, height, _framed(box, across, up, labels, title, inside))


def histogram_svg(found: DoseVolumeHistogram, width: float = 460.0, height: float = 230.0) -> str:
    """A cumulative dose-volume histogram."""
    factor, unit = readable_unit(found.unit, found.maximum)
    dose, share = factor * found.edges, 100.0 * found.volume_fraction
    top = _TOP + _ROW
    box = Box(_LEFT, top, width - _LEFT - _RIGHT, height - top - _BOTTOM)
    across = Scale(0.0, float(dose[-1]) or 1.0, box.left, box.left + box.width)
    up = Scale(0.0, 105.0, box.top + box.height, box.top)
    inside = [
        f'<path d="{path_of(_pixels(across, dose), _pixels(up, share))}" fill="none" stroke="{_LINE}"'
        ' stroke-width="1.6"/>'
    ]
    labels = axis_label("dose", _short(unit)), "volume (%)"
    d95, mean = (factor * value for value in (found.dose_at_volume(0.95), found.mean))
    figures = f"mean {mean:.3g}, D95 {d95:.3g} {_short(unit)}"
    name = text(box.left, _TOP - 7, found.name, extra='font-weight="bold"')
    return document(width, height, [*_framed(box, across, up, labels, figures, inside), name])


def empty_svg(words: str, width: float = 460.0, height: float = 230.0) -> str:
    """Words in the middle, where there is nothing to draw."""
    return document(width, height, [text(width / 2, height / 2, words, "middle", 12, 'fill-opacity="0.7"')])


def _scales(
    place: np.ndarray, value: np.ndarray, error: np.ndarray, width: float, height: float
) -> tuple[Box, Scale, Scale]:
    box = Box(_LEFT, _TOP, width - _LEFT - _RIGHT, height - _TOP - _BOTTOM)
    margin = 0.5 * float(np.ptp(place)) / max(len(place) - 1, 1) or 0.5
    across = Scale(float(place[0]) - margin, float(place[-1]) + margin, box.left, box.left + box.width)
    top = max(float(np.max(value + error)), 0.0)
    bottom = min(float(np.min(value - error)), 0.0)
    span = (top - bottom) or 1.0
    low = bottom - 0.05 * span if bottom < 0.0 else 0.0
    return box, across, Scale(low, top + 0.06 * span, box.top + box.height, box.top)


def _framed(
    box: Box, across: Scale, up: Scale, labels: tuple[str, str], title: str, inside: Sequence[str]
) -> list[str]:
    frame = f'<rect x="{box.left}" y="{box.top}" width="{box.width}" height="{box.height}"/>'
    return [
        f'<clipPath id="box">{frame}</clipPath><g clip-path="url(#box)">{"".join(inside)}</g>',
        axes(box, across, up, labels),
        text(box.left, box.top - 7, title, size=11, extra='font-weight="bold"'),
    ]


def _short(unit: str) -> str:
    """A unit without its "per source particle", where there is little room."""
    return unit.split(" per ")[0] + ("/particle" if "per source particle" in unit else "")


def _pixels(scale: Scale, values: np.ndarray) -> np.ndarray:
    placed: np.ndarray = scale.start + (values - scale.low) * (scale.end - scale.start) / (
        scale.high - scale.low
    )
    return placed
