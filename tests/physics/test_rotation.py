import math

import numpy as np
import pytest

from mcsim.physics.rotation import rotate, sincos_turns


def test_sincos_matches_libm():
    for turns in np.linspace(0.0, 1.0, 10_001):
        sine, cosine = sincos_turns(turns)
        assert sine == pytest.approx(math.sin(2 * math.pi * turns), abs=4e-15)
        assert cosine == pytest.approx(math.cos(2 * math.pi * turns), abs=4e-15)


@pytest.mark.parametrize(
    "direction",
    [(0, 0, 1), (0, 0, -1), (1, 0, 0), (0, -1, 0), (0.6, 0, -0.8), (1e-7, 0, 1), (1e-5, -1e-5, -1)],
)
@pytest.mark.parametrize("one_minus_cos", [0.0, 1e-12, 1e-4, 0.3, 1.0, 1.9, 2.0])
def test_rotation_turns_by_the_polar_angle(direction, one_minus_cos):
    start = np.array(direction, float) / np.linalg.norm(direction)
    turned = [np.array(rotate(*start, one_minus_cos, turns)) for turns in (0.0, 0.2, 0.5, 0.7)]
    for result in turned:
        assert np.linalg.norm(result) == pytest.approx(1.0, abs=1e-12)
        assert result @ start == pytest.approx(1.0 - one_minus_cos, abs=1e-9)
    # Half a turn apart in azimuth, the two lie on opposite sides of the axis.
    middle = turned[0] + turned[2]
    assert middle == pytest.approx(2 * (1 - one_minus_cos) * start, abs=1e-9)


def test_length_does_not_drift():
    direction = (0.0, 0.0, 1.0)
    for i in range(10_000):
        direction = rotate(*direction, 0.1, (0.618034 * i) % 1.0)
    assert np.linalg.norm(direction) == pytest.approx(1.0, abs=1e-12)
