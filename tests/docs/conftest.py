"""Runs that documentation starts have one thousandth of its histories, in a folder of their own."""

from __future__ import annotations

import shutil

import matplotlib as mpl
import pytest
from matplotlib import pyplot

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
    mpl.use("Agg")
    run = Simulation.run

    def short_run(self, histories=1_000_000, batches=20, **options):
        return run(self, histories=max(int(histories) // FEWER, batches), batches=batches, **options)

    monkeypatch.setattr(Simulation, "run", short_run)
    with mpl.rc_context():  # pages may change how pictures look
        yield tmp_path
    pyplot.close("all")
