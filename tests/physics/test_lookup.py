import numpy as np
import pytest

from mcsim.physics.lookup import grid_code, lookup, make_grid


def test_grid_covers_the_interval_with_64_bins_per_octave():
    grid = make_grid(0.001, 64.0)
    assert grid[0] <= 0.001
    assert grid[-1] == 64.0
    assert np.all(np.diff(grid) > 0)
    assert np.count_nonzero((grid >= 1.0) & (grid < 2.0)) == 64


def test_lookup_reproduces_the_value():
    grid = make_grid(0.001, 64.0)
    code = grid_code(0.001)
    for value in np.geomspace(0.0011, 63.9, 2000):
        index, fraction = lookup(value, code, len(grid))
        assert grid[index] <= value < grid[index + 1]
        assert grid[index] + fraction * (grid[index + 1] - grid[index]) == pytest.approx(value, rel=1e-12)


def test_lookup_clamps_outside_the_grid():
    grid = make_grid(0.001, 64.0)
    code = grid_code(0.001)
    assert lookup(1e-9, code, len(grid)) == (0, 0.0)
    assert lookup(0.0, code, len(grid)) == (0, 0.0)
    assert lookup(1e9, code, len(grid)) == (len(grid) - 2, 1.0)
