"""`mcsim plot`: pictures of tallies, slices, curves and histograms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mcsim.errors import EXIT_WHOLE, InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mcsim.results.result import Result
    from mcsim.results.tally import TallyResult

_KINDS = ("--slice", "--depth", "--profile", "--dvh")


def plot(
    result: Annotated[Path, typer.Argument(metavar="RESULT.h5", help="A result file.", show_default=False)],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT.png", help="Picture; default: RESULT.png.")
    ] = None,
    tally: Annotated[
        str | None, typer.Option("--tally", metavar="NAME", help="Which tally; default: the first dose.")
    ] = None,
    cut: Annotated[
        str | None,
        typer.Option("--slice", metavar="AXIS[=PLACE]", help="A slice across an axis, such as 'y=2 cm'."),
    ] = None,
    depth: Annotated[bool, typer.Option("--depth", help="The depth curve.")] = False,
    width: Annotated[
        str | None,
        typer.Option("--width", metavar="LENGTH", help="With --depth: average over a square this wide."),
    ] = None,
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="AXIS", help="The row of voxels along an axis.")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="AXIS=PLACE,...", help="With --profile: where, such as 'z=10 cm, y=0'."),
    ] = None,
    dvh: Annotated[
        bool, typer.Option("--dvh", help="Dose-volume histograms of the named regions and the whole grid.")
    ] = False,
    compare: Annotated[
        Path | None,
        typer.Option("--compare", metavar="OTHER.h5", help="A second result, with the differences to it."),
    ] = None,
    uncertainty: Annotated[
        bool, typer.Option("--uncertainty", help="Also the relative uncertainty of a slice or curve.")
    ] = False,
) -> int:
    """Draw a tally: at a glance, or a slice, a depth curve, a profile, or dose-volume histograms."""
    from mcsim.plots.style import check_picture
    from mcsim.results.files import load

    kind = _kind(cut, depth, profile, dvh, compare, uncertainty)
    _check_companions(kind, width, at, uncertainty)
    target = output if output is not None else result.with_suffix(".png")
    check_picture(target, "--output")
    first = load(result)
    drawn = first.tally(tally)
    second = load(compare).tally(drawn.name) if compare is not None else None
    names = (result.name, compare.name) if compare is not None else ("", "")
    if kind == "":
        first.plot(target, drawn.name)
    else:
        _headless()
        if kind == "--slice":
            axes = _draw_slice(drawn, second, str(cut), uncertainty)
        elif kind == "--dvh":
            axes = _draw_histograms(first, drawn, second, names)
        elif kind == "--compare":
            axes = _draw_spectra(drawn, second, names)
        else:
            axes = _draw_curve(drawn, second, (width, profile, at), names, uncertainty)
        _save(axes, target, first.provenance.title or drawn.name)
    typer.echo(str(target))
    return EXIT_WHOLE


def _kind(
    cut: str | None, depth: bool, profile: str | None, dvh: bool, compare: Path | None, uncertainty: bool
) -> str:
    """The option that says what to draw; "" for the picture at a glance."""
    asked = [
        name for name, given in zip(_KINDS, (cut is not None, depth, profile is not None, dvh), strict=True)
        if given
    ]  # fmt: skip
    if len(asked) > 1:
        raise InputError(f"{' and '.join(asked)} are different pictures; ask for one at a time")
    if asked:
        return asked[0]
    if uncertainty:
        raise InputError(f"goes with one of {', '.join(_KINDS[:3])}", key="--uncertainty")
    return "--compare" if compare is not None else ""


def _check_companions(kind: str, width: str | None, at: str | None, uncertainty: bool) -> None:
    for given, option, owner in ((width, "--width", "--depth"), (at, "--at", "--profile")):
        if given is not None and kind != owner:
            raise InputError(f"goes with {owner} only", key=option)
    if uncertainty and kind == "--dvh":
        raise InputError("does not go with --dvh", key="--uncertainty")


def _headless() -> None:
    """Pictures without any window system."""
    import matplotlib as mpl

    mpl.use("Agg")


def _place(text: str, option: str) -> tuple[str, float | str | None]:
    """The axis and the place of "y=2 cm"; a bare 0 needs no unit, and without a place it is None."""
    axis, equals, place = (part.strip() for part in text.partition("="))
    if axis not in ("x", "y", "z") or (equals and not place):
        raise InputError(f"'{text}' is no place; write an axis and a length, such as 'y=2 cm'", key=option)
    return axis, (None if not equals else 0.0 if place == "0" else place)


def _places(text: str) -> dict[str, float | str]:
    """The places of "z=10 cm, y=0" by axis."""
    places: dict[str, float | str] = {}
    for part in text.split(","):
        axis, place = _place(part, "--at")
        if place is None:
            raise InputError(f"'{part.strip()}' has no place; write it, such as '{axis}=2 cm'", key="--at")
        places[axis] = place
    return places


def _draw_slice(tally: TallyResult, other: TallyResult | None, cut: str, uncertainty: bool) -> Axes:
    across, at = _place(cut, "--slice")
    against = other.slice(across, at) if other is not None else None
    return tally.slice(across, at).plot(against, uncertainty=uncertainty)


def _draw_curve(
    tally: TallyResult,
    other: TallyResult | None,
    where: tuple[str | None, str | None, str | None],
    names: tuple[str, str],
    uncertainty: bool,
) -> Axes:
    from dataclasses import replace

    from mcsim.plots.curves import plot_curves

    width, profile, at = where
    places = _places(at) if at is not None else {}
    curves = [
        each.depth_curve(width) if profile is None else each.profile(profile, places)
        for each in (tally, other)
        if each is not None
    ]
    if other is not None:
        curves = [
            replace(curve, label=f"{name}, {curve.label}") for curve, name in zip(curves, names, strict=True)
        ]
    return plot_curves(curves[0], curves[1:], uncertainty=uncertainty)


def _draw_histograms(
    result: Result, tally: TallyResult, other: TallyResult | None, names: tuple[str, str]
) -> Axes:
    from mcsim.report.setup import region_masks

    masks = {"whole grid": None, **region_masks(result, tally)}
    histograms = [
        each.dvh(mask, f"{file}, {name}" if file else name)
        for name, mask in masks.items()
        for each, file in zip((tally, other), names, strict=True)
        if each is not None
    ]
    return histograms[0].plot(*histograms[1:])


def _draw_spectra(tally: TallyResult, other: TallyResult | None, names: tuple[str, str]) -> Axes:
    from mcsim.plots.spectra import plot_projections, total_spectrum
    from mcsim.plots.tallies import on_grid

    assert other is not None
    if on_grid(tally):
        return _draw_curve(tally, other, (None, None, None), names, False)
    return plot_projections([total_spectrum(tally), total_spectrum(other)], names=names)


def _save(axes: Axes, target: Path, title: str) -> None:
    from mcsim.plots.style import house_style, save_figure
    from mcsim.plots.tallies import plain_text

    figure = axes.get_figure(root=True)
    assert figure is not None
    with house_style():
        figure.suptitle(plain_text(title))
    save_figure(figure, target)
