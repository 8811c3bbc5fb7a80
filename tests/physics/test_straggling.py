import numpy as np
import pytest

from mcsim.jit import kernel
from mcsim.physics.straggling import MOST, SLOWEST, SMALLEST, sample_pace
from tests.physics.sampling import started

DRAWS = 1_000_000


@kernel
def draw(variance, share, state, paces):
    for i in range(paces.size):
        paces[i] = sample_pace(variance, share, state)


def drawn(variance, share, draws=DRAWS):
    paces = np.empty(draws)
    draw(variance, share, started(5), paces)
    return paces


@pytest.mark.parametrize("share", [0.0, 0.03, 0.08, 0.3])
@pytest.mark.parametrize("variance", [1e-6, 0.05, 1 / 9, 0.2, 1 / 3, 0.5, 2.0, 30.0])
def test_mean_and_variance_are_exact_and_no_pace_is_too_slow(variance, share):
    paces = drawn(variance, share)
    assert paces.min() >= SLOWEST
    assert abs(paces.mean() - 1.0) < 4.5 * np.sqrt(variance / DRAWS)
    spread = np.std((paces - 1.0) ** 2) / np.sqrt(DRAWS)
    assert abs(np.mean((paces - 1.0) ** 2) - variance) < 4.5 * spread


def test_large_losses_follow_rutherford():
    """Above W there are xi s (1 / W - 1 / W_c) losses in the mean, and none above W_c."""
    variance, share = 0.5, 0.01
    paces = drawn(variance, share)
    largest = variance / share
    for loss in (2.0, 5.0, 20.0):
        expected = 1.0 - np.exp(-share * (1.0 / loss - 1.0 / largest))
        assert np.mean(paces > 1.0 + loss) == pytest.approx(
            expected, rel=5.0 / np.sqrt(DRAWS * expected) + 0.05
        )
    assert paces.max() < 2.0 * largest


def test_losses_drawn_one_by_one_leave_room_for_the_rest():
    """For a share so large that they would be all of the loss."""
    share = 0.3
    paces = drawn(50.0, share, draws=200_000)
    assert share * np.log(50.0 / share / (SMALLEST * share)) > MOST
    assert np.quantile(paces, 0.01) < 1.0 - MOST + 0.05


def test_many_intervals_have_the_width_of_landau():
    """Twelve intervals of a layer, the largest loss far above the width: 4.02 xi s, skew to large losses."""
    share, intervals = 0.06, 12
    paces = drawn(50.0 * share * intervals, share, draws=intervals * 200_000)
    losses = paces.reshape(-1, intervals).mean(axis=1) / share  # in units of xi s of the layer
    counts, edges = np.histogram(losses, np.arange(0.0, 40.0, 0.25))
    smooth = np.convolve(counts, np.full(3, 1.0 / 3.0), "same")
    above = np.flatnonzero(smooth > 0.5 * smooth.max())
    assert edges[above[-1] + 1] - edges[above[0]] == pytest.approx(4.02, abs=0.4)
    top = np.argmax(smooth)
    assert above[-1] - top > 1.3 * (top - above[0])
