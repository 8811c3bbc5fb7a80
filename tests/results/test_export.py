"""Images: written headers, values and places, read back."""

import gzip

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.results import Axis, RawTally, integers
from mcsim.results.export import export_image
from mcsim.results.tally import TallyResult

AXES = (
    Axis("z", "cm", np.linspace(1.0, 3.0, 5)),
    Axis("y", "cm", np.linspace(-0.6, 0.6, 4)),
    Axis("x", "cm", np.linspace(-0.3, 0.3, 3)),
)


@pytest.fixture
def tally():
    scores = np.arange(24).reshape(4, 3, 2)
    total = integers.from_int64(2 * scores)
    squares = integers.from_int64(scores**2 + (scores + 0) ** 2 + 2)
    return TallyResult(RawTally("dose", "dose", "Gy per source particle", AXES, total, squares, 0.1), 2, 20)


def read_header(text, separator):
    return dict(line.split(separator, 1) for line in text.splitlines() if separator in line)


def test_mhd(tally, tmp_path):
    written = export_image(tally, tmp_path / "dose.mhd")
    names = ["dose.mhd", "dose.raw", "dose_uncertainty.mhd", "dose_uncertainty.raw"]
    assert [path.name for path in written] == names
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    header = read_header((tmp_path / "dose.mhd").read_text(), " = ")
    assert header["DimSize"] == "2 3 4"
    assert header["ElementSpacing"] == "3 4 5"
    assert header["Offset"] == "-1.5 -4 12.5"
    assert header["ElementDataFile"] == "dose.raw"
    assert np.array_equal(np.fromfile(tmp_path / "dose.raw", "<f8"), tally.value.ravel())
    assert np.array_equal(np.fromfile(tmp_path / "dose_uncertainty.raw", "<f8"), tally.uncertainty.ravel())


def test_nrrd(tally, tmp_path):
    export_image(tally, tmp_path / "dose.nrrd")
    head, data = (tmp_path / "dose.nrrd").read_bytes().split(b"\n\n", 1)
    header = read_header(head.decode(), ": ")
    assert header["sizes"] == "2 3 4"
    assert header["space"] == "left-posterior-superior"
    assert header["space directions"] == "(3,0,0) (0,4,0) (0,0,5)"
    assert header["space origin"] == "(-1.5,-4,12.5)"
    assert np.array_equal(np.frombuffer(gzip.decompress(data), "<f8"), tally.value.ravel())


@pytest.mark.parametrize("ending", ["mhd", "nrrd"])
def test_simpleitk_reads_the_same(tally, tmp_path, ending):
    simpleitk = pytest.importorskip("SimpleITK")
    export_image(tally, tmp_path / f"dose.{ending}")
    for name, values in (("dose", tally.value), ("dose_uncertainty", tally.uncertainty)):
        image = simpleitk.ReadImage(str(tmp_path / f"{name}.{ending}"))
        assert np.array_equal(simpleitk.GetArrayFromImage(image), values)
        assert image.GetSpacing() == pytest.approx((3.0, 4.0, 5.0))
        assert image.GetOrigin() == pytest.approx((-1.5, -4.0, 12.5))
        assert image.GetDirection() == (1, 0, 0, 0, 1, 0, 0, 0, 1)


def test_refusals(tally, result, tmp_path):
    with pytest.raises(InputError, match=r"ends in .mhd or .nrrd, not '.tif'"):
        export_image(tally, tmp_path / "dose.tif")
    with pytest.raises(InputError, match="no voxel grid"):
        export_image(result["out"], tmp_path / "out.mhd")
    uneven = (Axis("z", "cm", np.array([0.0, 1.0, 3.0, 4.0, 5.0])), *AXES[1:])
    raw = RawTally("dose", "dose", "Gy", uneven, tally.raw.total, tally.raw.squares, 1.0)
    with pytest.raises(InputError, match="differ in size"):
        export_image(TallyResult(raw, 2, 20), tmp_path / "dose.nrrd")
    export_image(tally, tmp_path / "dose.nrrd")
    with pytest.raises(InputError, match="exists already"):
        export_image(tally, tmp_path / "dose.nrrd", force=False)
