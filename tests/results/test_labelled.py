"""Export to xarray."""

import sys

import numpy as np
import pytest

from mcsim.errors import ResourceError


def test_dataset_has_values_coordinates_and_units(result):
    pytest.importorskip("xarray")
    dose = result["dose"].to_xarray()
    assert dose.value.dims == ("z", "y", "x")
    assert np.array_equal(dose.value, result["dose"].value)
    assert np.array_equal(dose.uncertainty, result["dose"].uncertainty)
    assert dose.z.values[0] == 0.25
    assert dose.z.attrs["unit"] == "cm"
    assert dose.attrs["unit"] == "Gy per source particle"
    assert dose.attrs["histories"] == 6000
    out = result["out"].to_xarray()
    assert out.value.sel(kind="electron").shape == (4,)


def test_without_xarray_it_says_what_to_install(result, monkeypatch):
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(ResourceError, match=r"pip install 'mcsim\[xarray\]'"):
        result["dose"].to_xarray()
