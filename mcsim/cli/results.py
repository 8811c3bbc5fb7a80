"""`mcsim merge`, `info` and `export`: what can be done with result files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mcsim.errors import EXIT_INCOMPLETE, EXIT_WHOLE, InputError, ResourceError

ResultFile = Annotated[Path, typer.Argument(metavar="RESULT.h5", help="A result file.", show_default=False)]
TallyName = Annotated[
    str | None, typer.Option("--tally", metavar="NAME", help="Which tally; default: the first dose.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing output.")]


def merge(
    output: Annotated[Path, typer.Argument(metavar="OUT.h5", help="The merged result.", show_default=False)],
    shards: Annotated[
        list[Path], typer.Argument(metavar="SHARD...", help="Results of one run.", show_default=False)
    ],
    force: Force = False,
) -> int:
    """Join the results of the shards of one run."""
    from mcsim.results.files import check_result_path, load
    from mcsim.results.merge import merge as merge_results

    check_result_path(output, force)
    merged = merge_results([load(path) for path in shards], [str(path) for path in shards])
    merged.save(output, force=force)
    run = merged.provenance
    typer.echo(f"{output}: {merged.histories:_} histories, {run.completed_batches} of {run.batches} batches")
    if run.gaps:
        missing = ", ".join(
            f"{first + 1} to {last}" if last > first + 1 else f"{last}" for first, last in run.gaps
        )
        typer.echo(f"mcsim: {output} lacks the batches {missing}; run and merge their shards", err=True)
        return EXIT_INCOMPLETE
    return EXIT_WHOLE


def _list_devices() -> None:
    from mcsim.engine.devices import find_gpus
    from mcsim.engine.job import available_threads

    typer.echo(f"cpu ({available_threads()} cores)")
    try:
        for gpu in find_gpus():
            typer.echo(str(gpu))
    except ResourceError as error:
        typer.echo(f"no cuda: {error.message}")


def info(
    results: Annotated[
        list[Path] | None, typer.Argument(metavar="RESULT.h5...", help="Result files.", show_default=False)
    ] = None,
    run_file: Annotated[
        bool, typer.Option("--run-file", help="Print the run file kept in the result.")
    ] = False,
    devices: Annotated[bool, typer.Option("--devices", help="List where runs can go.")] = False,
) -> int:
    """Say what is in result files, or which devices there are."""
    from mcsim.results.files import load

    if devices:
        _list_devices()
    elif not results:
        raise InputError("name a result file, or ask for --devices")
    for path in results or ():
        result = load(path)
        if run_file:
            typer.echo(result.provenance.run_file, nl=not result.provenance.run_file.endswith("\n"))
            continue
        typer.echo(str(path))
        for heading, text in result.summary():
            typer.echo(f"  {heading + ': ':<16}{text}")
    return EXIT_WHOLE


def export(
    result: ResultFile,
    output: Annotated[
        Path, typer.Argument(metavar="OUT.mhd|OUT.nrrd", help="The image.", show_default=False)
    ],
    tally: TallyName = None,
    force: Force = False,
) -> int:
    """Write a tally on a regular grid as an image."""
    from mcsim.results.export import export_image
    from mcsim.results.files import load

    for path in export_image(load(result).tally(tally), output, force):
        typer.echo(str(path))
    return EXIT_WHOLE
