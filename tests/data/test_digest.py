"""The committed tables are the ones that `digests.json` records, and a rebuild gives them again."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

from mcsim.data.digest import file_digests, physics_data_digest
from mcsim.data.store import data_file
from mcsim.paths import shipped_folder

INPUTS = os.environ.get("MCSIM_PHYSICS_INPUTS", "")
FROM_INPUTS = (
    "elements.json",
    "nist_materials.json",
    "photons.h5",
    "compton.h5",
    "relaxation.h5",
    "electrons.h5",
    "stopping.h5",
)
RECIPE = """
import sys; from pathlib import Path; sys.path.insert(0, {folder!r})
import build, tempfile
from inputs import Inputs
build.build_mott = lambda path: None
with tempfile.TemporaryDirectory() as scratch:
    inputs = Inputs(Path({inputs!r}), Path(scratch))
    inputs.prepare()
    build.build(inputs, Path({output!r}))
"""


def test_tables_match_their_record():
    recorded = json.loads(data_file("digests.json").read_text())
    assert file_digests() == recorded


def test_digest_is_a_sha256_of_all_tables():
    assert len(physics_data_digest()) == 64
    assert {"photons.h5", "relaxation.h5", "electrons.h5", "elements.json", "mott.h5"} <= set(file_digests())


def test_tables_are_small():
    total = sum(data_file(name).stat().st_size for name in file_digests())
    assert total < 5e6


@pytest.mark.skipif(not INPUTS, reason="MCSIM_PHYSICS_INPUTS names no folder of input packages")
@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11) or platform.machine() != "x86_64" or sys.platform != "linux",
    reason="the pinned wheels need Python 3.11 on Linux x86_64",
)
def test_rebuild_gives_the_same_content(tmp_path: Path):
    folder = str(shipped_folder("physics_data"))
    script = RECIPE.format(folder=folder, inputs=INPUTS, output=str(tmp_path))
    subprocess.run([sys.executable, "-c", script], check=True)
    for name in FROM_INPUTS:
        if name.endswith(".json"):
            assert (tmp_path / name).read_text() == data_file(name).read_text()
        else:
            assert_same_content(tmp_path / name, data_file(name))


def assert_same_content(left: Path, right: Path):
    with h5py.File(left) as one, h5py.File(right) as other:
        names: list[str] = []
        one.visit(names.append)
        others: list[str] = []
        other.visit(others.append)
        assert names == others
        for name in names:
            if isinstance(one[name], h5py.Dataset):
                assert np.array_equal(one[name][()], other[name][()]), name
                assert dict(one[name].attrs) == dict(other[name].attrs), name
