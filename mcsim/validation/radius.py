"""The 1/e radius of a beam of electrons behind a scattering foil.

The beam that meets the foil is not known better than its profile without the foil. So a divergence from a
virtual point source is fitted to that profile first: particles on a Gaussian cone displace the whole map of
fluence by an angle that adds to the scattering, which is a convolution with a Gaussian.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError
from mcsim.results.raw import Axis
from mcsim.validation.case import BeamRadius
from mcsim.validation.numbers import numbers_panel, relative_row
from mcsim.validation.outcome import Row
from mcsim.validation.panels import NumbersPanel
from mcsim.validation.reference import find_reference, read_table
from mcsim.validation.sample import Sample, jackknife

Floats = NDArray[np.float64]
CORE = 0.2  # of the maximum: only fluence above it is fitted
_PLACES = 2000  # where the fit is looked at
_WIDEST = 4.0  # cm: the largest divergence that is tried, as a standard deviation in the plane


def radius_rows(
    check: BeamRadius, samples: dict[str, Sample], folder: Path | None
) -> tuple[list[Row], NumbersPanel]:
    """1/e radius behind each foil.

    Raises:
        MissingReference: the table is not at hand. InputError: a run or tally that is not there.
    """
    table = read_table(find_reference(check.file, folder))
    maps = {run: _map(samples, run, check) for run in (check.open_run, *check.foils)}
    axis = maps[check.open_run][1]
    expected = {}
    for run in maps:
        points = table.where({**check.where, check.column: run})
        expected[run] = beam_radius(
            check.radius_times * points.column(check.radius), points.column(check.value)
        )
    rows = []
    for foil in check.foils:
        both = np.stack([maps[check.open_run][0], maps[foil][0]], axis=1)

        value, sigma = jackknife(both, lambda pair: _fitted_radius(pair, axis, expected[check.open_run]))
        ratio = float(value) / expected[foil], float(sigma) / expected[foil]
        reference = expected[foil], 0.0
        rows.append(relative_row(f"1/e radius, {foil}", reference, ratio, check.within, check.target, "cm"))
    return rows, numbers_panel("1/e radius", rows, list(check.foils))


def _fitted_radius(pair: Floats, axis: Axis, open_radius: float) -> float:
    """1/e radius of the second map with the divergence that gives the first one `open_radius` (cm)."""
    return map_radius(pair[1], axis, fit_spread(pair[0], axis, open_radius))


def _map(samples: dict[str, Sample], run: str, check: BeamRadius) -> tuple[Floats, Axis]:
    if run not in samples:
        raise InputError(f"no run is called '{run}'; there are {', '.join(samples)}")
    values, axes = samples[run].read(check.tally, check.pick, ("y", "x"))
    if list(axes[0].centers) != list(axes[1].centers):
        raise InputError(f"tally '{check.tally}' needs the same bins along x and y")
    return values, axes[0]


def beam_radius(radius: Floats, fluence: Floats, weight: Floats | None = None) -> float:
    """Radius where a fluence has fallen to 1/e of its value at 0: ln(fluence) fitted by a + b r^2 + c r^4."""
    core = fluence > CORE * fluence.max()
    square = radius[core] ** 2
    curve = np.polynomial.Polynomial.fit(
        square, np.log(fluence[core]), 2, w=None if weight is None else weight[core]
    )
    places = np.linspace(0.0, float(square.max()), _PLACES)
    fallen = curve(0.0) - curve(places)
    return float(np.sqrt(np.interp(1.0, fallen, places, right=np.nan)))


def map_radius(fluence: Floats, axis: Axis, spread: float) -> float:
    """1/e radius of a map (y, x) that is convolved with a Gaussian of standard deviation `spread` (cm)."""
    from scipy.ndimage import gaussian_filter

    pixel = float(axis.widths[0])
    blurred = gaussian_filter(fluence, spread / pixel, mode="constant") if spread > 0.0 else fluence
    distance = np.hypot(axis.centers[:, None], axis.centers[None, :])
    ring = (distance / pixel).astype(np.int64)
    inside = ring < len(axis) // 2
    count = np.bincount(ring[inside])
    mean = np.bincount(ring[inside], blurred[inside]) / count
    radius = np.sqrt(np.bincount(ring[inside], distance[inside] ** 2) / count)
    return beam_radius(radius, mean, np.sqrt(count))


def fit_spread(fluence: Floats, axis: Axis, radius: float) -> float:
    """Standard deviation (cm) of the divergence that gives a map the 1/e radius `radius`, or 0."""
    from scipy.optimize import brentq

    def excess(spread: float) -> float:
        return map_radius(fluence, axis, spread) - radius

    if not excess(0.0) < 0.0:
        return 0.0
    return float(brentq(excess, 0.0, _WIDEST, xtol=1e-4))
