"""Text files of the user's."""

from __future__ import annotations

import pytest

from mcsim.errors import InputError
from mcsim.schema.text_file import as_path, read_text


def test_text_without_its_byte_order_mark(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfa,b\r\n1,2\r\n")
    assert read_text(tmp_path / "a.csv") == "a,b\n1,2\n"


def test_as_large_as_allowed_and_no_larger(tmp_path):
    (tmp_path / "a.csv").write_text("x" * 100)
    assert len(read_text(tmp_path / "a.csv", largest=100)) == 100
    with pytest.raises(InputError, match=r"a\.csv: is too large for a text file of this kind"):
        read_text(tmp_path / "a.csv", largest=99)


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "tube.csv").write_text("a")
    (tmp_path / "tune.yaml").write_text("a")
    (tmp_path / "binary.csv").write_bytes(b"\x89HDF\r\n\x1a\n\xff\xfe")
    for name, message in {
        "tune.csv": "tune.csv: there is no such file; did you mean 'tube.csv'?",
        "none/tube.csv": f"tube.csv: there is no such file, nor the folder '{tmp_path}/none'",
        "": "is a folder; name a file",
        "a\0b": "no file can have such a name",
        "x" * 300: "cannot be read: File name too long",
        "binary.csv": "binary.csv: is not a text file (UTF-8)",
    }.items():
        with pytest.raises(InputError) as caught:
            read_text(tmp_path / name)
        assert message in str(caught.value)


@pytest.mark.parametrize("given", [None, 5, ["a.csv"]])
def test_what_is_no_path(given):
    with pytest.raises(InputError, match="is no path of a file"):
        as_path(given)
