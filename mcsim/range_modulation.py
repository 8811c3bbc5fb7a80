"""Spread-out Bragg peaks: energies and weights of protons whose depth doses add up to a plateau."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcsim.errors import InputError
from mcsim.materials import Material, material
from mcsim.schema.quantity import Quantity
from mcsim.settings import HADRON_ENERGIES
from mcsim.sources.energy import LineSpectrum
from mcsim.sources.spots import SpotList
from mcsim.units import ENERGY, LENGTH

if TYPE_CHECKING:
    from mcsim.results.curves import Curve

Floats = NDArray[np.float64]

_ENERGY_EXPONENT = 1.77
_RANGE_FACTOR = 0.0022  # cm / MeV^1.77
_DEPTH_STEP = 0.02  # of the width of the plateau, or a tenth of the straggling if that is less


@dataclass(frozen=True, eq=False)
class SpreadOutPeak:
    """A spread-out Bragg peak.

    Attributes:
        energies: kinetic energies in MeV, ascending, shape (n,).
        weights: relative numbers of protons, adding up to 1, shape (n,).
        depth: depths in cm, shape (m,).
        dose: expected dose at these depths, 1 on the mean of the plateau, shape (m,).
        plateau: depths in cm between which the dose was made flat.
        flatness: largest deviation of `dose` from 1 on the plateau.
    """

    energies: Floats
    weights: Floats
    depth: Floats
    dose: Floats
    plateau: tuple[float, float]
    flatness: float

    def __repr__(self) -> str:
        low, high = self.plateau
        return (
            f"<SpreadOutPeak {low:g} to {high:.4g} cm, flat to {100.0 * self.flatness:.1f} %,"
            f" {len(self.energies)} energies from {self.energies[0]:.4g} to {self.energies[-1]:.4g} MeV>"
        )

    def spectrum(self) -> LineSpectrum:
        """The energies as the spectrum of a passive beam."""
        return LineSpectrum(energies=tuple(self.energies), weights=tuple(self.weights))

    def spots(self, x: ArrayLike | str = (0.0,), y: ArrayLike | str = (0.0,)) -> SpotList:
        """Spots of every energy at every crossing of the lines at `x` and `y` (cm, or text with a unit).

        Raises:
            InputError: no such lengths.
        """
        used = self.weights > 0.0
        columns, rows = _lengths(x, "x"), _lengths(y, "y")
        energy, b, a = (
            axis.ravel() for axis in np.meshgrid(self.energies[used], rows, columns, indexing="ij")
        )
        weight = np.repeat(self.weights[used], len(columns) * len(rows))
        return SpotList(energy=tuple(energy), x=tuple(a), y=tuple(b), weight=tuple(weight))


def spread_out_peak(
    distal_depth: float | str,
    width: float | str,
    energies: ArrayLike | None = None,
    curves: Sequence[Curve | ArrayLike] | None = None,
    depth: ArrayLike | None = None,
    medium: str | Material = "water",
    energy_sigma: float | str = 0.0,
) -> SpreadOutPeak:
    """Find the weights that make the dose flat from `distal_depth` - `width` to the last peak.

    Weights are the non-negative least squares of the dose against a constant (C. Lawson and R. Hanson,
    Solving Least Squares Problems, 1974). Without `curves` the depth doses are those of T. Bortfeld, Med.
    Phys. 24 (1997) 2024, for broad beams in water; they serve to find the energies, and weights good to a few
    percent. For more, run each energy of the answer and call again with what came out.

    Args:
        distal_depth: depth at which the dose has fallen to about 80 %, the range of the highest energy, cm.
        width: from there up to the shallow end of the plateau, cm.
        energies: of the pristine peaks, MeV, ascending. Default: those whose ranges cover the plateau, 2.4
            standard deviations of the range straggling apart.
        curves: pristine depth doses per proton for these energies, as curves of results (`depth_curve`) or as
            arrays at the depths `depth`.
        depth: depths of `curves` that are arrays, cm.
        medium: what the depths are in; for default energies and curves.
        energy_sigma: standard deviation of the energies, MeV; for default curves.

    Raises:
        InputError: depths or energies out of range, curves that do not fit, or none that reach the plateau.

    """
    distal, modulation = _length(distal_depth, "distal_depth"), _length(width, "width")
    if modulation >= distal:
        raise InputError(
            f"a plateau of {modulation:g} cm does not fit before {distal:g} cm; make it narrower", key="width"
        )
    pristine = _Pristine(medium if isinstance(medium, Material) else material(medium), _energy(energy_sigma))
    chosen = pristine.energies(distal - modulation, distal) if energies is None else _energies(energies)
    if curves is None:
        step = min(_DEPTH_STEP * modulation, 0.2 * pristine.straggling(float(chosen[0])))
        depths = np.arange(0.5 * step, 1.1 * distal, step)
        doses = np.stack([pristine.dose(energy, depths) for energy in chosen])
    else:
        depths, doses = _given(curves, depth, len(chosen))
    return _fit(chosen, depths, doses, distal - modulation)


def _fit(energies: Floats, depths: Floats, doses: Floats, shallow: float) -> SpreadOutPeak:
    from scipy.optimize import nnls

    last = float(depths[np.argmax(doses[-1])])
    plateau = (depths >= shallow) & (depths <= last)
    if np.count_nonzero(plateau) < 3:
        raise InputError(
            f"the deepest peak lies at {last:g} cm and the plateau begins at {shallow:g} cm: fewer than three"
            " depths lie between; take finer curves or other energies",
            key="curves",
        )
    scale = float(doses.max())
    weights, _ = nnls(doses[:, plateau].T / scale, np.ones(np.count_nonzero(plateau)))
    dose = weights @ doses
    mean = float(dose[plateau].mean())
    return SpreadOutPeak(
        energies=energies,
        weights=weights / weights.sum(),
        depth=depths,
        dose=dose / mean,
        plateau=(shallow, last),
        flatness=float(np.max(np.abs(dose[plateau] / mean - 1.0))),
    )


class _Pristine:
    """Ranges and depth doses of protons in a medium; depths are scaled to water by the ranges."""

    def __init__(self, medium: Material, energy_sigma: float) -> None:
        from mcsim.tables.hadron_grid import ENERGIES
        from mcsim.tables.hadron_stopping import csda_range

        water = material("water")
        self.energy_sigma = energy_sigma
        self.grid = ENERGIES
        self.ranges = csda_range(medium) / medium.density
        self.water_ranges = csda_range(water) / water.density

    def range(self, energy: float) -> float:
        """Range in the medium, cm."""
        return float(np.interp(energy, self.grid, self.ranges))

    def energies(self, shallow: float, deep: float) -> Floats:
        """Energies whose ranges lie from `shallow` to `deep` (cm), a fixed share of the straggling apart."""
        lowest, highest = (self.range(energy) for energy in HADRON_ENERGIES)
        if shallow < lowest or deep > highest:
            wrong, key = (shallow, "width") if shallow < lowest else (deep, "distal_depth")
            raise InputError(
                f"no protons stop at {wrong:g} cm here; their ranges are {lowest:.3g} to {highest:.4g} cm",
                key=key,
            )
        found = [deep]
        while found[-1] > shallow:
            energy = float(np.interp(found[-1], self.ranges, self.grid))
            found.append(found[-1] - 2.4 * self.straggling(energy))
        found[-1] = shallow
        energies: Floats = np.interp(found[::-1], self.ranges, self.grid)
        return energies

    def straggling(self, energy: float) -> float:
        """Standard deviation of the depth at which protons stop, cm; Bortfeld's equation (17)."""
        return self._sigma(energy) * self.range(energy) / self._water_range(energy)

    def _water_range(self, energy: float) -> float:
        return float(np.interp(energy, self.grid, self.water_ranges))

    def _sigma(self, energy: float) -> float:
        """In water, cm: straggling, and the spread of the energies times dR / dE."""
        spread = self.energy_sigma * _RANGE_FACTOR * _ENERGY_EXPONENT * energy ** (_ENERGY_EXPONENT - 1.0)
        return math.hypot(0.012 * self._water_range(energy) ** 0.935, spread)

    def dose(self, energy: float, depths: Floats) -> Floats:
        """Depth dose per proton in any unit, shape of `depths` (cm); Bortfeld's equations (28) and (29)."""
        from scipy.special import pbdv

        reach, sigma = self._water_range(energy), self._sigma(energy)
        rest = reach - depths * (reach / self.range(energy))
        dose = np.zeros(len(depths))
        early, near = rest > 10.0 * sigma, np.abs(rest) <= 10.0 * sigma
        dose[early] = 17.93 * rest[early] ** -0.435 + 0.444 * rest[early] ** 0.565
        zeta = rest[near] / sigma
        parabolic = 11.26 / sigma * pbdv(-0.565, -zeta)[0] + 0.157 * pbdv(-1.565, -zeta)[0]
        dose[near] = np.exp(-0.25 * zeta**2) * sigma**0.565 * parabolic
        return dose / (1.0 + 0.012 * reach)


def _given(curves: Sequence[Curve | ArrayLike], depth: ArrayLike | None, count: int) -> tuple[Floats, Floats]:
    """Depths (m,) and doses (n, m) of the user's curves."""
    if len(curves) != count:
        raise InputError(f"{len(curves)} curves for {count} energies; one each is needed", key="curves")
    first = curves[0]
    if hasattr(first, "centers"):
        depths = np.asarray(first.centers, dtype=np.float64)
    elif depth is not None:
        depths = np.asarray(depth, dtype=np.float64)
    else:
        raise InputError("is missing: curves that are arrays need the depths of their values", key="depth")
    rows = [np.asarray(getattr(curve, "value", curve), dtype=np.float64) for curve in curves]
    if any(row.shape != depths.shape for row in rows):
        raise InputError(f"every curve must hold the {len(depths)} depths of the first", key="curves")
    doses = np.stack(rows)
    if not np.isfinite(doses).all() or not doses.max() > 0.0:
        raise InputError("curves must be finite, and not all 0", key="curves")
    return depths, doses


def _length(given: float | str, key: str) -> float:
    return _lengths(given, key, count=0)[0]


def _lengths(given: ArrayLike | str, key: str, count: int = -1) -> tuple[float, ...]:
    above = 0.0 if count == 0 else None
    try:
        value = Quantity(LENGTH, count=count, above=above).read(given)
    except InputError as error:
        raise error.at(key=key) from None
    return value if isinstance(value, tuple) else (value,)


def _energy(given: float | str) -> float:
    try:
        value = Quantity(ENERGY, at_least=0.0).read(given)
    except InputError as error:
        raise error.at(key="energy_sigma") from None
    assert isinstance(value, float)
    return value


def _energies(given: ArrayLike) -> Floats:
    try:
        energies = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError("must be a list of numbers, MeV", key="energies") from None
    lowest, highest = HADRON_ENERGIES
    if energies.ndim != 1 or not np.all((energies >= lowest) & (energies <= highest)):
        raise InputError(f"must be a list of energies from {lowest:g} to {highest:g} MeV", key="energies")
    if not np.all(np.diff(energies) > 0.0):
        raise InputError("must ascend", key="energies")
    return energies
