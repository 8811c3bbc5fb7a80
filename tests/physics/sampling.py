"""What the tests of samplers share: fixed streams, word counts and a chi-square test."""

from __future__ import annotations

import numpy as np
from scipy.stats import chi2

from mcsim.jit import JIT_DISABLED, kernel
from mcsim.physics.rng import next_word, seed_history

DRAWS = 2_000 if JIT_DISABLED else 200_000
SMALLEST_PROBABILITY = 1e-4  # of a chi-square test: a right sampler with a new seed fails one time in 10000


def started(seed: int) -> np.ndarray:
    """State of history 0 of a seed."""
    state = np.zeros(2, np.uint64)
    seed_history(state, np.uint64(seed), np.uint64(0))
    return state


@kernel
def words_between(state, end, limit):
    """Words that lead from `state` to `end`."""
    for words in range(limit):
        if state[0] == end[0] and state[1] == end[1]:
            return words
        next_word(state)
    return limit


def words_per_draw(seed: int, end: np.ndarray, draws: int) -> float:
    """Mean number of random words per draw of a loop that began with `started(seed)`."""
    return words_between(started(seed), end, 100 * draws) / draws


def assert_follows(values: np.ndarray, edges: np.ndarray, probability: np.ndarray) -> None:
    """Chi-square test of sampled values against the probabilities of bins; bins below 10 are joined."""
    counts, _ = np.histogram(values, edges)
    assert counts.sum() == len(values), "values outside the bins"
    expected = len(values) * np.asarray(probability) / np.sum(probability)
    group = np.floor(np.cumsum(expected) / 10.0 - 1e-12).astype(int)
    _, group = np.unique(group, return_inverse=True)
    counts, expected = np.bincount(group, counts), np.bincount(group, expected)
    statistic = np.sum((counts - expected) ** 2 / expected)
    assert chi2.sf(statistic, len(expected) - 1) > SMALLEST_PROBABILITY


def bin_integrals(function, edges: np.ndarray) -> np.ndarray:
    """Integrals of a function over bins, by an 8-point Gauss-Legendre rule."""
    nodes, weights = np.polynomial.legendre.leggauss(8)
    middle, half = 0.5 * (edges[1:] + edges[:-1]), 0.5 * np.diff(edges)
    return half * (function(middle[:, None] + half[:, None] * nodes) @ weights)
