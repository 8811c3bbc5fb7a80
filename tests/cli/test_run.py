"""`mcsim run`: options, refusals, and what is left behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import mcsim as mc
from mcsim.errors import IncompleteRun, InputError, ResourceError, TransportError
from tests.cli.conftest import RUN_FILE, complaint
from tests.config.test_bad_input import CASES, GOOD
from tests.results.conftest import make_result


@pytest.fixture
def runs(monkeypatch):
    """Takes the place of the transport: notes what was asked for and hands over a small result."""
    asked: list[dict[str, Any]] = []

    def run(self, **options):
        asked.append({"simulation": self, **options})
        result = make_result(range(12))
        if options["output"] is not None:
            result.save(options["output"])
        return result

    monkeypatch.setattr("mcsim.simulation.Simulation.run", run)
    return asked


def _left() -> set[str]:
    return {path.name for path in Path().iterdir()} - {"run.yaml"}


def test_the_file_decides(command, runs):
    answer = command("run", "run.yaml")
    assert answer.code == 0
    (asked,) = runs
    assert asked["simulation"].geometry.shape() == (4, 4, 4)
    assert asked["simulation"].title == "a test"
    assert (asked["histories"], asked["batches"], asked["seed"]) == (10_000, 4, 1)
    assert (asked["threads"], asked["until"], asked["shard"]) == (None, None, None)
    assert (asked["resume"], asked["force"]) == (False, False)
    assert asked["run_file"] == RUN_FILE
    assert asked["output"] == Path("run.h5")
    assert "run.h5" in answer.out
    assert "dose" in answer.out
    assert _left() == {"run.h5"}


def test_options_win(command, runs):
    answer = command(
        *(
            "run",
            "run.yaml",
            "-o",
            "other.h5",
            "--histories",
            "2e5",
            "--seed",
            7,
            "--threads",
            2,
            "--device",
            "cpu",
        ),
        *("--accuracy", "fast", "--shard", "2/3", "--resume", "--force", "--quiet"),
    )
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    (asked,) = runs
    assert asked["output"] == Path("other.h5")
    assert (asked["histories"], asked["seed"], asked["threads"]) == (200_000, 7, 2)
    assert asked["simulation"].physics.accuracy == "fast"
    assert (asked["shard"], asked["resume"], asked["force"]) == ((2, 3), True, True)


def test_plot_draws_the_result(command, runs):
    answer = command("run", "run.yaml", "--plot", "dose.png")
    assert answer.code == 0
    assert Path("dose.png").read_bytes().startswith(b"\x89PNG")
    assert _left() == {"run.h5", "dose.png"}


def test_first_compilation_is_announced(command, monkeypatch):
    monkeypatch.setattr("mcsim.engine.cpu.kernels_are_compiled", lambda particles: False)
    assert "compiling the physics" in command("run", "run.yaml", "--device", "cpu").err


REFUSED = {
    "no such file": (("run", "rn.yaml"), "rn.yaml: there is no such file; did you mean 'run.yaml'?"),
    "a folder": (("run", "."), ".: is a folder; name a file"),
    "histories": (("run", "run.yaml", "--histories", "many"), "--histories: 'many' is not a plain number"),
    "too few": (("run", "run.yaml", "--histories", "3"), "--histories: 4 batches for 3 histories"),
    "seed": (("run", "run.yaml", "--seed", "-1"), "--seed: '-1' must be at least 0"),
    "threads": (("run", "run.yaml", "--threads", "0"), "--threads: '0' must be at least 1"),
    "accuracy": (
        ("run", "run.yaml", "--accuracy", "exact"),
        "--accuracy: 'exact' is not one of fast, standard",
    ),
    "no GPU": (("run", "run.yaml", "--device", "cuda"), "--device: the GPU is at lunch"),
    "device": (("run", "run.yaml", "--device", "tpu"), "--device: 'tpu' is no device; write auto, cpu, cuda"),
    "shard text": (("run", "run.yaml", "--shard", "one"), "--shard: 'one' is no part of a run; write I/N"),
    "shard 0": (
        ("run", "run.yaml", "--shard", "0/4"),
        "--shard: there is no part 0 of 4; the parts are 1 to 4",
    ),
    "shard 5 of 4": (("run", "run.yaml", "--shard", "5/4"), "--shard: there is no part 5 of 4"),
    "more shards than batches": (
        ("run", "run.yaml", "--shard", "1/5"),
        "run.yaml:5: run.batches: 5 shards of 4 batches; a shard needs at least one batch",
    ),
    "no folder": (("run", "run.yaml", "-o", "none/a.h5"), "none/a.h5: the folder none does not exist"),
    "file as folder": (
        ("run", "run.yaml", "-o", "run.yaml/a.h5"),
        "run.yaml/a.h5: the folder run.yaml does not exist",
    ),
    "picture": (("run", "run.yaml", "--plot", "dose.txt"), "--plot: 'dose.txt' is no picture"),
    "picture folder": (
        ("run", "run.yaml", "--plot", "none/d.png"),
        "none/d.png: the folder none does not exist",
    ),
    "unknown option": (("run", "run.yaml", "--forse"), "No such option: --forse"),
    "no file": (("run",), "Missing argument 'FILE.yaml'"),
    "unknown command": (("rnu", "run.yaml"), "No such command 'rnu'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusals_leave_nothing_behind(command, runs, case, monkeypatch):
    def no_gpu():
        raise ResourceError("the GPU is at lunch", key="device")

    monkeypatch.setattr("mcsim.engine.devices.find_gpus", no_gpu)
    arguments, message = REFUSED[case]
    assert complaint(command(*arguments)).startswith(message)
    assert not runs
    assert _left() == set()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  energy", "  enrgy", "run.yaml:4: source"),
        ("1 MeV", "1 MV", "run.yaml:4: source.energy: '1 MV' is a voltage"),
        (RUN_FILE, "", "run.yaml:1: the file is empty"),
        (RUN_FILE, "- a", "run.yaml:1: the file holds a list"),
    ],
)
def test_wrong_run_files_leave_nothing_behind(command, runs, old, new, message):
    Path("run.yaml").write_text(RUN_FILE.replace(old, new))
    if old == "  energy":
        Path("run.yaml").write_text(RUN_FILE.replace("energy", "enrgy"))
    assert complaint(command("run", "run.yaml")).startswith(message)
    assert not runs
    assert _left() == set()


@pytest.mark.parametrize("case", CASES)
def test_no_wrong_run_file_leaves_an_output(command, runs, case):
    old, new, wanted = CASES[case]
    Path("run.yaml").write_text(GOOD.replace(old, new, 1))
    message = complaint(command("run", "run.yaml"))
    assert message.startswith("run.yaml:")
    assert wanted in message
    assert not runs
    assert _left() == set()


def test_paint_that_reaches_no_voxel(command):
    Path("run.yaml").write_text(GOOD.replace("from: 2 cm, to: 3 cm", "from: -3 cm, to: -2 cm"))
    message = complaint(command("run", "run.yaml", "--quiet"))
    assert message.startswith("run.yaml:9: geometry.voxels.paint.0: holds no voxel centre")
    assert _left() == set()


def test_existing_outputs_are_kept(command, runs):
    Path("run.h5").write_text("precious")
    message = complaint(command("run", "run.yaml"))
    assert message == "run.h5: exists already; choose another output or use --force to replace it"
    assert Path("run.h5").read_text() == "precious"
    assert not runs
    assert command("run", "run.yaml", "--force", "--quiet").code == 0
    assert Path("run.h5").read_bytes() != b"precious"


def test_unwritable_folders(command, runs, monkeypatch):
    Path("closed").mkdir()
    monkeypatch.setattr("os.access", lambda path, mode: "closed" not in str(path))
    assert complaint(command("run", "run.yaml", "-o", "closed/a.h5")) == (
        "closed/a.h5: the folder closed cannot be written to; choose another output"
    )
    assert not runs


def test_until_and_shards_exclude_each_other(command, runs):
    Path("run.yaml").write_text(RUN_FILE.replace("batches: 4", "batches: 4, until: 1 %"))
    assert complaint(command("run", "run.yaml", "--shard", "1/2")).startswith(
        "run.yaml:5: run.until: does not go with --shard"
    )


def test_errors_of_the_run_are_tied_to_the_file(command, runs, monkeypatch):
    def fail(self, **options):
        raise InputError("holds no voxel centre", key="geometry.voxels.paint.0")

    monkeypatch.setattr("mcsim.simulation.Simulation.run", fail)
    assert (
        complaint(command("run", "run.yaml")) == "run.yaml:3: geometry.voxels.paint.0: holds no voxel centre"
    )
    assert _left() == set()


def test_a_stopped_run_can_be_resumed(command, runs, monkeypatch):
    def stop(self, **options):
        raise IncompleteRun("stopped after 5 of 10 histories; run again with --resume to go on")

    monkeypatch.setattr("mcsim.simulation.Simulation.run", stop)
    answer = command("run", "run.yaml")
    assert answer.code == 3
    assert answer.err == "mcsim: run.h5: stopped after 5 of 10 histories; run again with --resume to go on\n"


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (TransportError("17 particles were lost"), 1, "mcsim: run.yaml: 17 particles were lost"),
        (
            RuntimeError("first\nsecond"),
            1,
            "mcsim: internal error: RuntimeError: first second (--debug shows where)",
        ),
        (MemoryError(), 1, "mcsim: out of memory"),
        (KeyboardInterrupt(), 1, "mcsim: interrupted"),
    ],
)
def test_failures(command, runs, monkeypatch, error, code, message):
    def fail(self, **options):
        raise error

    monkeypatch.setattr("mcsim.simulation.Simulation.run", fail)
    answer = command("run", "run.yaml")
    assert answer.code == code
    assert answer.err.startswith(message)
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize("place", [0, 2])
def test_debug_shows_the_traceback(command, place):
    words = ["run", "none.yaml"]
    words.insert(place, "--debug")
    answer = command(*words)
    assert answer.code == 2
    assert "Traceback" in answer.err
    assert answer.err.rstrip().splitlines()[-1].startswith("mcsim: none.yaml: there is no such file")


def test_the_package_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "mcsim", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"mcsim {mc.__version__}\n"


def test_version_and_help(command):
    assert command("--version").out == f"mcsim {mc.__version__}\n"
    answer = command("run", "--help")
    assert answer.code == 0
    for option in ("--output", "--histories", "--seed", "--threads", "--device", "--accuracy", "--shard"):
        assert option in answer.out
    for option in ("--resume", "--force", "--quiet", "--debug", "--plot"):
        assert option in answer.out
