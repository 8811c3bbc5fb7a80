"""`mcsim view` and `mcsim run --watch` as a user meets them."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from dataclasses import replace

import h5py
import numpy as np
import pytest
from PIL import Image

import mcsim
from mcsim.engine.checkpoint import checkpoint_path
from mcsim.results import files
from mcsim.results.stored import read_stored
from mcsim.viewer import machine
from mcsim.viewer.opening import FileWatch, open_scene
from tests.cli.conftest import Command, command, complaint
from tests.results.conftest import make_result
from tests.viewer.pages import opened

__all__ = ["command"]

PICTURE = "shot.png"


@pytest.fixture
def result_file(tmp_path):
    return make_result(range(12)).save(tmp_path / "result.h5")


@pytest.fixture
def no_display(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)


def test_a_picture_of_a_result(command: Command, result_file):
    answer = command("view", result_file, "--screenshot", PICTURE)
    assert answer.code == 0
    assert answer.out == f"{PICTURE}\n"
    assert "no phantom in this file" in answer.err
    pixels = np.array(Image.open(PICTURE))
    assert pixels.shape == (950, 1500, 3)
    for rows in (slice(0, 475), slice(475, 950)):
        for columns in (slice(0, 500), slice(500, 1000), slice(1000, 1500)):
            assert pixels[rows, columns].std() > 5.0


def test_a_page_of_a_run_file_needs_no_server(command: Command, browser, tmp_path):
    answer = command("view", "run.yaml", "--html", "geometry.html")
    assert (answer.code, answer.out) == (0, "geometry.html\n")
    text = (tmp_path / "geometry.html").read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="?(http|//)', text)
    page = browser.new_page()
    page.goto(f"file://{tmp_path / 'geometry.html'}")
    before = page.get_attribute("#picture_z", "src")
    page.locator("#slider_z").focus()
    page.keyboard.press("ArrowLeft")
    assert page.get_attribute("#picture_z", "src") != before
    page.close()


def test_two_results_beside_each_other(command: Command, result_file, tmp_path):
    other = make_result(range(12), seed=2).save(tmp_path / "other.h5")
    answer = command("view", result_file, other, "--layer", "gamma", "--screenshot", PICTURE)
    assert answer.code == 0, answer


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing.h5"], "no such result file"),
        (["notes.txt"], "not a result file"),
        (["other.h5"], "not an mcsim result"),
        (["newer.h5"], "update mcsim"),
        (["no.yaml"], "no.yaml"),
        (["result.h5", "--layer", "dosis"], "did you mean 'dose'?"),
        (["result.h5", "--screenshot", "a.pdf"], "ends in .png"),
        (["result.h5", "--html", "a.txt"], "ends in .html"),
        (["result.h5", "run.yaml"], "only results can be compared"),
        (["result.h5", "result.h5", "result.h5"], "two results to compare"),
    ],
)
def test_bad_input_is_one_line(command: Command, result_file, tmp_path, arguments, message):
    (tmp_path / "notes.txt").write_text("hello")
    h5py.File(tmp_path / "other.h5", "w").close()
    with h5py.File(tmp_path / "newer.h5", "w") as file:
        file.attrs.update(format="mcsim result", format_version=files.FORMAT_VERSION + 1)
    if "--screenshot" not in arguments and "--html" not in arguments:
        arguments = [*arguments, "--screenshot", PICTURE]
    answer = command("view", *arguments)
    lines = [line for line in answer.err.splitlines() if "no phantom" not in line]
    assert message in complaint(replace(answer, err="\n".join(lines) + "\n"))


def test_a_missing_package_is_named_with_its_remedy(command: Command, result_file, monkeypatch):
    monkeypatch.setattr(machine, "find_spec", lambda name: None if name == "trame" else True)
    words = complaint(command("view", result_file, "--web"))
    assert words == 'the viewer needs trame; install: pip install "mcsim[viewer]"'
    assert "mcsim[viewer]" in complaint(command("run", "run.yaml", "--watch"))


def test_without_a_display_and_a_server_there_is_a_picture(
    command: Command, result_file, monkeypatch, no_display, tmp_path
):
    monkeypatch.setattr(machine, "find_spec", lambda name: None if name == "trame" else True)
    answer = command("view", result_file)
    assert answer.code == 0
    assert "no display here" in answer.err
    assert (tmp_path / "result-view.png").is_file()


def test_a_port_in_use_is_one_line(command: Command, result_file, no_display):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = command("view", result_file, "--port", port)
        last = answer.err.splitlines()[-1]
        assert answer.code == 2
        assert f"127.0.0.1:{port} (address already in use)" in last
        assert "--port" in last


@pytest.mark.parametrize(
    ("display", "words"), [(None, "no display here"), (":4711", "display ':4711' does not answer")]
)
def test_without_a_display_the_viewer_is_served_until_ctrl_c(result_file, browser, display, words):
    surroundings = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    if display is not None:
        surroundings["DISPLAY"] = display
    code = "import sys; from mcsim.cli.app import run_command; sys.exit(run_command(sys.argv[1:]))"
    viewer = subprocess.Popen(
        [sys.executable, "-c", code, "view", str(result_file)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings,
    )  # fmt: skip
    try:
        assert viewer.stdout is not None
        url = re.search(r"http://\S+", viewer.stdout.readline())[0]
        with opened(browser, url) as page:
            assert "dose" in page.inner_text("#reading")
    finally:
        viewer.send_signal(signal.SIGINT)
        _, err = viewer.communicate(timeout=20)
    assert viewer.returncode == 0, err
    assert f"{words}, so the viewer is served to a browser" in err
    assert "Traceback" not in err


def test_a_changed_file_is_shown_anew(result_file, tmp_path):
    watch = FileWatch(result_file)
    assert watch.newer() is None
    make_result(range(4)).save(result_file)
    scene = watch.newer()
    assert scene is not None
    assert scene.status.startswith("2,000 histories")
    assert watch.newer() is None
    result_file.write_bytes(b"half")
    assert watch.newer() is None


def test_a_checkpoint_can_be_looked_at_and_becomes_its_result(tmp_path):
    seen = []
    output = tmp_path / "run.h5"

    def look(result) -> None:
        if checkpoint_path(output).exists() and not seen:
            seen.append(read_stored(checkpoint_path(output)))
            seen.append(FileWatch(checkpoint_path(output)))

    simulation = small_simulation()
    from mcsim.engine import run as loop
    from mcsim.engine import snapshots

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop, "QUICK_BATCH", -1.0)
        patch.setattr(snapshots, "INTERVAL", 0.0)
        patch.setattr(snapshots, "_SHARE", np.inf)
        simulation.run(histories=400, batches=4, threads=1, device="cpu", output=output, watch=look)
    stored, watch = seen
    assert 0 < stored.histories < 400
    assert not stored.complete
    assert stored.tallies["dose"].value.max() > 0.0
    assert stored.setup is not None
    scene = watch.newer()
    assert scene is not None
    assert scene.status.startswith("400 histories")


def small_simulation():
    phantom = mcsim.VoxelPhantom.box(size="4, 4, 4 cm", voxel="1 cm", material="water")
    return mcsim.Simulation(phantom, mcsim.Beam("photon", energy="1 MeV"))


def test_looking_on_changes_no_integer(tmp_path):
    seen = []
    quiet = small_simulation().run(histories=400, batches=4, threads=1, device="cpu")
    watched = small_simulation().run(
        histories=400, batches=4, threads=1, device="cpu", watch=lambda result: seen.append(result.histories)
    )
    assert seen[0] == 100
    assert seen[-1] == 400
    np.testing.assert_array_equal(quiet["dose"].raw.total, watched["dose"].raw.total)
    np.testing.assert_array_equal(quiet["dose"].raw.squares, watched["dose"].raw.squares)
    assert dict(quiet.ledger.items()) == dict(watched.ledger.items())


def test_run_watch_serves_the_run_and_ends_with_it(command: Command, tmp_path, no_display):
    answer = command("run", "run.yaml", "--watch", "--threads", "1", "-o", "watched.h5")
    assert answer.code == 0, answer
    assert re.search(r"watch the run at http://localhost:\d+/", answer.err)
    plain = command("run", "run.yaml", "--threads", "1", "-o", "plain.h5")
    assert plain.code == 0
    one, other = (mcsim.load(tmp_path / name) for name in ("watched.h5", "plain.h5"))
    np.testing.assert_array_equal(one["dose"].raw.total, other["dose"].raw.total)


def test_a_dose_takes_the_place_of_geometry_and_leaves_the_crosshair():
    simulation = small_simulation()
    empty = open_scene(simulation)
    full = open_scene(simulation.run(histories=100, batches=2, threads=1, device="cpu"))
    at = replace(empty.start(), crosshair=(0.5, -0.5, 3.5), z_up=True)
    found = full.after(empty, at)
    assert (found.layer, found.background, found.crosshair, found.z_up) == (
        "dose",
        "density",
        (0.5, -0.5, 3.5),
        True,
    )
    assert full.after(full, found) == found
    assert full.after(full, replace(found, layer="")).layer == ""
    assert full.after(full, replace(found, layer="gone")).layer == "dose"


def test_no_opengl_is_one_line(command: Command, result_file, monkeypatch):
    def none(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(machine.ctypes, "CDLL", none)
    assert "apt-get install libegl1" in complaint(command("view", result_file))


def test_scenes_of_results_and_simulations_from_python():
    simulation = small_simulation()
    assert open_scene(simulation).status == "nothing has been run yet"
    result = simulation.run(histories=100, batches=2, threads=1, device="cpu")
    scene = open_scene(result)
    assert scene.outline is not None
    assert json.loads(scene.setup.source)["particle"] == "photon"
    both = open_scene(result, result)
    assert list(both.layers)[-2:] == ["A", "B"]
