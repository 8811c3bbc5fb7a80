"""Colours: perceptually even maps that colour-blind readers can tell apart, and a palette for names."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SEQUENTIAL = ("magma", "viridis", "cividis", "inferno", "plasma")
"""Maps to choose from for a dose; all are even in lightness."""
DIVERGING = "RdBu_r"
GREYS = "gray"
UNCERTAINTY = "cividis"

PALETTE = (
    "#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#0072b2", "#f0e442", "#8c6d46",
    "#7f7f7f", "#b8b8ff",
)  # fmt: skip
"""Colours of names in order: those of M. Okabe and K. Ito (2008) and three more; used again after ten."""

PARTICLES = {
    "photon": "#b5a200",
    "electron": "#56b4e9",
    "positron": "#d55e00",
    "proton": "#cc79a7",
    "deuteron": "#009e73",
    "triton": "#e69f00",
    "helion": "#0072b2",
    "alpha": "#b8b8ff",
}
"""Colours of tracks, in the order of `mcsim.transport.particles.PARTICLE_NAMES`."""
SOURCE = "#3a3a3a"
CROSSHAIR = "#39ff14"


@lru_cache(maxsize=16)
def lookup(name: str) -> NDArray[np.uint8]:
    """The 256 colours of a map, shape (256, 3)."""
    from matplotlib import colormaps

    table: NDArray[np.uint8] = (255.0 * colormaps[name](np.arange(256))[:, :3] + 0.5).astype(np.uint8)
    return table


def colors_of(values: NDArray[np.floating], low: float, high: float, name: str) -> NDArray[np.uint8]:
    """Colours of values from `low` to `high`, shape values + (3,); values that are no numbers are grey."""
    span = high - low if high > low else 1.0
    with np.errstate(invalid="ignore"):
        place = np.clip((values - low) * (255.0 / span) + 0.5, 0.0, 255.0)
    known = np.isfinite(place)
    table = lookup(name)[np.where(known, place, 0.0).astype(np.uint8)]
    table[~known] = 128
    return table


def rgb(color: str) -> tuple[int, int, int]:
    """The three parts, 0 to 255, of a colour such as "#56b4e9"."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def palette_color(number: int) -> str:
    """Colour of the name with a number."""
    return PALETTE[number % len(PALETTE)]
