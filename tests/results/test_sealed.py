"""Seals of HDF5 files: damage is found, a full disk ends in an error, and other readers are not disturbed."""

import os
import time
from multiprocessing import get_context

import h5py
import numpy as np
import pytest

from mcsim.errors import DataError, InputError, ResourceError
from mcsim.results import sealed as module
from mcsim.results.sealed import sealed, unsealed
from mcsim.results.writing import claimed

NUMBERS = np.arange(30_000.0).reshape(30, 1000)


def written(path, **options):
    with sealed(path, **options) as file:
        file.create_dataset("a/numbers", data=NUMBERS, chunks=(1, 1000), compression="gzip")
        file["a"].attrs["name"] = "ä" * 3000
        file["small"] = np.arange(3)
    return path


@pytest.mark.parametrize("options", [{}, {"libver": ("v108", "v108")}])
def test_other_readers_see_an_ordinary_file(tmp_path, options):
    path = written(tmp_path / "a.h5", **options)
    for opened in (unsealed(path), h5py.File(path, "r")):
        with opened as file:
            assert np.array_equal(file["a/numbers"][()], NUMBERS)
            assert file["a"].attrs["name"] == "ä" * 3000
    assert os.listdir(tmp_path) == ["a.h5"]


def test_every_flipped_bit_is_found(tmp_path):
    path = written(tmp_path / "a.h5")
    whole = path.read_bytes()
    for place in np.linspace(0, len(whole) - 66, 40).astype(int):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << (place % 8)
        path.write_bytes(damaged)
        if damaged[-module._LENGTH :].startswith(module._MARK):
            with pytest.raises(DataError, match="checksum does not fit"), unsealed(path):
                pass


def test_files_of_other_programs_have_no_seal(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file["small"] = np.arange(3)
    with unsealed(path) as file:
        assert list(file["small"]) == [0, 1, 2]


@pytest.mark.parametrize("room", [0, 100, 3000, 50_000])
def test_a_full_disk_is_an_error_and_leaves_nothing(tmp_path, monkeypatch, room):
    used = 0

    def write_all(raw, data, write=module._write_all):
        nonlocal used
        used += len(data)
        if used > room:
            raise OSError(28, "No space left on device")
        write(raw, data)

    monkeypatch.setattr(module, "_write_all", write_all)
    with pytest.raises(ResourceError, match="No space left"):
        written(tmp_path / "a.h5")
    assert os.listdir(tmp_path) == []


def test_an_error_while_it_is_written_passes_and_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), sealed(tmp_path / "a.h5") as file:
        file["a"] = 1 // 0
    assert os.listdir(tmp_path) == []


def claim(path, claimed_at):
    with claimed(path):
        claimed_at.set()
        time.sleep(60)


def test_an_output_is_claimed_by_one_process(tmp_path):
    path = tmp_path / "a.h5"
    context = get_context("spawn")
    claimed_at = context.Event()
    other = context.Process(target=claim, args=(path, claimed_at))
    other.start()
    try:
        assert claimed_at.wait(60)
        with pytest.raises(InputError, match="being written by another run"), claimed(path):
            pass
    finally:
        other.kill()
        other.join()
    with claimed(path):  # the lock of a process that was killed is none
        assert os.listdir(tmp_path) == ["a.h5.lock"]
    assert os.listdir(tmp_path) == []
    with claimed(tmp_path / "nowhere" / "a.h5"):
        pass
