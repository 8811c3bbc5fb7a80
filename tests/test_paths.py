"""The cache folder, where it can be written and where it cannot."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from mcsim.errors import ResourceError
from mcsim.paths import cache_folder, writable_cache_folder


@pytest.fixture
def blocked(tmp_path):
    """A path below a file: nobody can make a folder there, whatever their rights."""
    (tmp_path / "file").touch()
    return tmp_path / "file" / "cache"


def test_a_folder_is_made_where_the_variable_says(monkeypatch, tmp_path):
    monkeypatch.setenv("MCSIM_CACHE_DIR", str(tmp_path / "cache"))
    folder = writable_cache_folder("kernels", "abc")
    assert folder == tmp_path / "cache" / "kernels" / "abc"
    assert list(folder.iterdir()) == []


def test_a_folder_that_was_asked_for_must_be_writable(monkeypatch, blocked):
    monkeypatch.setenv("MCSIM_CACHE_DIR", str(blocked))
    with pytest.raises(ResourceError) as caught:
        writable_cache_folder("kernels")
    assert str(caught.value) == (
        f"{blocked}: cannot be written (Not a directory); set MCSIM_CACHE_DIR to a folder that can be written"
    )


def test_without_a_usual_folder_one_lasts_as_long_as_the_process(blocked):
    code = "from mcsim.paths import writable_cache_folder; print(writable_cache_folder('kernels').is_dir())"
    code += "; print(writable_cache_folder('kernels'))"
    environment = {**os.environ, "XDG_CACHE_HOME": str(blocked)}
    environment.pop("MCSIM_CACHE_DIR", None)
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    made, folder = run.stdout.split()
    assert made == "True"
    assert "so nothing is kept for the next run; set MCSIM_CACHE_DIR" in run.stderr
    assert not os.path.exists(folder)


def test_nobody_has_no_cache(monkeypatch):
    monkeypatch.delenv("MCSIM_CACHE_DIR", raising=False)
    monkeypatch.setattr("mcsim.paths.platformdirs.user_cache_dir", lambda *names, **options: "~/.cache")
    assert str(cache_folder()) == os.devnull
