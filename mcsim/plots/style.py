"""What all pictures share: sizes, colours, colour maps, and how a figure is begun and written.

Colours are those of M. Okabe and K. Ito (Color Universal Design, 2008), which people with any kind of colour
vision can tell apart; maps rise evenly in lightness, or diverge evenly from white. Vector files hold their
fonts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcsim.errors import InputError
from mcsim.results.writing import check_writable, written_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY, BLACK, YELLOW = "#E69F00", "#56B4E9", "#000000", "#F0E442"
CYCLE = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK, YELLOW)
GRID_COLOR = "0.9"

WASH = "magma"
"""Map of doses and other values from 0 upwards."""
UNCERTAINTY = "viridis"
"""Map of relative uncertainties."""
DIFFERENCE = "RdBu_r"
"""Map of differences, white at 0."""

PICTURES = (".png", ".pdf", ".svg")
"""What pictures end in on the command line."""

SETTINGS: dict[str, Any] = {
    "font.size": 9.0,
    "axes.titlesize": 9.0,
    "axes.labelsize": 9.0,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.0,
    "legend.fontsize": 8.0,
    "legend.frameon": False,
    "figure.titlesize": 10.5,
    "figure.titleweight": "bold",
    "lines.linewidth": 1.4,
    "axes.linewidth": 0.8,
    "axes.axisbelow": True,
    "grid.color": GRID_COLOR,
    "figure.dpi": 130.0,
    "savefig.dpi": 200.0,
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "mcsim",
}
"""Settings of matplotlib that differ from its own."""


def _settings() -> dict[Any, Any]:
    from cycler import cycler

    return {**SETTINGS, "axes.prop_cycle": cycler(color=CYCLE)}


@contextmanager
def house_style() -> Iterator[None]:
    """The settings of all pictures, for what is drawn inside; then those that were there before."""
    import matplotlib as mpl

    wanted = _settings()
    before = {name: mpl.rcParams[name] for name in wanted}
    mpl.rcParams.update(wanted)
    try:
        yield
    finally:
        mpl.rcParams.update(before)


def use_house_style() -> None:
    """Take the settings for all pictures to come, one's own too, as in a notebook."""
    import matplotlib as mpl

    mpl.rcParams.update(_settings())


def new_figure(size: tuple[float, float], shown: bool = True) -> Figure:
    """A figure (size in inches): one of pyplot that notebooks and windows show, or one to write only."""
    if shown:
        from matplotlib import pyplot

        return pyplot.figure(figsize=size, layout="constrained")
    from matplotlib.figure import Figure

    return Figure(figsize=size, layout="constrained")


def save_figure(figure: Figure, path: str | Path) -> None:
    """Write a picture, whole or not at all.

    Raises:
        InputError: a path with an ending that is no picture.
        ResourceError: the picture cannot be written.
    """
    path = Path(path)
    known = sorted(figure.canvas.get_supported_filetypes())
    kind = path.suffix.lower().lstrip(".")
    if kind not in known:
        raise InputError(f"a picture ends in one of .{', .'.join(known)}, not '{path.suffix}'", file=path)
    check_writable(path, force=True)
    with written_whole(path) as temporary, house_style():
        figure.savefig(temporary, format=kind)


def check_picture(path: Path, option: str) -> None:
    """Refuse a name for a picture on the command line, before work is spent on it.

    Raises:
        InputError: its ending is none of `PICTURES`; names the option.
        ResourceError: its folder does not exist or cannot be written to.
    """
    if path.suffix.lower() not in PICTURES:
        raise InputError(f"'{path}' is no picture; write a name that ends in .png, .pdf or .svg", key=option)
    check_writable(path, force=True)
