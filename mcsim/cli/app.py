"""The command's tree of subcommands, and how errors become one line and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from mcsim.cli import catalogue, compare, develop, plot, report, results, run, view
from mcsim.errors import EXIT_FAILED, EXIT_WHOLE, EXIT_WRONG_INPUT, McsimError, printable

_DEBUG = "--debug"
_INTERRUPTED = 130  # what typer makes of Ctrl-C
_UsageError: type[Exception] = typer.BadParameter.__mro__[
    1
]  # the parent of all complaints about the command line

app = typer.Typer(
    name="mcsim",
    help="Monte Carlo transport of photons, electrons, positrons and protons.",
    epilog="Exit codes: 0 whole, 1 failed, 2 wrong input, 3 incomplete but resumable."
    " --debug, with any command, shows a traceback of an error.",
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
app.command("run")(run.run)
app.command("merge")(results.merge)
app.command("plot")(plot.plot)
app.command("report")(report.report)
app.command("view")(view.view)
app.command("info")(results.info)
app.command("export")(results.export)
app.command("compare")(compare.compare)
app.command("materials")(catalogue.materials)
app.command("schema")(catalogue.schema)
app.command("validate")(develop.validate)
app.command("warmup")(develop.warmup)


def _show_version(wanted: bool) -> None:
    if wanted:
        from mcsim.version import __version__

        typer.echo(f"mcsim {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _common(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Monte Carlo transport of photons, electrons, positrons and protons."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run_command(arguments: Sequence[str]) -> int:
    """Run the command line; the exit code. Errors go to stderr in one line."""
    debug = _DEBUG in arguments
    try:
        code = app(
            args=[word for word in arguments if word != _DEBUG], standalone_mode=False, prog_name="mcsim"
        )
        if code == _INTERRUPTED:
            return _complain(None, "interrupted", EXIT_FAILED, debug)
        return code if isinstance(code, int) else EXIT_WHOLE
    except McsimError as error:
        return _complain(error, str(error), error.exit_code, debug)
    except _UsageError as error:
        message = " ".join(error.format_message().split()) if hasattr(error, "format_message") else str(error)
        return _complain(error, f"{message.rstrip('.')}; see `mcsim --help`", EXIT_WRONG_INPUT, debug)
    except typer.Abort as error:
        return _complain(error, "interrupted", EXIT_FAILED, debug)
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_FAILED
    except MemoryError as error:
        message = "out of memory; use larger voxels, fewer tallies or a larger machine"
        return _complain(error, message, EXIT_FAILED, debug)
    except Exception as error:
        words = " ".join(str(error).split()) or "no message"
        message = f"internal error: {type(error).__name__}: {words} (--debug shows where)"
        return _complain(error, message, EXIT_FAILED, debug)


def _complain(error: BaseException | None, message: str, code: int, debug: bool) -> int:
    if debug and error is not None:
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    print(f"mcsim: {printable(message)}", file=sys.stderr)
    return code
