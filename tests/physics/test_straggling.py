import numpy as np
import pytest

from mcsim.jit import kernel
from mcsim.physics.straggling import SLOWEST, sample_pace
from tests.physics.sampling import started

DRAWS = 1_000_000


@kernel
def draw(variance, state, paces):
    for i in range(paces.size):
        paces[i] = sample_pace(variance, state)


@pytest.mark.parametrize("variance", [1e-6, 0.05, 1 / 9, 0.2, 1 / 3, 0.5, 2.0, 30.0])
def test_mean_and_variance_are_exact_and_no_pace_is_too_slow(variance):
    paces = np.empty(DRAWS)
    draw(variance, started(5), paces)
    assert paces.min() >= SLOWEST
    assert abs(paces.mean() - 1.0) < 4.0 * np.sqrt(variance / DRAWS)
    spread = np.std((paces - 1.0) ** 2) / np.sqrt(DRAWS)
    assert abs(np.mean((paces - 1.0) ** 2) - variance) < 4.0 * spread
