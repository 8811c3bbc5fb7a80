"""The command line as a user meets it: text in, text and an exit code out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mcsim.cli.app import run_command

RUN_FILE = """\
mcsim: 1
title: a test
geometry: {voxels: {size: "4, 4, 4 cm", voxel: 1 cm, material: water}}
source: {particle: photon, energy: 1 MeV}
run: {histories: 1e4, batches: 4}
"""


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command in an empty folder with `run.yaml` in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    (tmp_path / "run.yaml").write_text(RUN_FILE)

    def call(*arguments: object) -> Answer:
        code = run_command([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Answer(code, out, err)

    return call


def complaint(answer: Answer) -> str:
    """The one line on stderr of a command that refused its input."""
    assert answer.code == 2, answer
    assert answer.out == ""
    assert answer.err.startswith("mcsim: ")
    assert answer.err.count("\n") == 1, answer.err
    assert "Traceback" not in answer.err
    return answer.err.removeprefix("mcsim: ").rstrip("\n")
