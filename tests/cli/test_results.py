"""`mcsim merge`, `info`, `export` and `compare`."""

from __future__ import annotations

from pathlib import Path

import pytest

import mcsim as mc
from tests.cli.conftest import complaint
from tests.results.conftest import make_result


@pytest.fixture
def shards(command):
    for number, batches in enumerate((range(0, 4), range(4, 8), range(8, 12)), start=1):
        make_result(batches).save(f"{number}.h5")
    return command


def test_merge(shards):
    answer = shards("merge", "all.h5", "1.h5", "2.h5", "3.h5")
    assert answer.code == 0
    assert answer.out == "all.h5: 6_000 histories, 12 of 12 batches\n"
    assert mc.load("all.h5").complete


def test_merge_reports_gaps(shards):
    answer = shards("merge", "all.h5", "1.h5", "3.h5")
    assert answer.code == 3
    assert answer.err == "mcsim: all.h5 lacks the batches 5 to 8; run and merge their shards\n"
    assert mc.load("all.h5").histories == 4000


def test_shards_of_different_runs(shards):
    make_result(range(4, 8), seed=2).save("other.h5")
    message = complaint(shards("merge", "all.h5", "1.h5", "other.h5"))
    assert "other.h5" in message
    assert "seed" in message
    assert not Path("all.h5").exists()


def test_a_shard_given_twice(shards):
    assert "1.h5" in complaint(shards("merge", "all.h5", "1.h5", "1.h5"))
    assert not Path("all.h5").exists()


def test_merge_keeps_existing_outputs(shards):
    assert complaint(shards("merge", "3.h5", "1.h5", "2.h5")).startswith("3.h5: exists already")
    assert shards("merge", "--force", "3.h5", "1.h5", "2.h5", "3.h5").code == 0


@pytest.mark.parametrize("part", [0.02, 0.5, 0.98])
@pytest.mark.parametrize(
    "words", [("info", "cut.h5"), ("plot", "cut.h5"), ("merge", "all.h5", "1.h5", "cut.h5")]
)
def test_truncated_result_files(shards, part, words):
    whole = Path("2.h5").read_bytes()
    Path("cut.h5").write_bytes(whole[: int(part * len(whole))])
    assert complaint(shards(*words)).startswith("cut.h5: ")
    assert not Path("all.h5").exists()
    assert not Path("cut.png").exists()


@pytest.mark.parametrize(
    "words", [("info", "none.h5"), ("compare", "1.h5", "none.h5"), ("export", "none.h5", "a.mhd")]
)
def test_missing_result_files(shards, words):
    assert complaint(shards(*words)).startswith("none.h5: no such result file")


def test_files_of_another_kind(shards):
    assert complaint(shards("info", "run.yaml")).startswith("run.yaml: ")


def test_info(shards):
    answer = shards("info", "1.h5", "2.h5")
    assert answer.code == 0
    assert answer.out.count("histories:") == 2
    assert "tally dose:" in answer.out


def test_info_gives_the_run_file_back(shards):
    answer = shards("info", "1.h5", "--run-file")
    assert answer.code == 0
    assert answer.out.rstrip("\n") == mc.load("1.h5").provenance.run_file.rstrip("\n")


def test_export(shards):
    assert shards("export", "1.h5", "a.mhd").code == 0
    assert Path("a.mhd").exists()
    assert complaint(shards("export", "1.h5", "a.mhd")).startswith("a.mhd: ")
    assert "ends in .mhd or .nrrd" in complaint(shards("export", "1.h5", "a.tif"))
    assert "no voxel grid" in complaint(shards("export", "1.h5", "b.mhd", "--tally", "out"))


def test_compare(shards):
    answer = shards("compare", "1.h5", "1.h5")
    assert answer.code == 0
    assert answer.out.startswith("gamma:          100.00 %")
    assert "largest 0.000 % of the maximum" in answer.out
    assert shards("compare", "1.h5", "2.h5", "--dose", 3, "--distance", "3 mm", "--local").code == 0
    assert "has no unit" in complaint(shards("compare", "1.h5", "2.h5", "--distance", "3"))
