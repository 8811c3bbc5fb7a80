"""`mcsim.view` in a notebook."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

import mcsim
from mcsim.viewer import machine, notebook
from tests.results.conftest import make_result
from tests.viewer.pages import opened


@pytest.fixture
def in_a_notebook(monkeypatch):
    monkeypatch.setattr(notebook, "in_notebook", lambda: True)
    monkeypatch.delenv("JUPYTERHUB_SERVICE_PREFIX", raising=False)


def test_outside_of_a_notebook():
    assert not notebook.in_notebook()


def test_a_frame_with_the_page(in_a_notebook, browser: Browser):
    pytest.importorskip("IPython", reason="without IPython there is no notebook")
    frame = mcsim.view(make_result(range(4)), height=700)
    assert frame.height == 700
    with opened(browser, frame.src) as page:
        assert "dose" in page.inner_text("#reading")


def test_behind_a_hub_the_frame_goes_through_the_proxy(monkeypatch):
    assert notebook.frame_address("http://localhost:4321/") == "http://localhost:4321/"
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/someone/")
    assert notebook.frame_address("http://localhost:4321/") == "/user/someone/proxy/4321/"


def test_without_trame_a_picture(in_a_notebook, monkeypatch):
    pytest.importorskip("IPython", reason="without IPython there is no notebook")
    monkeypatch.setattr(machine, "find_spec", lambda name: None if name == "trame" else True)
    picture = mcsim.view(make_result(range(4)))
    assert picture.data.startswith(b"\x89PNG")
