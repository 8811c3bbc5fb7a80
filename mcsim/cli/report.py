"""`mcsim report`: a result as one HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mcsim.errors import EXIT_WHOLE


def report(
    result: Annotated[Path, typer.Argument(metavar="RESULT.h5", help="A result file.", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT.html", help="Default: RESULT.html."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing output.")] = False,
) -> int:
    """Write a page about a result: set-up, materials, pictures, uncertainties, energy ledger, provenance."""
    from mcsim.report.page import check_page, write_report
    from mcsim.results.files import load

    target = output if output is not None else result.with_suffix(".html")
    check_page(target, force)
    typer.echo(str(write_report(load(result), target, force)))
    return EXIT_WHOLE
