"""`import mcsim`: quick, and everything is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import mcsim


def test_every_public_name_is_there():
    for name in dir(mcsim):
        assert getattr(mcsim, name) is not None or name.startswith("__"), name


def test_type_checkers_see_the_same_names():
    source = Path(mcsim.__file__).read_text(encoding="utf-8")
    declared = {
        line.split(" as ")[-1].strip() for line in source.splitlines() if line.startswith("    from mcsim")
    }
    assert declared == {name for name in dir(mcsim) if not name.startswith("__") or name == "__version__"}


def test_unknown_name():
    with pytest.raises(AttributeError, match="no attribute 'Bean'"):
        mcsim.Bean  # noqa: B018


def test_import_loads_nothing_heavy():
    code = "import sys, mcsim; print([n for n in ('numpy', 'numba', 'pydantic') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_descriptions_need_no_compiler():
    code = (
        "import sys, mcsim as mc; mc.Simulation; mc.load_run_file; mc.VoxelPhantom; mc.Beam; mc.Dose;"
        "print([n for n in ('numba', 'matplotlib', 'h5py', 'scipy') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_import_is_quick():
    code = "import time; t = time.process_time(); import mcsim; print(time.process_time() - t)"
    times = []
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        times.append(float(done.stdout))
    assert min(times) < 0.3
