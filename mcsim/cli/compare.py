"""`mcsim compare`: gamma index and difference of two results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mcsim.errors import EXIT_WHOLE

if TYPE_CHECKING:
    from mcsim.results.compare import Difference, Gamma


def compare(
    evaluated: Annotated[Path, typer.Argument(metavar="A", help="The result to judge.", show_default=False)],
    reference: Annotated[Path, typer.Argument(metavar="B", help="The reference.", show_default=False)],
    tally: Annotated[
        str | None, typer.Option("--tally", metavar="NAME", help="Which tally; default: the first dose.")
    ] = None,
    dose: Annotated[float, typer.Option("--dose", metavar="PERCENT", help="Dose criterion of gamma.")] = 2.0,
    distance: Annotated[
        str, typer.Option("--distance", metavar="LENGTH", help="Distance criterion.")
    ] = "2 mm",
    threshold: Annotated[
        float,
        typer.Option("--threshold", metavar="PERCENT", help="Judge voxels above this part of the maximum."),
    ] = 10.0,
    local: Annotated[
        bool, typer.Option("--local", help="Per cent of the local dose, not of the maximum.")
    ] = False,
) -> int:
    """Compare A with the reference B: gamma index and difference."""
    from mcsim.results.compare import difference, gamma, same_bins
    from mcsim.results.files import load

    one, other = load(evaluated).tally(tally), load(reference).tally(tally)
    index = gamma(one, other, dose, distance, threshold, local)
    _print_gamma(index)
    if same_bins(one, other):
        _print_difference(difference(one, other, threshold))
    else:
        typer.echo("difference:     not shown, the voxels differ")
    return EXIT_WHOLE


def _print_gamma(index: Gamma) -> None:
    passing = f"{100.0 * index.pass_rate:.2f} % of {index.judged.size:_} voxels pass"
    typer.echo(f"gamma:          {passing} ({index.criteria})")


def _print_difference(found: Difference) -> None:
    typer.echo(
        f"difference:     mean {found.mean_percent:+.3f} %, root mean square {found.rms_percent:.3f} %,"
        f" largest {found.largest_percent:.3f} % of the maximum"
    )
    typer.echo(f"in sigma:       root mean square {found.rms_sigma:.3f} (1 when they differ by chance alone)")
