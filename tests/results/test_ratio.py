"""Ratios of two scores: their uncertainty from sums is that from batches, and shards merge exactly."""

from dataclasses import replace

import numpy as np
import pytest

from mcsim.results import Axis, RawTally, Result
from mcsim.results.files import load
from mcsim.results.merge import merge
from mcsim.results.ratio import parts_of, ratio_and_error
from mcsim.results.raw import Ratio
from mcsim.results.windows import empty_windows, score_windows
from tests.results.conftest import BATCHES, GRID, SHAPE, batch_scores, ledger, provenance, summed

SCALE = 0.25


def numerators(batch):
    """About 3 for each unit of the denominator, more or less by batch and voxel."""
    generator = np.random.default_rng([9, batch])
    return (batch_scores(batch) * generator.normal(3.0, 0.2, SHAPE)).astype(np.int64)


def sums(batch):
    return numerators(batch) + batch_scores(batch)


def scored(name, scores, batches, scale=1.0, ratio=None, axes=GRID):
    windows = empty_windows(axes)
    for batch in batches:
        score_windows(windows, axes, scores(batch))
    return RawTally(
        name, name, "keV/um", axes, *summed(map(scores, batches), SHAPE), scale, windows, ratio=ratio
    )


def make(batches, axes=GRID):
    batches = list(batches)
    below, both = (scored(s.__name__, s, batches, axes=axes) for s in (batch_scores, sums))
    raw = scored("let", numerators, batches, SCALE, Ratio(below, both), axes)
    return Result(provenance(batches), ledger(batches), [raw], {})


@pytest.fixture(scope="module")
def let():
    return make(range(BATCHES))["let"]


def expected(above, below):
    """Ratio and error from the scores of all batches, (B, ...), by definition."""
    ratio = above.sum(axis=0) / below.sum(axis=0)
    squares = ((above - ratio * below) ** 2).sum(axis=0) / below.sum(axis=0) ** 2
    few = 1.0 - (below**2).sum(axis=0) / below.sum(axis=0) ** 2
    return SCALE * ratio, SCALE * np.sqrt(squares / few)


def stacks():
    return (
        np.array([scores(batch) for batch in range(BATCHES)], np.float64)
        for scores in (numerators, batch_scores)
    )


def test_voxels(let):
    ratio, error = expected(*stacks())
    np.testing.assert_allclose(let.value, ratio, rtol=1e-12)
    np.testing.assert_allclose(let.uncertainty, error, rtol=1e-6)


def test_a_scored_window_is_the_ratio_of_its_sums(let):
    curve = let.depth_curve(width="2 cm")
    above, below = (stack[:, :, 2:6, 2:6].sum(axis=(2, 3)) for stack in stacks())
    ratio, error = expected(above, below)
    assert curve.uncertainty_from == "batches"
    np.testing.assert_allclose(curve.value, ratio, rtol=1e-12)
    np.testing.assert_allclose(curve.uncertainty, error, rtol=1e-6)


def test_windows_that_end_inside_voxels_of_several_widths():
    edges = np.array([-2.0, -1.5, -1.0, -0.4, 0.0, 0.4, 1.0, 1.5, 2.0])
    let = make(range(BATCHES), (GRID[0], GRID[1], Axis("x", "cm", edges)))["let"]
    curve = let.depth_curve(width="1 cm")
    inside = np.array([0, 0, 1 / 6, 1, 1, 1 / 6, 0, 0])
    above, below = (np.einsum("bkij,j->k", stack[:, :, 3:5], inside) for stack in stacks())
    np.testing.assert_allclose(curve.value, SCALE * above / below, rtol=1e-12)
    assert curve.uncertainty_from == "nearest window"
    assert np.all(curve.uncertainty > 0.0)
    assert np.all(let.depth_curve().uncertainty > 0.0)


def test_the_uncertainty_is_the_spread_of_repetitions():
    """Correlated numerator and denominator, four batches: the error has the right size on the average."""
    generator = np.random.default_rng(4)
    voxels, batches = 4000, 4
    below = generator.normal(1e6, 2e5, (batches, voxels))
    above = below * generator.normal(3.0, 0.1, (batches, voxels))
    below, above = np.rint(below).astype(np.int64), np.rint(above).astype(np.int64)
    axes = (Axis("z", "cm", np.arange(voxels + 1.0)),)

    def tally(scores, ratio=None):
        return RawTally("r", "r", "", axes, *summed(scores, (voxels,)), 1.0, ratio=ratio)

    raw = tally(above, Ratio(tally(below), tally(above + below)))
    value, error = ratio_and_error(raw, batches)
    assert np.sqrt(np.mean(error**2)) == pytest.approx(value.std(), rel=0.05)


def test_one_batch_alone_says_nothing_of_the_uncertainty():
    axes = (Axis("z", "cm", np.arange(4.0)),)
    above, below = np.zeros((3, 3), np.int64), np.zeros((3, 3), np.int64)
    above[0], below[0] = (0, 12, 12), (0, 4, 4)
    above[1, 2], below[1, 2] = 16, 4

    def tally(scores, ratio=None):
        return RawTally("r", "r", "", axes, *summed(scores, (3,)), 1.0, ratio=ratio)

    raw = tally(above, Ratio(tally(below), tally(above + below)))
    value, error = ratio_and_error(raw, 3)
    assert value.tolist() == pytest.approx([0.0, 3.0, 3.5])
    assert error[0] == 0.0
    assert np.isnan(error[1])
    assert error[2] == pytest.approx(0.5)  # half the difference of two equal batches
    single = tally(above[:1], Ratio(tally(below[:1]), tally(above[:1] + below[:1])))
    assert np.isnan(ratio_and_error(single, 1)[1][1:]).all()


def test_shards_merge_to_the_bit_and_come_back_from_a_file(let, tmp_path):
    shards = [make(range(first, first + 4)) for first in (8, 0, 4)]
    path = merge(shards).save(tmp_path / "merged.h5")
    back = load(path)["let"]
    for part, own in zip(parts_of(back.raw), parts_of(let.raw), strict=True):
        assert part.name == own.name
        assert np.array_equal(part.total, own.total)
        assert np.array_equal(part.squares, own.squares)
        for window, other in zip(part.windows, own.windows, strict=True):
            assert np.array_equal(window.squares, other.squares)
    assert back.value.tobytes() == let.value.tobytes()
    assert back.uncertainty.tobytes() == let.uncertainty.tobytes()


def test_a_plain_tally_has_no_parts(let):
    with pytest.raises(TypeError, match="no ratio"):
        parts_of(replace(let.raw, ratio=None))
