"""Pictures inside pages: figures as data that need no file beside them."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mcsim.plots.style import house_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Picture:
    """A picture for a page.

    Attributes:
        data: a `data:` address that holds it whole.
        alt: what it shows, for those who do not see it.
        width: on the page, in CSS pixels.
    """

    data: str
    alt: str
    width: int


def embedded(figure: Figure, alt: str, kind: Literal["svg", "png"] = "svg") -> Picture:
    """A figure as a picture of a page: drawn by lines (svg), or by dots (png), which is smaller for cards."""
    buffer = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {}
    with house_style():
        figure.savefig(buffer, format=kind, metadata=metadata, dpi=160)
    text = base64.b64encode(buffer.getvalue()).decode("ascii")
    media = {"svg": "image/svg+xml", "png": "image/png"}[kind]
    return Picture(f"data:{media};base64,{text}", alt, round(96 * figure.get_figwidth()))
