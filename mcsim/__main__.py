"""`python -m mcsim`: the command line."""

from __future__ import annotations

from mcsim.cli import main

main()
