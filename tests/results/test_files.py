"""The result file: exact round trip, whole writes, clear refusals."""

import os
import time
from dataclasses import replace

import h5py
import numpy as np
import pytest

from mcsim.errors import DataError, InputError, ResourceError
from mcsim.results import Axis, RawTally, Result, integers
from mcsim.results.files import load, save
from tests.results.conftest import ledger, provenance


def same_tally(a, b):
    assert (a.name, a.quantity, a.unit) == (b.name, b.quantity, b.unit)
    assert all(one.same_as(other) for one, other in zip(a.axes, b.axes, strict=True))
    assert np.array_equal(a.total, b.total)
    assert np.array_equal(a.squares, b.squares)
    assert np.array_equal(a.scale, b.scale)
    for one, other in zip(a.windows, b.windows, strict=True):
        assert (one.axis, one.center) == (other.axis, other.center)
        assert np.array_equal(one.squares, other.squares)
    assert set(a.extra) == set(b.extra)
    assert all(np.array_equal(a.extra[key], b.extra[key]) for key in a.extra)


def test_round_trip_is_exact(result, tmp_path):
    again = load(result.save(tmp_path / "a.h5"))
    assert again.provenance == result.provenance
    assert dict(again.ledger) == dict(result.ledger)
    assert again.ledger.quantum_exponent == result.ledger.quantum_exponent
    assert again.counts == result.counts
    assert list(again) == list(result)
    for name in result:
        same_tally(again[name].raw, result[name].raw)
        assert again[name].value.tobytes() == result[name].value.tobytes()
        assert again[name].uncertainty.tobytes() == result[name].uncertainty.tobytes()
    curves = [one["dose"].depth_curve(width=2.0) for one in (result, again)]
    assert curves[0].uncertainty.tobytes() == curves[1].uncertainty.tobytes()


def test_the_file_says_what_is_in_it(result, tmp_path):
    path = save(result, tmp_path / "a.h5")
    with h5py.File(path) as file:
        assert file.attrs["format_version"] == 1
        value = file["tallies/dose/value"]
        assert value.dtype == np.float64
        assert dict(value.attrs) == {"unit": "Gy per source particle", "quantity": "dose", "histories": 6000}
        assert np.array_equal(value[...], result["dose"].value)
        assert np.array_equal(file["tallies/dose/uncertainty"][...], result["dose"].uncertainty)
        assert file["tallies/dose/axes/0_z"].attrs["unit"] == "cm"
        assert file["run"].attrs["run_file"] == result.provenance.run_file
        assert file["run/ledger"].attrs["deposited"] == str(result.ledger["deposited"])


def test_long_run_files_and_single_values(tmp_path):
    record = replace(provenance([0, 1]), run_file="a: b\n" * 40_000)
    total = integers.from_int64(np.array(5))
    raw = RawTally(
        "sum", "energy deposited", "MeV", (), total, total, 0.5, extra={"mass": 2.5, "names": ("a", "b")}
    )
    again = load(Result(record, ledger([0, 1]), [raw]).save(tmp_path / "a.h5"))
    assert again.provenance.run_file == record.run_file
    assert again["sum"].value == 2.5 / 1000
    assert again["sum"].extra == {"mass": 2.5, "names": ("a", "b")}
    assert again.counts == {}
    assert again.lost_particles == 0


def test_saving_a_60_cubed_dose_is_fast(tmp_path):
    generator = np.random.default_rng(1)
    shape = (60, 60, 60)
    axes = tuple(Axis(name, "cm", np.linspace(0.0, 30.0, 61)) for name in "zyx")
    total, squares = integers.zeros(shape), integers.zeros(shape)
    total[..., 0] = generator.integers(0, 2**45, shape)
    squares[..., 0] = generator.integers(0, 2**64, shape, dtype=np.uint64)
    squares[..., 1] = generator.integers(0, 2**24, shape)
    made = Result(
        provenance([0, 1]), ledger([0, 1]), [RawTally("d", "dose", "Gy", axes, total, squares, 1.0)]
    )
    start = time.process_time()
    made.save(tmp_path / "a.h5")
    assert time.process_time() - start < 0.4  # typically 0.1 s


def test_an_existing_file_is_replaced_only_when_asked(result, tmp_path):
    path = tmp_path / "a.h5"
    path.write_text("mine")
    with pytest.raises(InputError, match="exists already"):
        result.save(path, force=False)
    assert path.read_text() == "mine"
    result.save(path)
    assert load(path).histories == result.histories
    assert os.listdir(tmp_path) == ["a.h5"]


def test_a_failed_write_leaves_the_old_file_and_no_other(result, tmp_path, monkeypatch):
    path = result.save(tmp_path / "a.h5")
    before = path.read_bytes()

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mcsim.results.files._write_raw", full_disk)
    with pytest.raises(ResourceError, match="No space left"):
        result.save(path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["a.h5"]


def test_outputs_that_cannot_be_written(result, tmp_path):
    with pytest.raises(ResourceError, match="does not exist"):
        result.save(tmp_path / "nowhere" / "a.h5")
    with pytest.raises(InputError, match="is a folder"):
        result.save(tmp_path)
    for name in ("run.yaml", "dose", "picture.png"):
        with pytest.raises(InputError, match="a result is an HDF5 file"):
            result.save(tmp_path / name)


@pytest.mark.parametrize("wrong", [None, 5, ["a.h5"]])
def test_what_is_no_path_is_refused(result, wrong):
    for call in (load, result.save):
        with pytest.raises(InputError, match="is no path of a file"):
            call(wrong)


def truncated(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path):
    path.write_bytes(b"")


def text(path):
    path.write_text("title: not a result\n")


def foreign(path):
    with h5py.File(path, "w") as file:
        file["data"] = 1


def newer(path):
    with h5py.File(path, "r+") as file:
        file.attrs["format_version"] = 2


def lacking(path):
    with h5py.File(path, "r+") as file:
        del file["tallies/dose/raw/squares"]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (truncated, "damaged or truncated"),
        (emptied, "is empty"),
        (text, "not a result file"),
        (foreign, "HDF5 but not an mcsim result"),
        (newer, "format 2; this mcsim reads up to 1"),
        (lacking, "damaged or truncated"),
    ],
)
def test_files_that_are_no_results_are_refused_in_one_line(result, tmp_path, spoil, message):
    path = result.save(tmp_path / "a.h5")
    spoil(path)
    with pytest.raises(DataError, match=message) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_flipped_bit_is_noticed(tmp_path):
    shape = (20, 20, 20)
    axes = tuple(Axis(name, "cm", np.arange(21.0)) for name in "zyx")
    total = np.random.default_rng(1).integers(0, 2**64, (*shape, 2), dtype=np.uint64)
    made = Result(provenance([0, 1]), ledger([0, 1]), [RawTally("d", "dose", "Gy", axes, total, total, 1.0)])
    path = made.save(tmp_path / "a.h5")
    with h5py.File(path) as file:
        where = file["tallies/d/raw/total"].id.get_chunk_info(0).byte_offset
    content = bytearray(path.read_bytes())
    content[where + 1000] ^= 1
    path.write_bytes(content)
    with pytest.raises(DataError, match="damaged"):
        load(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match="no such result file"):
        load(tmp_path / "none.h5")
