"""Small SVG documents: a frame with axes in physical units, and the elements that stand in it.

SVG is text: it is made in a millisecond, sharp at any size, and the same in a browser, a notebook and a page.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FONT = "DejaVu Sans, Segoe UI, Roboto, Helvetica, Arial, sans-serif"
INK, PALE = "#222222", "#8a8a8a"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing, in pixels."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Scale:
    """How a quantity runs along one side of a box: from `low` at pixel `start` to `high` at pixel `end`."""

    low: float
    high: float
    start: float
    end: float

    def pixel(self, value: float) -> float:
        """Pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def value(self, pixel: float) -> float:
        """Value at a pixel."""
        return self.low + (pixel - self.start) / (self.end - self.start) * (self.high - self.low)

    def ticks(self, most: int = 6) -> list[float]:
        """Round values inside the range, at most so many."""
        from matplotlib.ticker import MaxNLocator

        low, high = min(self.low, self.high), max(self.low, self.high)
        found = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        margin = 1e-9 * (high - low)
        return [float(value) for value in found if low - margin <= value <= high + margin]


def document(width: float, height: float, parts: Sequence[str], ground: bool = True) -> str:
    """A whole SVG document, on white or on clear ground."""
    white = f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>' if ground else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
        f' height="{height:g}" font-family="{FONT}" font-size="11">{white}{"".join(parts)}</svg>'
    )


def data_url(svg: str) -> str:
    """A document as the address of a picture."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def text(x: float, y: float, words: str, anchor: str = "start", size: float = 11.0, extra: str = "") -> str:
    """A line of text with its baseline at y."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}" fill="{INK}" {extra}>'
        f"{html.escape(words)}</text>"
    )


def line(x1: float, y1: float, x2: float, y2: float, color: str, width: float = 1.0, extra: str = "") -> str:
    """A straight line."""
    return (
        f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" stroke="{color}"'
        f' stroke-width="{width:g}" {extra}/>'
    )


def path_of(x: Floats, y: Floats) -> str:
    """The `d` of a path through pixels."""
    return "M" + "L".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True)) if len(x) else ""


def picture(pixels: NDArray[np.uint8], box: Box) -> str:
    """An image (rows, columns, 3 or 4) that fills a box; its pixels stay squares."""
    return (
        f'<image x="{box.left:.2f}" y="{box.top:.2f}" width="{box.width:.2f}" height="{box.height:.2f}"'
        f' preserveAspectRatio="none" style="image-rendering:pixelated" href="{png_url(pixels)}"/>'
    )


def png_url(pixels: NDArray[np.uint8]) -> str:
    """An image (rows, columns, 3 or 4) as the address of a PNG."""
    return "data:image/png;base64," + base64.b64encode(png_bytes(pixels)).decode()


def png_bytes(pixels: NDArray[np.uint8]) -> bytes:
    """An image (rows, columns, 3 or 4) as PNG; quickly rather than small."""
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(stream, format="png", compress_level=1)
    return stream.getvalue()


def axes(box: Box, across: Scale, down: Scale, labels: tuple[str, str]) -> str:
    """Frame of a box with ticks, numbers and names of both axes."""
    left, bottom = box.left, box.top + box.height
    parts = [
        f'<rect x="{left:.2f}" y="{box.top:.2f}" width="{box.width:.2f}" height="{box.height:.2f}"'
        f' fill="none" stroke="{INK}"/>'
    ]
    for value in across.ticks(max(2, round(box.width / 55))):
        x = across.pixel(value)
        parts += [line(x, bottom, x, bottom + 4, INK), text(x, bottom + 15, number(value), "middle")]
    for value in down.ticks(max(2, round(box.height / 40))):
        y = down.pixel(value)
        parts += [line(left - 4, y, left, y, INK), text(left - 6, y + 4, number(value), "end")]
    middle = box.top + box.height / 2
    turn = f'transform="rotate(-90 {left - 40:.1f} {middle:.1f})"'
    parts.append(text(left + box.width / 2, bottom + 31, labels[0], "middle", 12))
    parts.append(text(left - 40, middle, labels[1], "middle", 12, turn))
    return "".join(parts)


def number(value: float) -> str:
    """A number on an axis, with a true minus sign."""
    return f"{value:.6g}".replace("-", "\u2212") if abs(value) > 1e-12 else "0"
