"""Gallery notebooks are short, begin with a title and end in a picture; the docs build runs them."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import DOCS, NOTEBOOKS, links

NAMES = [notebook.stem for notebook in NOTEBOOKS]


def cells(name):
    """Pairs of the first line and the text of each cell."""
    text = (DOCS / "gallery" / f"{name}.py").read_text(encoding="utf-8")
    parts = re.split(r"^(# %%.*)$", text, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def test_the_page_of_the_gallery_lists_them_all():
    assert {link.removesuffix(".md") for link in links(DOCS / "gallery" / "index.md")} == set(NAMES)
    assert {"water_tank", "slab_phantom", "electron_beam", "kv_beam", "proton_peaks", "ct_phantom"} <= set(
        NAMES
    )


@pytest.mark.parametrize("name", NAMES)
def test_form(name):
    found = cells(name)
    assert len(found) <= 12
    assert found[0][0] == "# %% [markdown]"
    assert found[0][1].strip().startswith("# # ")
    assert 'alt="' in found[-1][0]


@pytest.mark.parametrize("name", NAMES)
def test_pictures_have_words(name):
    for head, text in cells(name):
        if re.search(r"\.plot\(|axes\.", text):
            assert re.search(r'alt="[^"]{20,}"', head), f"{name}: {head}"
