"""The page about a result: whole, accessible, and deaf to hostile names."""

from __future__ import annotations

import base64
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from mcsim.errors import InputError, ResourceError
from mcsim.report.page import report_page, write_report
from mcsim.results import Result
from tests.results.conftest import ledger, make_result, provenance

VOID = {"meta", "img", "rect", "br"}


class Page(HTMLParser):
    """Elements of a page, checked for being closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def named(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def words(self):
        return " ".join(" ".join(self.text).split())


@pytest.fixture(scope="module")
def page(result) -> Page:
    return Page(report_page(result))


def test_elements_are_closed(page):
    assert page.open == []
    assert [tag for tag, _ in page.elements].count("h1") == 1


def test_hostile_names_are_text(page, result):
    assert page.named("script") == []
    assert page.named("b") == []
    assert result.provenance.title in page.words
    assert "<b>insert</b>" in page.words
    for _, attributes in page.elements:
        assert not any(name.startswith("on") for name in attributes)


def test_nothing_is_fetched(page):
    sources = [
        attributes[name] for _, attributes in page.elements for name in ("src", "href") if name in attributes
    ]
    assert sources
    assert all(each.startswith(("data:image/", "#")) for each in sources)
    assert page.named("link") == []
    style = "".join(page.text)
    assert "url(" not in style
    assert "@import" not in style


def test_pictures_are_drawings_with_words(page):
    pictures = page.named("img")
    assert len(pictures) >= 4  # phantom, dose, uncertainty, histograms, spectrum
    for each in pictures:
        assert len(each["alt"]) > 20
        media, data = each["src"].split(",", 1)
        assert media == "data:image/svg+xml;base64"
        drawing = base64.b64decode(data).decode()
        assert drawing.rstrip().endswith("</svg>")
        assert "<script" not in drawing


def test_links_lead_somewhere(page):
    anchors = {attributes.get("id") for _, attributes in page.elements}
    assert {link["href"].removeprefix("#") for link in page.named("a")} <= anchors


@pytest.mark.parametrize(
    "words",
    [
        "6_000 in 12 of 12 batches",
        "particle photon energy 6 MeV",
        "parallel, along +z",
        "8 x 8 x 6 (x, y, z)",
        "200 keV (electrons, positrons), 10 keV (photons)",
        "water 1 78 O 88.8 %, H 11.2 %",
        "the ledger closes exactly",
        "12 particles were given up",
        "identity of seed 1",
    ],
)
def test_what_is_said(page, words):
    assert words in page.words


def test_regions_have_their_doses(page, result):
    mask = result.setup.mask("<b>insert</b>")
    mean = 1e12 * result["dose"].dvh(mask).mean
    assert f"{mean:.4g}" in page.words


def test_ledger_bars_have_words(page):
    bars = [each for each in page.named("svg") if each.get("role") == "img"]
    assert len(bars) == 6
    assert bars[0]["aria-label"] == "100 % of the emitted energy"


def test_results_without_a_setup(bare):
    page = Page(report_page(bare))
    assert "Set-up" not in page.words
    assert page.named("img")


def test_many_densities(crowded):
    assert "1 (varies)" in Page(report_page(crowded)).words


def test_setups_of_other_versions_say_less(bare, result):
    bare.setup = replace(result.setup, source="{", physics="", compositions="[]")
    page = Page(report_page(bare))
    assert "Geometry" in page.words
    assert "Source" not in page.words
    assert "not kept in this file" in page.words


def test_results_without_histories_or_tallies():
    empty = provenance([0])
    object.__setattr__(empty, "completed", ())
    page = Page(report_page(Result(empty, ledger([]), [make_result([0])["dose"].raw])))
    assert "incomplete" in page.words
    assert "No histories yet" in page.words
    assert "holds no tallies" in Page(report_page(Result(provenance([0]), ledger([0]), []))).words


def test_one_batch_has_no_uncertainty():
    assert Page(report_page(make_result([0]))).open == []


def test_files(result, tmp_path):
    path = write_report(result, tmp_path / "a.html")
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    with pytest.raises(InputError, match="exists already"):
        write_report(result, path, force=False)
    with pytest.raises(InputError, match=r"ends in \.html"):
        write_report(result, tmp_path / "a.pdf")
    with pytest.raises(ResourceError, match="does not exist"):
        write_report(result, tmp_path / "none" / "a.html")
    assert [each.name for each in tmp_path.iterdir()] == ["a.html"]
