import numpy as np
import pytest

from mcsim.physics.lookup import grid_code, make_grid
from mcsim.physics.slowing import (
    READINGS,
    SlowingTable,
    collision_fractions,
    range_at_clock,
    residual_range,
    state_at,
    within_reach,
)


@pytest.fixture(scope="module")
def table():
    """Range = 2 E; clock = 3 r, hard cross section 1 + r, majorant 2 + r, straggling r / 2, r / 4, r / 8."""
    energies, ranges = make_grid(0.25, 8.0), make_grid(0.5, 16.0)
    shares = [energies / 16.0, energies / 32.0, energies / 64.0, energies / 128.0]
    by_energy = np.stack([2.0 * energies, *shares], axis=-1)
    clocks, hard, straggling = (
        [3.0 * ranges, 3.0 + 0.0 * ranges],
        [1.0 + ranges, 2.0 + ranges],
        [0.5, 0.25, 0.125],
    )
    columns = [ranges / 2.0, *clocks, *hard, *(part * ranges for part in straggling)]
    by_range = np.stack(columns, axis=-1)
    shape = (2, 2, 1, 1)
    by_clock = np.tile(np.arange(48 * READINGS + 2) / READINGS / 3.0, (2, 2, 1))
    return SlowingTable(
        grid_code(0.25),
        grid_code(0.5),
        np.tile(by_energy, shape),
        np.tile(by_range, shape),
        by_clock,
    )


def test_linear_tables_are_read_exactly(table):
    for energy in (0.25, 0.3, 1.0, 7.99, 8.0):
        assert residual_range(table, 0, 1, energy) == pytest.approx(2.0 * energy, rel=1e-14)
        shares = (energy / 16.0, energy / 32.0, energy / 64.0)
        assert collision_fractions(table, 1, 0, energy) == pytest.approx(shares)
        assert within_reach(table, 1, 0, energy) == pytest.approx(energy / 128.0)
    for residual in (0.5, 0.77, 15.9, 16.0):
        state = state_at(table, 1, 1, residual)
        assert state[:5] == pytest.approx(
            (residual / 2.0, 3.0 * residual, 3.0, 1.0 + residual, 2.0 + residual)
        )
        assert state[5:] == pytest.approx((0.5 * residual, 0.25 * residual, 0.125 * residual))


def test_outside_the_grid_the_ends_are_taken(table):
    assert state_at(table, 0, 0, 1e-9)[0] == 0.25
    assert state_at(table, 0, 0, 99.0)[0] == 8.0


def test_the_clock_gives_the_range_back(table):
    for residual in (0.6, 2.0, 15.0):
        clock = state_at(table, 0, 0, residual)[1]
        assert range_at_clock(table, 0, 0, clock) == pytest.approx(residual, rel=1e-14)
