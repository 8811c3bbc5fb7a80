"""`mcsim run`: a run file in, a result file out."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mcsim.cli.progress import Progress, show_progress
from mcsim.cli.watch import Watch, both, watched
from mcsim.errors import EXIT_INCOMPLETE, EXIT_WHOLE, IncompleteRun, InputError, McsimError

if TYPE_CHECKING:
    from mcsim.config import RunFile
    from mcsim.results import Result
    from mcsim.simulation import Simulation


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help="The run file.", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT.h5", help="Result file; default: the run file's."),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="OUT.png", help="Also draw the result (png, pdf or svg).")
    ] = None,
    histories: Annotated[
        str | None, typer.Option("--histories", metavar="N", help="Number of source particles, such as 1e6.")
    ] = None,
    seed: Annotated[
        str | None, typer.Option("--seed", metavar="S", help="Seed of the random numbers.")
    ] = None,
    threads: Annotated[
        str | None, typer.Option("--threads", metavar="N", help="Number of threads; default: all cores.")
    ] = None,
    device: Annotated[
        str,
        typer.Option(
            "--device", metavar="auto|cpu|cuda", help="Where to run; cuda:N names a GPU, cuda:all takes all."
        ),
    ] = "auto",
    accuracy: Annotated[
        str | None, typer.Option("--accuracy", metavar="A", help="fast, standard or detailed.")
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option("--shard", metavar="I/N", help="Run the I-th of N parts only; then `mcsim merge`."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from the checkpoint of a stopped run.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing output.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Show the dose as it grows, in a browser; see `mcsim view`.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port of --watch; 0: any free one.")
    ] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no summary.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback of an error.")] = False,
) -> int:
    """Run FILE.yaml and write the result."""
    from mcsim.config import load_run_file

    description = load_run_file(file)
    run_options = {"histories": histories, "seed": seed, "threads": threads}
    for name, value in run_options.items():
        if value is not None:
            description = description.with_option(f"--{name}", "run", **{name: value})
    if accuracy is not None:
        description = description.with_option("--accuracy", "physics", accuracy=accuracy)
    _check_device(device)
    part = _read_shard(shard, description) if shard is not None else None
    target = output if output is not None else description.output_path
    _check_targets(target, plot, force)
    asked = _Asked(description, target, part, device, resume, force, quiet)
    simulation = description.simulation()
    with watched(simulation, port if watch else None) as (report, show):
        try:
            result = _simulate(asked, simulation, report, show)
        except IncompleteRun as error:
            raise error.at(file=target) from None
        except McsimError as error:
            raise description.locate(error) from None
        return _report(result, target, plot, quiet)


@dataclass(frozen=True)
class _Asked:
    """What the command line asks for."""

    description: RunFile
    target: Path
    shard: tuple[int, int] | None
    device: str
    resume: bool
    force: bool
    quiet: bool


def _check_device(device: str) -> None:
    """Refuse a device that is none or not there, before any work is done."""
    from mcsim.engine.devices import choose_gpus

    try:
        choose_gpus(device)
    except McsimError as error:
        raise type(error)(error.message, key="--device") from None


def _read_shard(text: str, description: RunFile) -> tuple[int, int]:
    """The pair (I, N) of "I/N", checked against the run."""
    number, slash, count = text.partition("/")
    if not (slash and number.isdecimal() and count.isdecimal()):
        raise InputError(f"'{text}' is no part of a run; write I/N, such as 1/4", key="--shard")
    part = int(number), int(count)
    if not 1 <= part[0] <= part[1]:
        raise InputError(
            f"there is no part {part[0]} of {part[1]}; the parts are 1 to {part[1]}", key="--shard"
        )
    if description.run.until is not None:
        raise description.locate(
            InputError(
                "does not go with --shard, since no shard knows the others; leave it out", key="run.until"
            )
        )
    if part[1] > description.run.batches:
        raise description.locate(
            InputError(
                f"{part[1]} shards of {description.run.batches} batches; a shard needs at least one batch,"
                f" so write batches: {part[1]} or more",
                key="run.batches",
            )
        )
    return part


def _check_targets(target: Path, plot: Path | None, force: bool) -> None:
    """Refuse output paths that cannot be written, before any work is done."""
    from mcsim.plots.style import check_picture
    from mcsim.results.files import check_result_path

    check_result_path(target, force)
    if plot is not None:
        check_picture(plot, "--plot")


def _simulate(asked: _Asked, simulation: Simulation, report: Progress | None, show: Watch | None) -> Result:
    """Run, with progress on the terminal and, where somebody watches, on a page."""
    settings = asked.description.run
    if not asked.quiet:
        _show_log()
    with show_progress(asked.target, asked.quiet) as progress:
        return simulation.run(
            histories=settings.histories,
            seed=settings.seed,
            batches=settings.batches,
            until=settings.until,
            threads=settings.threads,
            device=asked.device,
            shard=asked.shard,
            output=asked.target,
            resume=asked.resume,
            force=asked.force,
            progress=both(progress, report),
            run_file=asked.description.text,
            watch=show,
        )


def _show_log() -> None:
    """What the package has to say while it works goes to stderr, a line each."""
    log = logging.getLogger("mcsim")
    log.setLevel(logging.INFO)
    if not log.handlers:
        log.addHandler(_Echo())


class _Echo(logging.Handler):
    """Writes messages to what is stderr at the time."""

    def emit(self, record: logging.LogRecord) -> None:
        typer.echo(self.format(record), err=True)


def _report(result: Result, target: Path, plot: Path | None, quiet: bool) -> int:
    if plot is not None:
        result.plot(plot)
    if not quiet:
        for heading, text in result.summary():
            typer.echo(f"{heading + ': ':<16}{text}")
        typer.echo(f"{'result:':<16}{target}")
        if plot is not None:
            typer.echo(f"{'picture:':<16}{plot}")
    return EXIT_WHOLE if result.complete else EXIT_INCOMPLETE
