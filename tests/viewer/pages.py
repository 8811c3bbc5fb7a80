"""A page in the browser, with what it complains of."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from PIL import Image

READY = 20_000  # ms until a page has to be there


@contextmanager
def opened(browser: Any, url: str, size: tuple[int, int] = (1400, 1100)) -> Iterator[Any]:
    """A page that has loaded; what it complains of fails the test at the end."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    page.wait_for_selector("#reading", timeout=READY)
    yield page
    page.close()
    assert complaints == []


def pictured(page: Any, selector: str, is_right: Callable[[np.ndarray], bool]) -> np.ndarray:
    """What an element shows, once it is as wanted; fails when it is not in time."""
    for _ in range(READY // 200):
        shown = picture(page, selector)
        if is_right(shown):
            return shown
        page.wait_for_timeout(200)
    raise AssertionError(f"{selector} did not come to show what it should")


def picture(page: Any, selector: str) -> np.ndarray:
    """What an element shows, (rows, columns, 3)."""
    data = page.locator(selector).first.screenshot()
    return np.array(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)
