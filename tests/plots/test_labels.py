"""Words and units on axes."""

import numpy as np
import pytest

from mcsim.plots.labels import axis_label, band_text, known_values, percent, readable_unit, written
from tests.plots.conftest import grid_of


@pytest.mark.parametrize(
    ("unit", "largest", "expected"),
    [
        ("Gy per source particle", 2.7e-12, (1e12, "pGy per source particle")),
        ("Gy", 5.0, (1.0, "Gy")),
        ("Gy", 5e3, (1.0, "Gy")),
        ("Gy", 0.0, (1.0, "Gy")),
        ("Gy", float("nan"), (1.0, "Gy")),
        ("MeV", 1e-9, (1.0, "MeV")),
    ],
)
def test_units_are_readable(unit, largest, expected):
    assert readable_unit(unit, largest) == (pytest.approx(expected[0]), expected[1])


def test_labels():
    assert axis_label("dose", "Gy") == "Dose (Gy)"
    assert axis_label("ratio of dose", "") == "Ratio of dose"
    assert axis_label("fluence", "1/cm2 per source particle") == "Fluence (1/cm² per source particle)"
    assert written("keV/um") == "keV/µm"


@pytest.mark.parametrize(
    ("value", "text"), [(0.0123, "0.012 %"), (1.5, "1.5 %"), (43.2, "43 %"), (9.7, "10 %")]
)
def test_percentages_have_no_powers(value, text):
    assert percent(value) == text


def test_bands_are_described():
    assert band_text(np.array([2.0, 0.0]), np.array([0.02, 0.0])) == "1σ band (±1 %)"
    assert band_text(np.array([2.0]), np.array([np.nan])) == "uncertainty unknown"


def test_means_are_unknown_where_nothing_came():
    scores = [[[0, 3]]]
    let = grid_of(scores, "linear energy transfer", "keV/um").slice("y")
    np.testing.assert_array_equal(known_values(let), [[np.nan, 3.0]])
    np.testing.assert_array_equal(known_values(grid_of(scores).slice("y")), [[0.0, 3.0]])
