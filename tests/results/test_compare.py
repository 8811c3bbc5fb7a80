"""Comparison of two results."""

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.results import Axis, RawTally, integers
from mcsim.results.compare import difference, gamma
from mcsim.results.tally import TallyResult
from tests.results.conftest import BATCHES


def test_a_dose_agrees_with_itself(result):
    dose = result["dose"]
    assert gamma(dose, dose).pass_rate == 1.0
    assert np.nanmax(gamma(dose, dose).values) < 1e-6
    assert not difference(dose, dose).values.any()
    assert difference(dose, dose).rms_sigma == 0.0


def test_independent_runs_differ_by_one_sigma(shard):
    halves = [shard(range(BATCHES // 2))["dose"], shard(range(BATCHES // 2, BATCHES))["dose"]]
    found = difference(*halves)
    # sigma from 6 batches each: t-distributed with ten degrees of freedom, variance 10/8
    assert found.rms_sigma == pytest.approx(np.sqrt(10 / 8), rel=0.15)
    assert abs(found.mean_percent) < found.rms_percent < found.largest_percent
    assert gamma(*halves, dose_percent=5.0, distance=0.3).pass_rate > 0.9


def flat(value, axes=None):
    axes = axes or tuple(Axis(name, "cm", np.arange(5.0)) for name in "zyx")
    shape = tuple(len(axis) for axis in axes)
    total, squares = (integers.from_int64(np.full(shape, 2 * score)) for score in (value, value**2))
    return TallyResult(RawTally("dose", "dose", "Gy", axes, total, squares, 1.0), 2, 2)


def test_flat_doses():
    found = gamma(flat(1010), flat(1000), dose_percent=2.0, distance="3 mm")
    np.testing.assert_allclose(found.values, 0.5, rtol=1e-9)
    assert found.criteria == "2 % global, 3 mm, above 10 % of the maximum"
    assert gamma(flat(1030), flat(1000)).pass_rate == 0.0
    assert difference(flat(1030), flat(1000)).mean_percent == pytest.approx(3.0)
    assert np.isnan(difference(flat(1030), flat(1000)).rms_sigma)


def test_grids_may_differ_and_be_one_dimensional():
    coarse = (
        Axis("z", "cm", np.arange(0.0, 9.0, 2.0)),
        Axis("y", "cm", [0.0, 1.0]),
        Axis("x", "cm", [0.0, 1.0]),
    )
    fine = (
        Axis("z", "cm", np.arange(0.0, 8.5, 1.0)),
        Axis("y", "cm", [0.0, 1.0]),
        Axis("x", "cm", [0.0, 1.0]),
    )
    found = gamma(flat(1010, fine), flat(1000, coarse))
    assert found.values.shape == (4, 1, 1)
    np.testing.assert_allclose(found.values, 0.5, rtol=1e-9)
    with pytest.raises(InputError, match="different bins"):
        difference(flat(1010, fine), flat(1000, coarse))
    with pytest.raises(InputError, match="a single bin"):
        gamma(flat(1000), flat(1000, coarse))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda result: gamma(result["dose"], result["dose"], dose_percent=0.0),
            "dose criterion must be positive",
        ),
        (lambda result: gamma(result["dose"], result["dose"], distance="3 MeV"), "not a length"),
        (lambda result: gamma(result["out"], result["out"]), "not on a grid"),
        (lambda result: gamma(result["dose"], result["out"]), "cannot compare values in"),
        (lambda result: gamma(flat(1), flat(0)), "no values above zero"),
    ],
)
def test_refusals(result, call, message):
    with pytest.raises(InputError, match=message):
        call(result)
