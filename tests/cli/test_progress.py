"""Progress: lines, a status file, a bar."""

from __future__ import annotations

import json
import sys

import pytest

from mcsim.cli import progress as shown
from mcsim.cli.progress import rate_and_time, show_progress, status_path
from mcsim.progress import ProgressState

STATE = ProgressState(done=250_000, total=1_000_000, rate=123_456.0, seconds_left=65.0, batch=5, batches=20)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "123 456 histories/s, 1:05 left"),
        ({"seconds_left": 7384.0}, "123 456 histories/s, 2:03:04 left"),
        ({"seconds_left": float("inf")}, "123 456 histories/s"),
        ({"rate": 0.0}, "starting"),
    ],
)
def test_words(changes, words):
    assert rate_and_time(ProgressState(**{**STATE.to_mapping(), **changes})) == words


def test_fraction():
    assert STATE.fraction == 0.25
    assert ProgressState(5, 0, 0.0, 0.0, 0, 0).fraction == 1.0


def test_quiet_shows_nothing(tmp_path, capsys):
    with show_progress(tmp_path / "a.h5", quiet=True) as progress:
        assert progress is None
    assert capsys.readouterr().err == ""


def test_a_line_now_and_then_and_a_status_file(tmp_path, capsys, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(shown.time, "monotonic", lambda: clock[0])
    status = status_path(tmp_path / "a.h5")
    with show_progress(tmp_path / "a.h5", quiet=False) as progress:
        assert progress is not None
        for second in range(0, 70, 10):
            clock[0] = float(second)
            progress(STATE)
        stored = json.loads(status.read_text())
    assert (
        capsys.readouterr().err.splitlines()
        == ["25 %, batch 5 of 20 done, 123 456 histories/s, 1:05 left"] * 2
    )
    assert (stored["status"], stored["done"], stored["total"]) == ("running", 250_000, 1_000_000)
    assert list(tmp_path.iterdir()) == []


def test_a_stopped_run_says_so_in_its_status_file(tmp_path):
    def stopped():
        with show_progress(tmp_path / "a.h5", quiet=False) as progress:
            assert progress is not None
            progress(ProgressState(1, 10, 0.0, float("inf"), 0, 2))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    stored = json.loads(status_path(tmp_path / "a.h5").read_text())
    assert (stored["status"], stored["seconds_left"]) == ("stopped", None)


def test_the_status_of_a_stopped_run_goes_with_the_next_that_ends(tmp_path):
    status_path(tmp_path / "a.h5").write_text("{}")
    with show_progress(tmp_path / "a.h5", quiet=True):
        pass
    assert not status_path(tmp_path / "a.h5").exists()


def test_a_run_that_never_began_leaves_no_status_file(tmp_path):
    def refused():
        with show_progress(tmp_path / "a.h5", quiet=False):
            raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        refused()
    assert list(tmp_path.iterdir()) == []


def test_a_bar_on_a_terminal(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with show_progress(tmp_path / "a.h5", quiet=False) as progress:
        assert progress is not None
        progress(STATE)
    assert list(tmp_path.iterdir()) == []
