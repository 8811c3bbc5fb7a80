"""The `mcsim` command."""

from __future__ import annotations


def main() -> None:
    """Entry point of the command."""
    import sys

    try:
        from mcsim.cli.app import run_command

        sys.exit(run_command(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("mcsim: interrupted")
