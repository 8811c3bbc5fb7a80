"""Mean and standard error against exact rational arithmetic."""

from fractions import Fraction
from math import sqrt

import numpy as np
import pytest

from mcsim.results import integers
from mcsim.results.statistics import mean_and_error


def exact(scores):
    count = len(scores)
    mean = Fraction(sum(scores), count)
    spread = sum((score - mean) ** 2 for score in scores)
    return float(mean), sqrt(spread / (count * (count - 1)))


def sums(scores):
    return integers.from_ints([sum(scores)]), integers.from_ints([sum(score**2 for score in scores)])


@pytest.mark.parametrize(
    "scores",
    [
        [1, 2, 4],
        [0, 0, 0, 0],
        [-3, 5, -3, 5],
        [2**62, 2**62 + 1, 2**62 - 1, 2**62],
        [2**60 + k for k in range(40)],
        [10**15 + 7 * k * k for k in range(100)],
        [2**40, 0, 0, 0, 0],
        [2**63 - 1, -(2**63)],
    ],
)
def test_agrees_with_rational_arithmetic(scores):
    mean, error = mean_and_error(*sums(scores), len(scores))
    assert (mean[0], error[0]) == pytest.approx(exact(scores), rel=4e-16, abs=0.0)


def test_batches_that_agree_have_no_error():
    mean, error = mean_and_error(*sums([2**61 + 12345] * 20), 20)
    assert error[0] == 0.0
    assert mean[0] == 2.0**61 + 12345


def test_shape_is_kept_across_chunks():
    scores = np.random.default_rng(1).integers(0, 2**40, (5, 70_000, 3))
    total = np.zeros((70_000, 3, 2), dtype=np.uint64)
    squares = total.copy()
    for score in scores:
        wide = integers.from_int64(score)
        total, squares = integers.add(total, wide), integers.add(squares, integers.multiply(wide, wide))
    mean, error = mean_and_error(total, squares, 5)
    np.testing.assert_allclose(mean, scores.mean(axis=0), rtol=1e-14)
    np.testing.assert_allclose(error, scores.std(axis=0, ddof=1) / np.sqrt(5), rtol=1e-10)


def test_too_few_batches_leave_it_unknown():
    mean, error = mean_and_error(*sums([5]), 1)
    assert mean[0] == 5.0
    assert np.isnan(error[0])
    mean, error = mean_and_error(*sums([]), 0)
    assert np.isnan(mean[0])
