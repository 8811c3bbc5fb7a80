"""Errors: one line, with the place where the mistake is."""

from __future__ import annotations

import pickle

import pytest

from mcsim import errors
from mcsim.errors import (
    DataError,
    IncompleteRun,
    InputError,
    ResourceError,
    TransportError,
    did_you_mean,
    printable,
    shown,
)


def test_message_names_file_line_and_key():
    error = InputError("has no unit", file="water.yaml", line=7, key="geometry.voxels.voxel")
    assert str(error) == "water.yaml:7: geometry.voxels.voxel: has no unit"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ({}, "wrong"),
        ({"file": "a.h5"}, "a.h5: wrong"),
        ({"key": "run.seed"}, "run.seed: wrong"),
        ({"file": "a.yaml", "key": "run"}, "a.yaml: run: wrong"),
    ],
)
def test_places_are_optional(place, text):
    assert str(InputError("wrong", **place)) == text


def test_at_fills_in_only_what_is_unknown():
    error = InputError("wrong", key="run").at(file="a.yaml", line=3, key="other")
    assert str(error) == "a.yaml:3: run: wrong"
    assert str(error.at(file="b.yaml")) == "a.yaml:3: run: wrong"


def test_exit_codes():
    assert [kind.exit_code for kind in (InputError, DataError, ResourceError)] == [
        errors.EXIT_WRONG_INPUT
    ] * 3
    assert TransportError.exit_code == errors.EXIT_FAILED == 1
    assert IncompleteRun.exit_code == errors.EXIT_INCOMPLETE == 3


def test_errors_survive_a_process_boundary():
    error = InputError("wrong", file="a.yaml", line=3, key="run")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_near_names():
    assert did_you_mean("watr", ["water", "air"]) == "; did you mean 'water'?"
    assert did_you_mean("WATER", ["water", "air"]) == "; did you mean 'water'?"
    assert did_you_mean("xyz", ["water", "air"]) == ""


def test_nothing_in_a_message_speaks_to_the_terminal():
    error = InputError("is\x1b[31mred\n", file="a\rb.yaml", line=3, key="run.\x07\u202e")
    assert str(error) == "a\\rb.yaml:3: run.\\x07\\u202e: is\\x1b[31mred\\n"
    assert error.message == "is\x1b[31mred\n"


def test_plain_text_of_any_language_is_left_alone():
    text = "Größe 5 µm, ± 3 %, 大きさ"
    assert printable(text) == text


def test_long_names_are_shortened():
    assert shown("x" * 60) == f"'{'x' * 60}'"
    assert shown("x" * 61) == f"'{'x' * 57}...'"
    assert str(InputError("wrong", key=f"tallies.{'x' * 100_000}.type")) == (
        f"tallies.{'x' * 57}....type: wrong"
    )
