"""Run files: reading, checking, their schema and reference."""

from mcsim.config.runfile import RunFile, load_run_file, parse_run_file

__all__ = ["RunFile", "load_run_file", "parse_run_file"]
