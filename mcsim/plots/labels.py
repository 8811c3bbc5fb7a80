"""Words and units on the axes of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.axis import Axis

    from mcsim.results.curves import Curve
    from mcsim.results.slices import Slice

_PREFIXES = {0: "", -3: "m", -6: "µ", -9: "n", -12: "p", -15: "f", -18: "a"}
_LONG_LABEL = 50  # letters: from here on the unit stands on a line of its own
_POWERS = str.maketrans({"2": "²", "3": "³"})


def readable_unit(unit: str, largest: float) -> tuple[float, str]:
    """Factor and name of a prefixed unit that brings `largest` near to 1 ... 1000 (Gy only)."""
    if not unit.startswith("Gy") or not (np.isfinite(largest) and largest > 0.0):
        return 1.0, unit
    power = int(np.clip(3 * np.floor(np.log10(largest) / 3), min(_PREFIXES), 0))
    return 10.0**-power, _PREFIXES[power] + unit


def label_dose_axis(axis: Axis, quantity: str, unit: str, largest: float) -> None:
    """Label an axis of a figure in a readable unit; what is drawn stays in `unit`, its ticks are scaled.

    So further curves can be drawn on the same axes as they are.
    """
    from matplotlib.ticker import FuncFormatter

    factor, readable = readable_unit(unit, largest)
    if factor != 1.0:
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{factor * value:.6g}"))
    words = axis_label(quantity, readable)
    axis.set_label_text(words if len(words) < _LONG_LABEL else axis_label(quantity, readable, "\n"))


def axis_label(quantity: str, unit: str, separator: str = " ") -> str:
    """Label such as "Dose (Gy)"; without a unit the quantity alone."""
    words = f"{quantity[:1].upper()}{quantity[1:]}"
    return f"{words}{separator}({written(unit)})" if unit else words


def written(unit: str) -> str:
    """A unit as it is printed: cm² for cm2, µm for um."""
    words = [
        word.replace("/um", "/µm").translate(_POWERS) if "cm" in word or "um" in word else word
        for word in unit.split(" ")
    ]
    return " ".join(words)


def known_values(drawn: Curve | Slice) -> NDArray[np.float64]:
    """The values to draw: a mean (such as a linear energy transfer) is unknown (NaN) where nothing came.

    A dose or a number of particles is zero there.
    """
    if drawn.unit.startswith(("Gy", "1", "MeV")):
        return drawn.value
    return np.where((drawn.value == 0.0) & (drawn.uncertainty == 0.0), np.nan, drawn.value)


def percent(value: float) -> str:
    """A percentage with two significant digits, never in powers of ten."""
    return f"{value:.0f} %" if value >= 9.5 else f"{value:.2g} %"


def typical_uncertainty(value: NDArray[np.float64], uncertainty: NDArray[np.float64]) -> float | None:
    """Median relative uncertainty in per cent of the bins that have a value; None when it is not known."""
    known = (value > 0.0) & np.isfinite(uncertainty)
    return 100.0 * float(np.median(uncertainty[known] / value[known])) if known.any() else None


def band_text(value: NDArray[np.float64], uncertainty: NDArray[np.float64]) -> str:
    """Says how wide the 1-sigma band is, since it is often thinner than the line."""
    typical = typical_uncertainty(value, uncertainty)
    return "uncertainty unknown" if typical is None else f"1\u03c3 band (\u00b1{percent(typical)})"
