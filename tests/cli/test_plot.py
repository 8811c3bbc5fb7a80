"""`mcsim plot` and `mcsim report`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import complaint
from tests.results.conftest import make_result


@pytest.fixture
def results(command):
    make_result(range(0, 8)).save("a.h5")
    make_result(range(4, 12)).save("b.h5")
    return command


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--tally", "out"),
        ("--slice", "y"),
        ("--slice", "y=0", "--uncertainty"),
        ("--slice", "z=5 mm", "--compare", "b.h5"),
        ("--depth",),
        ("--depth", "--width", "2 cm", "--compare", "b.h5", "--uncertainty"),
        ("--profile", "x"),
        ("--profile", "x", "--at", "z=1 cm, y=0"),
        ("--dvh",),
        ("--dvh", "--compare", "b.h5"),
        ("--compare", "b.h5"),
        ("--compare", "b.h5", "--tally", "out"),
    ],
    ids=" ".join,
)
def test_pictures(results, words):
    assert results("plot", "a.h5", "-o", "p.png", *words).out == "p.png\n"
    assert Path("p.png").read_bytes().startswith(b"\x89PNG")


def test_the_picture_is_named_after_the_result(results):
    assert results("plot", "a.h5").out == "a.png\n"
    assert complaint(results("plot", "a.h5", "-o", "a.xyz")).startswith("--output: 'a.xyz' is no picture")
    assert "no tally 'dos'; did you mean 'dose'" in complaint(results("plot", "a.h5", "--tally", "dos"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--slice", "y", "--depth"), "--slice and --depth are different pictures"),
        (("--uncertainty",), "--uncertainty: goes with one of --slice, --depth, --profile"),
        (("--dvh", "--uncertainty"), "--uncertainty: does not go with --dvh"),
        (("--width", "2 cm"), "--width: goes with --depth only"),
        (("--depth", "--at", "y=0"), "--at: goes with --profile only"),
        (("--slice", "w=0"), "--slice: 'w=0' is no place"),
        (("--slice", "y="), "--slice: 'y=' is no place"),
        (("--slice", "y=3"), "'3' has no unit"),
        (("--slice", "y=9 cm"), "y = 9 cm is outside the grid"),
        (("--profile", "q"), "axis 'q' is not one of x, y, z"),
        (("--profile", "x", "--at", "z"), "--at: 'z' has no place"),
        (("--depth", "--width", "90 cm"), "reaches outside the grid"),
        (("--tally", "out", "--slice", "y"), "no voxel grid"),
        (("--tally", "out", "--dvh"), "no dose on a voxel grid"),
        (("--compare", "none.h5"), "none.h5: no such result file"),
    ],
)
def test_refusals(results, words, message):
    assert message in complaint(results("plot", "a.h5", "-o", "p.png", *words))
    assert not Path("p.png").exists()


def test_comparing_with_a_result_that_lacks_the_tally(results):
    message = complaint(results("plot", "a.h5", "--compare", "run.yaml"))
    assert message.startswith("run.yaml: ")


def test_report(results):
    assert results("report", "a.h5").out == "a.html\n"
    assert Path("a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert complaint(results("report", "a.h5")).startswith("a.html: exists already")
    assert results("report", "a.h5", "--force").code == 0
    assert "ends in .html" in complaint(results("report", "a.h5", "-o", "a.txt"))
    assert complaint(results("report", "none.h5")).startswith("none.h5: ")
