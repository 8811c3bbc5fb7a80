"""The report on validation cases: a table on the terminal, a Markdown page, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mcsim.data import physics_data_digest
from mcsim.errors import ResourceError
from mcsim.results.writing import written_whole
from mcsim.validation.outcome import CaseReport, Row
from mcsim.validation.pictures import draw
from mcsim.version import __version__

if TYPE_CHECKING:
    from rich.table import Table

PAGE = "validation.md"
PICTURES = "validation"
_COLORS = {"passed": "green", "failed": "bold red", "undecided": "yellow", "not run": "dim"}
_COLUMNS = ("quantity", "reference", "mcsim", "deviation", "tolerance", "target", "verdict")


def terminal_table(reports: Sequence[CaseReport]) -> Table:
    """All rows of all cases as a table for the terminal, short enough for 80 columns."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("quantity", overflow="fold")
    for column in ("deviation", "tolerance"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for report in reports:
        style = _COLORS[report.verdict]
        about = Text(report.name, style="bold")
        table.add_row(about, "", "", Text(report.verdict, style=style))
        if report.reason:
            table.add_row("  " + report.reason)
        for row in report.rows:
            quantity, _, _, deviation, limit, _, _ = _cells(row)
            verdict = Text(row.verdict, style=_COLORS[row.verdict])
            table.add_row("  " + quantity, deviation, limit, verdict)
    return table


def _cells(row: Row) -> tuple[str, ...]:
    """Text of a row in the order of the columns."""
    noise = f" ± {row.sigma:.2g}" if row.sigma else ""
    aim = "" if row.target is None else f"{row.target:.3g} {row.unit}, {_aimed(row)}"
    limit = f"{row.tolerance:.3g} {row.unit}"
    deviation = f"{row.deviation:+.2f}{noise} {row.unit}"
    return row.quantity, row.reference, row.measured, deviation, limit, aim, row.verdict


def _aimed(row: Row) -> str:
    return {"passed": "met", "failed": "missed"}.get(str(row.target_verdict), str(row.target_verdict))


def write_report(reports: Sequence[CaseReport], folder: Path, factor: float = 1.0) -> Path:
    """Write `validation.md` and the pictures (in `validation/`) into a folder; path of the page.

    Raises:
        ResourceError: the folder cannot be written.
    """
    pictures = folder / PICTURES
    try:
        pictures.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResourceError(f"this folder cannot be made: {error.strerror}", pictures) from None
    names = {report.name: draw(report, pictures) for report in reports}
    page = folder / PAGE
    with written_whole(page) as part:
        part.write_text(markdown(reports, names, factor), encoding="utf-8")
    return page


def markdown(reports: Sequence[CaseReport], pictures: dict[str, list[str]], factor: float = 1.0) -> str:
    """The page; `pictures` names the files of each case."""
    parts = [_introduction(reports, factor), _overview(reports)]
    parts += [_case(report, pictures.get(report.name, [])) for report in reports]
    return "\n\n".join(parts) + "\n"


def _introduction(reports: Sequence[CaseReport], factor: float) -> str:
    seconds = sum(report.cpu_time for report in reports)
    quick = "" if factor == 1.0 else f" Histories: {factor:g} times what the cases ask for."
    return (
        "# Validation\n\n"
        f"Made by `mcsim validate` with mcsim {__version__}, physics data {physics_data_digest()[:12]},"
        f" in {seconds / 60.0:.0f} minutes of processor time.{quick}\n\n"
        "Every case compares mcsim with somebody else's numbers: another code, a published table, an"
        " experiment, or an exact theorem. Nothing is normalised, and nothing fitted unless the case says"
        " so. A deviation is shown with the noise of mcsim (1 sigma, by the jackknife over ten independent"
        " parts of the run). A row is *passed* when the deviation is within its tolerance and the noise is"
        " at most a third of it; with more noise it is *undecided*, unless the deviation is sure. Where"
        " the noise of a reference point is more than a third of the tolerance, twice that noise is added"
        " to it; a mean whose reference is as noisy is *undecided* when it is outside, unless that is"
        " sure. For curves the worst point is shown. The *target* is a tighter tolerance to aim at. A case"
        " without its reference is *not run*."
    )


def _overview(reports: Sequence[CaseReport]) -> str:
    lines = ["| case | what | verdict |", "| --- | --- | --- |"]
    lines += [
        f"| [{report.name}](#{_anchor(report)}) | {report.title} | {_verdict(report)} |" for report in reports
    ]
    return "\n".join(lines)


def _anchor(report: CaseReport) -> str:
    kept = [letter for letter in report.name.casefold() if letter.isalnum() or letter in "-_ "]
    return "".join(kept).replace(" ", "-")


def _verdict(report: CaseReport) -> str:
    return f"{report.verdict}: {report.reason}" if report.reason else report.verdict


def _case(report: CaseReport, pictures: list[str]) -> str:
    parts = [f"## {report.name}\n\n**{report.title}.** {' '.join(report.description.split())}"]
    parts.append(f"Reference: {' '.join(report.citation.split())}")
    if report.reason:
        parts.append(f"Not run: {report.reason}.")
    if report.histories:
        parts.append(f"{report.histories:_} histories, {report.cpu_time:.0f} s; {report.settings}.")
    if report.rows:
        parts.append(_table(report.rows))
    parts += [f"![{report.title}]({PICTURES}/{name})" for name in pictures]
    return "\n\n".join(parts)


def _table(rows: Sequence[Row]) -> str:
    lines = [f"| {' | '.join(_COLUMNS)} |", "| --- | --- | --- | ---: | ---: | ---: | --- |"]
    return "\n".join(lines + [f"| {' | '.join(_cells(row))} |" for row in rows])
