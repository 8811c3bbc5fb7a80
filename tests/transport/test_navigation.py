import numpy as np
import pytest

from mcsim.transport.navigation import (
    axis_hash,
    axis_index,
    distance_to_box,
    exit_of_box,
    make_grid,
    wall_distance,
)

AXES = [
    np.linspace(-15.0, 15.0, 61),
    np.array([0.0, 0.0041, 2.65, 2.7, 110.0]),
    np.array([-1.0, 1.0]),
    np.cumsum(np.random.default_rng(3).uniform(0.01, 2.0, 200)),
]


def box():
    edges = np.array([0.0, 1.0, 2.0])
    return make_grid((edges, edges, edges), np.zeros(8, np.int16), np.ones(8), np.zeros((0, 6)))


@pytest.mark.parametrize("edges", AXES)
def test_axis_index_agrees_with_binary_search(edges):
    first = axis_hash(edges)
    per_cm = len(first) / (edges[-1] - edges[0])
    inside = np.random.default_rng(1).uniform(edges[0], edges[-1], 5000)
    for position in np.concatenate([inside, edges[:-1]]):
        expected = min(np.searchsorted(edges, position, side="right") - 1, len(edges) - 2)
        assert axis_index(position, edges, first, per_cm) == expected
    assert axis_index(edges[0] - 1.0, edges, first, per_cm) == 0
    assert axis_index(edges[-1] + 1.0, edges, first, per_cm) == len(edges) - 2


def test_wall_distance_is_never_negative():
    assert wall_distance(1.0 + 1e-15, 1.0, 1.0, 0.0, 1.0) == 0.0
    assert wall_distance(0.25, 0.5, 2.0, 0.0, 1.0) == 1.5
    assert wall_distance(0.25, -0.5, -2.0, 0.0, 1.0) == 0.5


@pytest.mark.parametrize(
    ("start", "direction", "expected"),
    [
        ((1, 1, -5), (0, 0, 1), 5.0),
        ((1, 1, 1), (0, 0, 1), 0.0),
        ((1, 1, 5), (0, 0, 1), -1.0),
        ((3, 1, -5), (0, 0, 1), -1.0),
        ((-1, -1, 1), (np.sqrt(0.5), np.sqrt(0.5), 0), np.sqrt(2)),
        ((1, 1, 0), (0, 0, 1), 0.0),
        ((1, 1, 0), (0, 0, -1), -1.0),
    ],
)
def test_distance_to_box(start, direction, expected):
    assert distance_to_box(box(), *map(float, start), *map(float, direction)) == pytest.approx(expected)


def test_exit_names_the_face():
    directions = {0: (-1, 0, 0), 1: (1, 0, 0), 2: (0, -1, 0), 3: (0, 1, 0), 4: (0, 0, -1), 5: (0, 0, 1)}
    for face, direction in directions.items():
        assert exit_of_box(box(), 1.0, 1.0, 1.0, *map(float, direction)) == (1.0, face)
