"""Slices through tallies."""

import numpy as np
import pytest

from mcsim.errors import InputError


def test_the_layer_that_holds_a_place(result):
    dose = result["dose"]  # x, y from -2 to 2 cm in steps of 5 mm, z from 0 to 3 cm likewise
    cut = dose.slice("y", at="-1.7 cm")
    np.testing.assert_array_equal(cut.value, dose.value[:, 0, :])
    np.testing.assert_array_equal(cut.uncertainty, dose.uncertainty[:, 0, :])
    assert (cut.rows.name, cut.columns.name, cut.label) == ("z", "x", "y = -1.7 cm")
    np.testing.assert_array_equal(dose.slice("z", at=2.9).value, dose.value[5])
    assert dose.slice("x", at="5 mm").value.shape == (6, 8)


def test_a_face_has_the_mean_of_both_sides(result):
    dose = result["dose"]
    cut = dose.slice("y")
    np.testing.assert_allclose(cut.value, 0.5 * (dose.value[:, 3] + dose.value[:, 4]))
    np.testing.assert_allclose(
        cut.uncertainty, 0.5 * np.hypot(dose.uncertainty[:, 3], dose.uncertainty[:, 4])
    )


def test_relative_uncertainty(result):
    cut = result["dose"].slice("y")
    np.testing.assert_allclose(cut.relative_uncertainty, cut.uncertainty / cut.value)


@pytest.mark.parametrize("at", ["4 cm", float("nan"), float("inf"), "5 MeV", "4"])
def test_places_outside_and_none_at_all(result, at):
    with pytest.raises(InputError):
        result["dose"].slice("y", at=at)


def test_tallies_without_a_grid(result):
    with pytest.raises(InputError, match="no voxel grid"):
        result["out"].slice("y")
    with pytest.raises(InputError, match="'energy' is not one of x, y, z"):
        result["dose"].slice("energy")


def test_representation(result):
    expected = "<Slice of dose at y = 0 cm: 6 z x 8 x, in Gy per source particle>"
    assert repr(result["dose"].slice("y")) == expected
