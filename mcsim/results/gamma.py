"""The gamma index of two dose distributions, in any number of dimensions.

For each reference point, the least distance to the evaluated distribution in the space of position and dose,

    gamma = min over r' of sqrt(|r' - r|^2 / distance^2 + (D'(r') - D(r))^2 / difference^2)

(Low et al., Medical Physics 25 (1998) 656, doi:10.1118/1.598248), with D' interpolated linearly between voxel
centres. A lattice of points around r is searched from the nearest outward, as long as a nearer one could
exist; the best of them is then moved downhill to the minimum beside it. In a noisy distribution with
several minima this may miss the deepest by a few hundredths; gamma is never too small.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Floats = NDArray[np.float64]

_LATTICE = 10  # lattice points per distance criterion
_REFINEMENTS = 6  # steps of the final search
_SHARES = 0.5 ** np.arange(6)  # parts of such a step that are tried
_NUDGE = 1e-3  # of the distance criterion, for slopes
_BLOCK = 1 << 20  # interpolated points worked on together


def gamma_index(
    reference_centers: Sequence[Floats],
    reference: Floats,
    evaluated_centers: Sequence[Floats],
    evaluated: Floats,
    difference: float | Floats,
    distance: float,
    wanted: NDArray[np.bool_],
    maximum: float = 2.0,
) -> Floats:
    """Gamma at each wanted reference point.

    Args:
        reference_centers: voxel centres of the reference along each axis, in array order (cm).
        reference: reference doses.
        evaluated_centers: voxel centres of the distribution that is judged, in the same frame (cm). Beyond
            the outermost centres it has no dose, and nothing is found there.
        evaluated: its doses, in the same unit.
        difference: dose-difference criterion in the unit of dose; a number or an array like `reference`.
        distance: distance to agreement (cm).
        wanted: which reference points to judge, shape of `reference`.
        maximum: larger values are reported as this.

    Returns:
        Shape of `reference`; NaN where not wanted.
    """
    points = np.stack(
        [axis[index] for axis, index in zip(reference_centers, np.nonzero(wanted), strict=True)]
    )
    search = _Search(
        points,
        reference[wanted],
        np.broadcast_to(difference, reference.shape)[wanted],
        distance,
        evaluated_centers,
        evaluated,
    )
    gamma = np.full(reference.shape, np.nan)
    gamma[wanted] = np.minimum(search.run(maximum), maximum)
    return gamma


class _Search:
    """Search for the minimum around all points at once; positions are in units of the distance criterion."""

    def __init__(
        self,
        points: Floats,
        doses: Floats,
        differences: Floats,
        distance: float,
        centers: Sequence[Floats],
        evaluated: Floats,
    ) -> None:
        self.points, self.doses, self.differences = points, doses, differences
        self.distance = distance
        self.centers, self.evaluated = centers, evaluated
        self.best = np.full(len(doses), np.inf)  # least gamma squared so far
        self.place = np.zeros_like(points)  # offset where it was found

    def run(self, maximum: float) -> Floats:
        """Gamma of every point, or something above `maximum`."""
        offsets = _lattice(len(self.points), maximum)
        reach = np.sum(offsets**2, axis=0)
        least = self._least(maximum)
        start = 0
        while start < len(reach):
            lowest = reach[start] + least
            active = np.flatnonzero((self.best > lowest) & (lowest < maximum**2))
            if not active.size:
                break
            stop = start + max(1, _BLOCK // active.size)
            self._look(active, offsets[:, start:stop])
            start = stop
        near = np.flatnonzero(self.best < (maximum + 1.0) ** 2)
        for begin in range(0, near.size, _BLOCK >> 6):
            self._refine(near[begin : begin + (_BLOCK >> 6)])
        gamma: Floats = np.sqrt(self.best)
        return gamma

    def _least(self, maximum: float) -> Floats:
        """Bound from below on the dose part of gamma squared, from the doses in the neighbourhood."""
        half = [
            int(np.ceil(maximum * self.distance / np.min(np.diff(centers)))) + 1 for centers in self.centers
        ]
        size = [2 * cells + 1 for cells in half]
        nearest = tuple(
            np.rint(np.interp(at, centers, np.arange(centers.size, dtype=np.float64))).astype(np.intp)
            for at, centers in zip(self.points, self.centers, strict=True)
        )
        low = ndimage.minimum_filter(self.evaluated, size, mode="nearest")[nearest] - self.doses
        high = self.doses - ndimage.maximum_filter(self.evaluated, size, mode="nearest")[nearest]
        gap: Floats = np.maximum(np.maximum(low, high), 0.0) / self.differences
        return gap**2

    def _look(self, active: NDArray[np.intp], offsets: Floats) -> None:
        """Try the same offsets around all active points."""
        squared = self._gamma_squared(active[:, None], offsets[:, None, :])
        number = np.argmin(squared, axis=1)
        least = squared[np.arange(active.size), number]
        better = least < self.best[active]
        self.best[active[better]] = least[better]
        self.place[:, active[better]] = offsets[:, number[better]]

    def _refine(self, active: NDArray[np.intp]) -> None:
        """Go to the minimum that a plane with the local slope has; as far as that is better."""
        for _ in range(_REFINEMENTS):
            here = self.place[:, active]
            apart, slope = self._plane(active, here)
            level = apart - np.sum(slope * here, axis=0)
            goal = -level * slope / (1.0 + np.sum(slope**2, axis=0))
            trial = here[:, :, None] + (goal - here)[:, :, None] * _SHARES
            squared = self._gamma_squared(active[:, None], trial)
            number = np.argmin(squared, axis=1)
            rows = np.arange(active.size)
            better = squared[rows, number] < self.best[active]
            self.best[active[better]] = squared[rows, number][better]
            self.place[:, active[better]] = trial[:, rows, number][:, better]

    def _plane(self, active: NDArray[np.intp], here: Floats) -> tuple[Floats, Floats]:
        """Dose difference at offsets, in units of the criterion, and its slope, shape (dimensions, n)."""
        apart = self._apart(active, here)
        slope = np.empty_like(here)
        for axis in range(len(here)):
            ends = np.repeat(here[:, :, None], 2, axis=2)
            ends[axis] += [-_NUDGE, _NUDGE]
            low, high = np.moveaxis(self._apart(active[:, None], ends), 1, 0)
            slope[axis] = np.where(np.isfinite(high - low), high - low, 0.0) / (2.0 * _NUDGE)
        return apart, slope

    def _gamma_squared(self, which: NDArray[np.intp], offsets: Floats) -> Floats:
        squared: Floats = self._apart(which, offsets) ** 2 + np.sum(offsets**2, axis=0)
        return squared

    def _apart(self, which: NDArray[np.intp], offsets: Floats) -> Floats:
        """Dose difference in units of the criterion; infinite outside the evaluated grid.

        Points `which`, shape (n, ...), and offsets, shape (dimensions, ...), broadcast against each other.
        """
        coordinates = [
            np.interp(
                self.points[axis][which] + self.distance * offsets[axis],
                centers,
                np.arange(centers.size, dtype=np.float64),
                left=-1.0,
                right=float(centers.size),
            )
            for axis, centers in enumerate(self.centers)
        ]
        dose = ndimage.map_coordinates(self.evaluated, coordinates, order=1, mode="constant", cval=np.inf)
        apart: Floats = (dose - self.doses[which]) / self.differences[which]
        return apart


def _lattice(dimensions: int, maximum: float) -> Floats:
    """Offsets within `maximum`, nearest first, shape (dimensions, n)."""
    steps = np.arange(-np.floor(maximum * _LATTICE), np.floor(maximum * _LATTICE) + 1) / _LATTICE
    offsets = np.array(list(itertools.product(steps, repeat=dimensions))).T
    reach = np.sum(offsets**2, axis=0)
    order = np.argsort(reach, kind="stable")
    return np.ascontiguousarray(offsets[:, order[reach[order] <= maximum**2]])
