"""YAML as plain text with line numbers."""

from __future__ import annotations

import pytest

from mcsim.errors import InputError
from mcsim.schema.document import parse_document, read_document

TEXT = """\
# a comment
first: on
second:
  time: 1:30
  number: 1e6
  nothing:
  list:
    - a
    - {key: "quoted, text"}
"""


def test_scalars_stay_text():
    data = parse_document(TEXT, "a.yaml").data
    assert data["first"] == "on"
    assert data["second"]["time"] == "1:30"
    assert data["second"]["number"] == "1e6"
    assert data["second"]["nothing"] is None
    assert data["second"]["list"] == ["a", {"key": "quoted, text"}]


def test_every_key_knows_its_line():
    document = parse_document(TEXT, "a.yaml")
    assert document.line_of(("first",)) == 2
    assert document.line_of(("second", "number")) == 5
    assert document.line_of(("second", "list", 1, "key")) == 9


def test_unknown_keys_have_the_line_of_their_parent():
    document = parse_document(TEXT, "a.yaml")
    assert document.line_of(("second", "missing", "deeper")) == 3
    assert document.line_of(("missing",)) == 1


def test_later_errors_are_located_by_their_key():
    document = parse_document(TEXT, "a.yaml")
    assert str(document.locate(InputError("wrong", key="second.list.1"))) == "a.yaml:9: second.list.1: wrong"
    assert str(document.locate(InputError("wrong", file="b.h5"))) == "b.h5: wrong"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.yaml:1: the file is empty"),
        ("# nothing but a comment\n", "a.yaml:1: the file is empty"),
        ("---\n", "a.yaml:1: the file is empty"),
        ("\n- a\n- b\n", "a.yaml:2: the file holds a list where keys are needed"),
        ("just text", "the file holds plain text where keys are needed"),
        ("a: 1\nb: [1, 2", "a.yaml:2: this is not YAML"),
        ("a: b: c", "put text that holds ': ' in quotes"),
        ("\ta: 1", "a.yaml:1: this is not YAML"),
        ("a: 1\n---\nb: 2\n", "this is not YAML"),
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3: a: stands here a second time (first on line 1)"),
        ("x: {a: 1, a: 2}", "a.yaml:1: x.a: stands here a second time"),
        ("a: !!python/object:os.system {}", "the tag"),
        ("a: !mine 3", "the tag '!mine' has no meaning here"),
        ("? [1, 2]\n: 3", "a key must be a plain word"),
        ("a: &x\n  b: *x", "the alias (*name) stands inside of what it means"),
        ("[" * 3000, "nested too deeply"),
        (
            "a: &x {b: 1}\nc:\n  <<: *x\n",
            "a.yaml:3: c: merge keys (<<) are not supported; write",
        ),
        ("a: \x07", "this is not YAML"),
    ],
)
def test_what_is_no_run_file(text, message):
    with pytest.raises(InputError) as caught:
        parse_document(text, "a.yaml")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_standard_input_is_not_read():
    with pytest.raises(InputError, match=r"^-: there is no such file; standard input is not read"):
        read_document("-")


def test_plain_aliases_work():
    data = parse_document("a: &x {size: 5 mm}\nb: *x", "a.yaml").data
    assert data["b"] == {"size": "5 mm"}


def test_aliases_cannot_blow_up():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(InputError, match="too many nested keys or aliases"):
        parse_document("\n".join(lines), "a.yaml")


def test_deep_nesting_is_refused():
    text = "\n".join("  " * depth + f"k{depth}:" for depth in range(60))
    with pytest.raises(InputError, match="too many nested keys"):
        parse_document(text, "a.yaml")


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "water.yaml").write_text("a: 1")
    with pytest.raises(InputError, match=r"watr\.yaml: there is no such file; did you mean 'water\.yaml'"):
        read_document(tmp_path / "watr.yaml")
    with pytest.raises(InputError, match="nor the folder"):
        read_document(tmp_path / "none" / "a.yaml")
    with pytest.raises(InputError, match="is a folder"):
        read_document(tmp_path)
    (tmp_path / "binary.yaml").write_bytes(b"\x89HDF\r\n\x1a\n\xff\xfe")
    with pytest.raises(InputError, match="is not a text file"):
        read_document(tmp_path / "binary.yaml")


def test_byte_order_marks_are_no_part_of_the_text(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    document = read_document(tmp_path / "a.yaml")
    assert document.data == {"a": "1", "b": "2"}
    assert document.folder == tmp_path
