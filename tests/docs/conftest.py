"""Runs that documentation starts have one thousandth of its histories, in a folder of their own."""

from __future__ import annotations

import shutil

import pytest

from mcsim.simulation import Simulation
from tests.docs.pages import EXAMPLES

FEWER = 1000


@pytest.fixture
def playground(tmp_path, monkeypatch):
    """A folder with copies of the examples, in which runs are short and pictures need no window."""
    for example in EXAMPLES.iterdir():
        if example.is_file():
            shutil.copy(example, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    run = Simulation.run

    def short_run(self, histories=1_000_000, batches=20, **options):
        return run(self, histories=max(int(histories) // FEWER, batches), batches=batches, **options)

    monkeypatch.setattr(Simulation, "run", short_run)
    return tmp_path
