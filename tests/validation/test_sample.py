"""Noise by the jackknife, and reading numbers and curves from tallies."""

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.results.raw import Axis
from mcsim.validation.sample import Sample, jackknife


def test_jackknife_of_a_mean_is_its_standard_error():
    parts = np.random.default_rng(1).normal(5.0, 2.0, (10, 3))
    value, sigma = jackknife(parts, lambda part: part)
    assert value == pytest.approx(parts.mean(axis=0))
    assert sigma == pytest.approx(parts.std(axis=0, ddof=1) / np.sqrt(10.0))


def test_jackknife_of_a_ratio_knows_that_its_terms_rise_and_fall_together():
    common = 1.0 + 0.1 * np.random.default_rng(2).normal(size=10)
    value, sigma = jackknife(np.stack([2.0 * common, common], axis=1), lambda part: part[0] / part[1])
    assert float(value) == pytest.approx(2.0)
    assert float(sigma) < 1e-12


@pytest.fixture
def sample():
    axes = (Axis("face", labels=("front", "back")), Axis("energy", "MeV", np.array([0.0, 1.0, 2.0, 4.0])))
    return Sample({"escape": np.arange(12.0).reshape(2, 2, 3)}, {"escape": axes}, 10, 1.0, True)


def test_axes_are_picked_followed_or_summed(sample):
    number, axes = sample.read("escape", {"face": "back"})
    assert axes == ()
    assert number.tolist() == [12.0, 30.0]
    curve, (axis,) = sample.read("escape", {"face": "front"}, along=("energy",))
    assert axis.name == "energy"
    assert curve.tolist() == [[0.0, 1.0, 2.0], [6.0, 7.0, 8.0]]
    assert sample.read("escape", {"face": "front", "energy": "1500 keV"})[0].tolist() == [1.0, 7.0]


@pytest.mark.parametrize(
    ("tally", "pick", "words"),
    [
        ("dose", {}, "no tally 'dose'"),
        ("escape", {"side": "front"}, "no axis 'side'"),
        ("escape", {"face": "top"}, "no 'top'"),
        ("escape", {"energy": "9 MeV"}, "outside"),
    ],
)
def test_what_is_not_there_is_named(sample, tally, pick, words):
    with pytest.raises(InputError, match=words):
        sample.read(tally, pick)
