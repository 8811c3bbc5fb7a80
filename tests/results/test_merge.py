"""Merged shards are the undivided run, to the bit."""

from itertools import permutations

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.results.files import load
from mcsim.results.merge import merge
from tests.results.conftest import BATCHES

SHARDS = [range((i - 1) * BATCHES // 4, i * BATCHES // 4) for i in (1, 2, 3, 4)]


def same_result(a, b):
    assert a.provenance.completed == b.provenance.completed
    assert dict(a.ledger) == dict(b.ledger)
    assert a.counts == b.counts
    assert list(a) == list(b)
    for name in a:
        assert np.array_equal(a[name].raw.total, b[name].raw.total)
        assert np.array_equal(a[name].raw.squares, b[name].raw.squares)
        assert a[name].value.tobytes() == b[name].value.tobytes()
        assert a[name].uncertainty.tobytes() == b[name].uncertainty.tobytes()
    curves = [one["dose"].depth_curve(width=2.0) for one in (a, b)]
    assert curves[0].uncertainty.tobytes() == curves[1].uncertainty.tobytes()


def test_four_shards_in_any_order_equal_one_run(result, shard):
    shards = [shard(batches) for batches in SHARDS]
    for order in permutations(shards):
        merged = merge(order)
        same_result(merged, result)
    assert merged.complete
    assert merged.provenance.gaps == ()
    assert merged.provenance.wall_time == pytest.approx(6.0)


def test_shards_from_files_and_in_two_stages(result, shard, tmp_path):
    shards = [load(shard(batches).save(tmp_path / f"{batches.start}.h5")) for batches in SHARDS]
    same_result(shards[3].merge(shards[1]).merge(shards[0].merge(shards[2])), result)


def test_gaps_are_reported(shard):
    merged = merge([shard(SHARDS[0]), shard(SHARDS[2])])
    assert merged.provenance.completed == ((0, 3), (6, 9))
    assert merged.provenance.gaps == ((3, 6), (9, 12))
    assert not merged.complete
    assert shard(SHARDS[2]).complete
    assert "6 of 12 batches, incomplete" in repr(merged)


def test_an_extension_may_be_merged(result, shard):
    assert merge([result, shard(range(BATCHES, BATCHES + 2))]).provenance.completed == ((0, BATCHES + 2),)


def test_one_result_alone(result):
    same_result(merge([result]), result)


def test_different_runs_are_refused_and_the_difference_named(result, shard):
    with pytest.raises(
        InputError, match=r"a.h5 and b.h5 are of different runs: they differ in seed \(1 and 2\)"
    ):
        merge([shard(SHARDS[0]), shard(SHARDS[1], seed=2)], ["a.h5", "b.h5"])


def test_a_batch_in_two_results_is_refused(shard):
    with pytest.raises(InputError, match="result 1 and result 3 both hold batch 3;"):
        merge([shard(range(3)), shard(range(6, 9)), shard(range(2, 4))])
    with pytest.raises(InputError, match="result 1 and result 2 both hold batches 2 to 3;"):
        merge([shard(range(3)), shard(range(1, 5))])
    with pytest.raises(InputError, match="nothing to merge"):
        merge([])


@pytest.mark.parametrize("wrong", [[5], ["a.h5"], "a.h5"])
def test_what_is_no_result_is_refused(wrong):
    with pytest.raises(InputError, match="a list of results is needed"):
        merge(wrong)


def test_a_single_result_is_no_list(result):
    with pytest.raises(InputError, match="a list of results is needed"):
        merge(result)
