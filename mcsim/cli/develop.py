"""`mcsim validate` and `warmup`: checking an installation, and preparing it."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from mcsim.errors import EXIT_FAILED, EXIT_WHOLE

_SMALL_RUN = """
mcsim: 1
geometry: {voxels: {size: "4, 4, 4 cm", voxel: 1 cm, material: water}}
source: {particle: photon, energy: 6 MeV}
"""


def validate(
    cases: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CASE...]", help="Cases by name, part of a name, or file; default: all."),
    ] = None,
    references: Annotated[
        Path | None, typer.Option("--references", metavar="DIR", help="Folder with more reference tables.")
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Folder for the table and the pictures.")
    ] = Path("validation"),
    factor: Annotated[
        float, typer.Option("--factor", metavar="X", help="Histories times X: below 1 for a quick look.")
    ] = 1.0,
    threads: Annotated[
        int | None,
        typer.Option("--threads", metavar="N", min=1, help="Number of threads; default: all cores."),
    ] = None,
    device: Annotated[
        str, typer.Option("--device", metavar="auto|cpu|cuda", help="Where to run the cases.")
    ] = "cpu",
) -> int:
    """Run validation cases against reference curves; write a table and pictures."""
    from rich.console import Console

    from mcsim.validation import run_cases, terminal_table

    reports = run_cases(cases or None, references, factor, output, threads, device, notice=typer.echo)
    Console().print(terminal_table(reports))
    counts = Counter(report.verdict for report in reports)
    typer.echo(f"{', '.join(f'{number} {verdict}' for verdict, number in counts.items())}; see {output}")
    return EXIT_FAILED if any(report.failed for report in reports) else EXIT_WHOLE


def warmup(
    device: Annotated[
        str, typer.Option("--device", metavar="auto|cpu|cuda", help="What to compile for.")
    ] = "cpu",
) -> int:
    """Compile the physics now, so that the first run starts at once (for cluster images)."""
    from mcsim.config import parse_run_file
    from mcsim.jit import kernel_cache_folder

    start = time.monotonic()
    parse_run_file(_SMALL_RUN, "warmup").simulation().run(histories=40, batches=2, threads=1, device=device)
    typer.echo(f"ready after {time.monotonic() - start:.1f} s; compiled code lies in {kernel_cache_folder()}")
    return EXIT_WHOLE
