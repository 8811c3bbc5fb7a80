import numpy as np

from mcsim.results.integers import to_ints
from mcsim.transport.accumulate import drain


def test_sums_are_exact_in_128_bits():
    generator = np.random.default_rng(5)
    size, batches = 50, 40
    total, squares = np.zeros((size, 2), np.uint64), np.zeros((size, 2), np.uint64)
    expected, expected_squares = [0] * size, [0] * size
    for _ in range(batches):
        bins = generator.integers(-(2**60), 2**60, size)
        bins[:3] = [0, 2**60, -(2**60)]
        expected = [old + int(b) for old, b in zip(expected, bins, strict=True)]
        expected_squares = [old + int(b) ** 2 for old, b in zip(expected_squares, bins, strict=True)]
        with np.errstate(over="ignore"):
            drain(bins, total, squares)
        assert not bins.any()
    assert to_ints(total) == expected
    assert to_ints(squares) == expected_squares
