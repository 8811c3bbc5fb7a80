"""A make-believe result, and pictures without a window."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest

from mcsim.results import Axis, RawTally, Result, integers
from mcsim.results.tally import TallyResult
from tests.results.conftest import BATCHES, make_result


@pytest.fixture(scope="session")
def result() -> Result:
    return make_result(range(BATCHES))


@pytest.fixture(autouse=True)
def headless():
    from matplotlib import pyplot

    mpl.use("Agg")
    yield
    pyplot.close("all")


def tally_of(scores, axes, quantity="energy deposited", unit="MeV") -> TallyResult:
    """A tally of two batches with equal scores: values as given, without uncertainty."""
    total, squares = (integers.from_int64(2 * np.asarray(scores) ** power) for power in (1, 2))
    return TallyResult(RawTally("t", quantity, unit, axes, total, squares, 1.0), 2, 2)


def grid_of(scores, quantity="dose", unit="Gy per source particle", width=1.0) -> TallyResult:
    """A tally on a voxel grid from its lower corner at 0."""
    axes = tuple(
        Axis(name, "cm", width * np.arange(count + 1.0))
        for name, count in zip("zyx", np.shape(scores), strict=True)
    )
    return tally_of(np.asarray(scores, dtype=np.int64), axes, quantity, unit)
