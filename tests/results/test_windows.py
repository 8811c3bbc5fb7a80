"""Nested windows against plain sums."""

import numpy as np
import pytest

from mcsim.results import Axis, integers
from mcsim.results.windows import empty_windows, score_windows, window_bounds, window_sums

EVEN = Axis("y", "cm", np.linspace(-2.0, 2.0, 9))
ODD = Axis("x", "cm", np.linspace(-2.5, 2.5, 6))
THIN = Axis("y", "cm", np.linspace(-1.0, 1.0, 3))
UNEVEN = Axis("x", "cm", np.array([-3.0, -1.0, -0.5, 0.5, 1.0, 3.0]))


def test_windows_of_an_even_grid_grow_by_one_ring():
    assert window_bounds(EVEN, EVEN, (0.0, 0.0)).tolist() == [
        [3, 5, 3, 5],
        [2, 6, 2, 6],
        [1, 7, 1, 7],
        [0, 8, 0, 8],
    ]


def test_windows_hold_what_lies_within_their_half_width():
    # half widths 0.5 (x only), 1.0, 1.5, 2.0, 2.5
    assert window_bounds(EVEN, ODD, (0.0, 0.0)).tolist() == [
        [3, 5, 2, 3],
        [2, 6, 2, 3],
        [1, 7, 1, 4],
        [0, 8, 1, 4],
        [0, 8, 0, 5],
    ]
    assert window_bounds(THIN, UNEVEN, (0.0, 0.0)).tolist() == [[0, 2, 1, 4], [0, 2, 0, 5]]


@pytest.mark.parametrize("center", [(0.0, 0.0), (0.7, -1.1), (2.0, 2.5), (9.0, 9.0)])
def test_windows_are_nested_and_end_with_the_whole_slice(center):
    bounds = window_bounds(EVEN, ODD, center)
    assert bounds[-1].tolist() == [0, 8, 0, 5]
    assert np.all(bounds[:, [1, 3]] > bounds[:, [0, 2]])
    assert np.all(np.diff(bounds[:, [0, 2]], axis=0) <= 0)
    assert np.all(np.diff(bounds[:, [1, 3]], axis=0) >= 0)


def test_sums_are_plain_sums():
    slices = np.random.default_rng(1).integers(-(2**40), 2**40, (3, 8, 5))
    bounds = window_bounds(EVEN, ODD, (0.7, -1.1))
    sums = window_sums(slices, bounds)
    for number, (top, bottom, left, right) in enumerate(bounds):
        assert np.array_equal(sums[:, number], slices[:, top:bottom, left:right].sum(axis=(1, 2)))


def test_squares_add_up_over_batches():
    axes = (Axis("z", "cm", np.arange(4.0)), EVEN, ODD)
    windows = empty_windows(axes, {"x": 0.5})
    assert [window.center for window in windows] == [(0.0, 0.5), (1.5, 0.5), (1.5, 0.0)]
    batches = np.random.default_rng(2).integers(-(2**50), 2**50, (4, 3, 8, 5))
    for batch in batches:
        score_windows(windows, axes, batch)
    whole_y_slices = batches.sum(axis=(1, 3)).tolist()
    exact = [sum(row[k] ** 2 for row in whole_y_slices) for k in range(8)]
    assert integers.to_ints(windows[1].squares[:, -1]) == exact
