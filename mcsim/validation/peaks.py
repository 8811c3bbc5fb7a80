"""Place and full width at half maximum of the highest peak of a spectrum."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError
from mcsim.validation.case import PeakEntry, Peaks
from mcsim.validation.numbers import numbers_panel, relative_row
from mcsim.validation.outcome import Row
from mcsim.validation.panels import NumbersPanel
from mcsim.validation.sample import Sample, jackknife

Floats = NDArray[np.float64]
_WINDOW = 5  # bins that are averaged
_NEAR = 0.75  # of the maximum: what counts as near it
_DEGREE = 3


def peak_rows(check: Peaks, samples: dict[str, Sample], only: str) -> tuple[list[Row], NumbersPanel]:
    """Place and width of peaks, two rows each, and their picture; `only` is the run meant when none is named.

    Raises:
        InputError: a run, tally or axis that is not there.
    """
    rows, labels = [], []
    for entry in check.entries:
        rows += _entry_rows(check, entry, samples, entry.run or check.run or only)
        labels += [f"{entry.name}, peak", f"{entry.name}, width"]
    return rows, numbers_panel(check.name, rows, labels)


def _entry_rows(check: Peaks, entry: PeakEntry, samples: dict[str, Sample], run: str) -> list[Row]:
    if run not in samples:
        raise InputError(f"no run is called '{run}'; there are {', '.join(samples)}")
    parts, (axis,) = samples[run].read(check.tally, check.pick, (check.along,))
    centers, widths = axis.centers * check.axis_times, axis.widths
    if check.below is not None:
        centers, widths, parts = check.below - centers[::-1], widths[::-1], parts[:, ::-1]
    expected = np.array([entry.peak, entry.width])
    value, sigma = jackknife(parts / widths, lambda part: np.array(peak_shape(centers, part)) / expected)
    return [
        relative_row(
            f"{check.name}, {entry.name}, {what}",
            (float(expected[number]), entry.uncertainty),
            (float(value[number]), float(sigma[number])),
            within,
            target,
            check.axis_unit,
        )
        for number, (what, within, target) in enumerate(
            (
                ("peak", check.peak_within, check.peak_target),
                ("full width at half maximum", check.width_within, check.width_target),
            )
        )
    ]


def peak_shape(x: Floats, density: Floats) -> tuple[float, float]:
    """Place of the highest peak and its full width at half maximum, in the unit of `x`.

    The place is the maximum of a cubic through the bins near it; the half height is looked for from there in
    the curve averaged over five bins, so that noise does not make it narrower.

    Args:
        x: bin centres, evenly spaced near the peak, shape (n,).
        density: values per unit of x, shape (n,).
    """
    smooth = np.convolve(density, np.full(_WINDOW, 1.0 / _WINDOW), "same")
    top = int(np.argmax(smooth))
    first, last = _stretch_above(smooth, top, _NEAR * smooth[top])
    middle, reach = x[top], max(x[last] - x[first], np.finfo(float).tiny)
    cubic = np.polynomial.Polynomial.fit(
        (x[first : last + 1] - middle) / reach, density[first : last + 1], min(_DEGREE, last - first)
    )
    places = np.linspace((x[first] - middle) / reach, (x[last] - middle) / reach, 2001)
    heights = cubic(places)
    best = int(np.argmax(heights))
    half = 0.5 * heights[best]
    low, high = _stretch_above(smooth, top, half)
    left = _crossing(x, smooth, low - 1, half) if low > 0 else x[low]
    right = _crossing(x, smooth, high, half) if high < len(x) - 1 else x[high]
    return float(middle + reach * places[best]), float(right - left)


def _stretch_above(values: Floats, place: int, level: float) -> tuple[int, int]:
    """First and last index of the stretch around `place` whose values are above a level."""
    below = np.flatnonzero(values <= level)
    before, behind = below[below < place], below[below > place]
    return (
        int(before[-1]) + 1 if before.size else 0,
        int(behind[0]) - 1 if behind.size else len(values) - 1,
    )


def _crossing(x: Floats, values: Floats, index: int, level: float) -> float:
    """Where the straight line from `index` to the next point meets a level."""
    part = (level - values[index]) / (values[index + 1] - values[index])
    return float(x[index] + part * (x[index + 1] - x[index]))
