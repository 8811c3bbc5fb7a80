"""A headless browser: Debian's chromium, driven by playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The browser; tests are skipped without one, but fail where MCSIM_REQUIRE_BROWSER is set, as in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("MCSIM_REQUIRE_BROWSER"):
            pytest.fail("there is no chromium here; install it: apt-get install chromium")
        pytest.skip("there is no chromium here; apt-get install chromium runs these tests")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--force-device-scale-factor=1"],
        )
        yield launched
        launched.close()
