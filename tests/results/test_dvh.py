"""Dose-volume histograms against exact ones."""

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.results import Axis, RawTally, integers
from mcsim.results.tally import TallyResult


def dose_of(scores, z=None, unit="Gy", histories=1) -> TallyResult:
    """A dose of one batch with these values, x and y in steps of 1 cm."""
    scores = np.asarray(scores, dtype=np.int64)
    edges = [np.arange(count + 1.0) for count in scores.shape]
    edges[0] = edges[0] if z is None else np.array(z)
    axes = tuple(Axis(name, "cm", row) for name, row in zip("zyx", edges, strict=True))
    wide = integers.from_int64(scores)
    return TallyResult(RawTally("dose", "dose", unit, axes, wide, wide, 1.0), 1, histories)


def test_a_ramp_of_doses():
    """Voxels of 1 to 1000 Gy: the volume above D falls as a straight line."""
    histogram = dose_of(np.arange(1, 1001).reshape(10, 10, 10)).dvh()
    assert histogram.dose_at_volume(0.95) == pytest.approx(50.5, abs=1.0)
    assert histogram.dose_at_volume("50 %") == pytest.approx(500.5, abs=1.0)
    assert histogram.dose_at_volume(1.0) == pytest.approx(1.0, abs=0.5)
    assert histogram.dose_at_volume(0.0) == 1000.0
    assert histogram.volume_at_dose(250.0) == pytest.approx(0.751, abs=0.001)
    assert histogram.volume_at_dose("250 Gy") == histogram.volume_at_dose(250.0)
    assert histogram.volume_at_dose("1e6 mGy") == pytest.approx(0.001)
    assert histogram.volume_at_dose(0.0) == 1.0
    assert histogram.volume_at_dose(1001.0) == 0.0
    assert (histogram.mean, histogram.minimum, histogram.maximum) == (500.5, 1.0, 1000.0)


def test_voxels_count_by_their_volume():
    dose = dose_of([[[10]], [[30]]], z=[0.0, 3.0, 4.0])  # 3 cm3 of 10 Gy, 1 cm3 of 30 Gy
    histogram = dose.dvh()
    assert histogram.mean == 15.0
    assert histogram.volume == 4.0
    assert histogram.volume_at_dose(20.0) == 0.25
    np.testing.assert_array_equal(np.unique(histogram.volume_fraction), [0.25, 1.0])


def test_masks_pick_a_region():
    scores = np.arange(1, 9).reshape(2, 2, 2)
    dose = dose_of(scores)
    histogram = dose.dvh(scores > 6, "target")
    assert (histogram.voxels, histogram.minimum, histogram.maximum) == (2, 7.0, 8.0)
    assert repr(histogram).startswith("<DoseVolumeHistogram of target: 2 voxels, 2 cm3, mean 7.5, D95 7")


def test_the_histogram_falls_from_one():
    generator = np.random.default_rng(3)
    histogram = dose_of(generator.integers(0, 500, (5, 6, 7))).dvh()
    assert histogram.volume_fraction[0] == 1.0
    assert (np.diff(histogram.volume_fraction) <= 0.0).all()
    assert histogram.edges[0] == 0.0
    assert histogram.edges[-1] == histogram.maximum


def test_even_and_zero_doses():
    even = dose_of(np.full((2, 2, 2), 7)).dvh()
    assert even.dose_at_volume(0.95) == 7.0
    assert even.volume_at_dose(6.99) == 1.0
    nothing = dose_of(np.zeros((2, 2, 2))).dvh()
    assert (nothing.mean, nothing.dose_at_volume(0.95), nothing.volume_at_dose(0.1)) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        (np.ones((2, 2), bool), r"shape \(2, 2\); the dose has \(2, 2, 2\)"),
        (np.ones((2, 2, 2)), "holds float64; true and false"),
        (np.zeros((2, 2, 2), bool), "holds no voxel"),
        ("lung", r"shape \(\)"),
    ],
)
def test_masks_that_do_not_fit(mask, message):
    with pytest.raises(InputError, match=message):
        dose_of(np.ones((2, 2, 2))).dvh(mask)


def test_what_is_no_dose(result):
    with pytest.raises(InputError, match="no dose on a voxel grid"):
        result["out"].dvh()
    with pytest.raises(InputError, match="no dose on a voxel grid"):
        dose_of(np.ones((1, 1, 1)), unit="keV/um").dvh()
    with pytest.raises(InputError, match="no histories"):
        dose_of(np.ones((1, 1, 1)), histories=0).dvh()


@pytest.mark.parametrize("share", [-0.1, 1.1, "120 %", float("nan")])
def test_shares_outside(share):
    with pytest.raises(InputError):
        dose_of(np.ones((1, 1, 1))).dvh().dose_at_volume(share)


@pytest.mark.parametrize("dose", ["20 cm", "20", float("nan"), "much"])
def test_doses_that_are_none(dose):
    with pytest.raises(InputError):
        dose_of(np.ones((1, 1, 1))).dvh().volume_at_dose(dose)
