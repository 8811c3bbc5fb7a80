"""The sources in single precision: literals, worlds, and runs in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from mcsim.precision import single_literal
from mcsim.world.single import single
from tests.engine.in_single_precision import DOUBLE
from tests.engine.runs import run


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.5, np.float32(0.5)),
        (1.0 / 3.0, np.float32(1.0 / 3.0)),
        (1.0 - 2.0**-53, np.float32(1.0 - 2.0**-24)),
        (-1.0 + 2.0**-53, np.float32(-1.0 + 2.0**-24)),
        (float, np.float32),
        ((1, 2.5, (0.1,)), (1, np.float32(2.5), (np.float32(0.1),))),
        (3, 3),
        (True, True),
        ("text", "text"),
    ],
)
def test_literals(value, expected):
    assert single_literal(value) == expected
    assert type(single_literal(value)) is type(expected)


class Inner(NamedTuple):
    number: float
    whole: int
    array: np.ndarray


class Outer(NamedTuple):
    inner: Inner
    pair: tuple[float, float]
    flag: bool
    counts: np.ndarray


def test_trees_of_named_tuples():
    tree = Outer(Inner(0.1, 3, np.array([0.1])), (0.2, 0.3), True, np.array([1]))
    changed = single(tree)
    assert isinstance(changed, Outer)
    assert changed.inner.array.dtype == np.float32
    assert changed.counts.dtype == np.int64
    assert isinstance(changed.inner.number, np.float32)
    assert changed.pair == (np.float32(0.2), np.float32(0.3))
    assert changed.flag is True
    assert changed.inner.whole == 3


def test_runs_in_single_precision(tmp_path):
    double = run(histories=4000).save(tmp_path / "double.h5")
    env = {**os.environ, "MCSIM_PRECISION": "single", DOUBLE: str(double)}
    tests = Path(__file__).with_name("in_single_precision.py")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
