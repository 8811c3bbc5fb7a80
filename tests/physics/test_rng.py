import numpy as np
import pytest

from mcsim.jit import kernel
from mcsim.physics.rng import mix, next_word, seed_history, split, uniform


@kernel
def fill(state, out):
    for i in range(out.size):
        out[i] = uniform(state)


@kernel
def seed_all(seed, words):
    for h in range(words.shape[0]):
        seed_history(words[h], seed, np.uint64(h))


def first_words(seed, histories):
    words = np.zeros((histories, 2), np.uint64)
    seed_all(seed, words)
    return words


def started(seed=1, history=0):
    state = np.zeros(2, np.uint64)
    seed_history(state, np.uint64(seed), np.uint64(history))
    return state


def python_reference(state):
    """xoroshiro128++ in Python's unbounded integers."""
    full = (1 << 64) - 1

    def rotate(word, by):
        return ((word << by) | (word >> (64 - by))) & full

    s0, s1 = (int(word) for word in state)
    word = (rotate((s0 + s1) & full, 17) + s0) & full
    s1 ^= s0
    return word, (rotate(s0, 49) ^ s1 ^ ((s1 << 21) & full), rotate(s1, 28))


def test_words_are_those_of_xoroshiro128_plus_plus():
    state = started()
    for _ in range(100):
        expected, after = python_reference(state)
        assert int(next_word(state)) == expected
        assert tuple(int(word) for word in state) == after


def test_uniform_lies_in_the_open_interval_and_is_uniform():
    values = np.empty(1_000_000)
    fill(started(), values)
    assert values.min() > 0.0
    assert values.max() < 1.0
    counts = np.histogram(values, bins=100, range=(0, 1))[0]
    chi2 = np.sum((counts - 1e4) ** 2 / 1e4)
    assert 50 < chi2 < 160  # 99 degrees of freedom, 4 sigma
    assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < 4e-3


def test_extreme_words_stay_inside_the_interval():
    largest = np.float64(np.uint64(0xFFFFFFFFFFFFFFFF) >> np.uint64(12))
    assert (largest + 0.5) * 2.0**-52 < 1.0


def test_histories_start_in_different_states():
    words = first_words(np.uint64(7), 100_000)
    assert len(np.unique(words[:, 0])) == 100_000
    assert len(np.unique(words[:, 1])) == 100_000
    other = first_words(np.uint64(8), 100_000)
    assert not np.any(words[:, 0] == other[:, 0])


def test_neighbouring_histories_are_uncorrelated():
    values = np.empty((20_000, 2))
    for h in range(0, 20_000, 1000):
        for i in range(1000):
            fill(started(history=h + i), values[h + i])
    assert abs(np.corrcoef(values[:-1, 0], values[1:, 0])[0, 1]) < 0.03
    assert values.mean() == pytest.approx(0.5, abs=0.006)


def test_split_gives_the_child_a_state_of_its_own():
    parent, child, twin = started(), np.zeros(2, np.uint64), np.zeros(2, np.uint64)
    split(parent, child)
    split(parent, twin)
    assert not np.array_equal(child, twin)
    split_again = np.zeros(2, np.uint64)
    split(started(), split_again)
    assert np.array_equal(child, split_again)


def test_mix_is_a_bijection_on_a_sample():
    assert len({int(mix(np.uint64(word))) for word in range(10_000)}) == 10_000
