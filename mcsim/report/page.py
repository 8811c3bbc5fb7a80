"""`mcsim report`: one self-contained HTML page about a result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcsim.errors import InputError
from mcsim.report.ledger import ledger_lines
from mcsim.report.pictures import Picture, embedded
from mcsim.report.setup import described_physics, described_source, materials_of
from mcsim.report.tallies import report_tally
from mcsim.report.templating import rendered
from mcsim.report.words import Rows, composition_words, phantom_rows
from mcsim.results.writing import check_writable, written_whole

if TYPE_CHECKING:
    from mcsim.results.result import Result
    from mcsim.results.setup import Setup

_SECTIONS = {
    "Run": "run",
    "Set-up": "setup",
    "Materials": "materials",
    "Tallies": "tallies",
    "Energy ledger": "energy",
    "Provenance": "provenance",
}


def write_report(result: Result, path: str | Path, force: bool = True) -> Path:
    """Write the page about a result.

    Args:
        result: any result, incomplete ones too.
        path: ends in .html.
        force: replace an existing file.

    Raises:
        InputError: another ending, or the file exists and `force` is false.
        ResourceError: the file cannot be written.
    """
    path = Path(path)
    check_page(path, force)
    with written_whole(path) as temporary:
        temporary.write_text(report_page(result), encoding="utf-8")
    return path


def check_page(path: Path, force: bool) -> None:
    """Refuse a name for a page before work is spent on it.

    Raises:
        InputError: its ending is not .html, or it exists and `force` is false.
        ResourceError: its folder does not exist or cannot be written to.
    """
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"'{path}' is no page; write a name that ends in .html", key="--output")
    check_writable(path, force)


def report_page(result: Result) -> str:
    """The page as text: set-up, materials, tallies with pictures, energy ledger and provenance.

    It needs no network and no file beside it; names from the result are escaped.
    """
    run = result.provenance
    setup = _setup_parts(result.setup) if result.setup is not None else []
    materials = _materials(result.setup) if result.setup is not None else []
    missing = {name for name, there in (("Set-up", setup), ("Materials", materials)) if not there}
    return rendered(
        "page.html",
        title=run.title or "mcsim result",
        about=" · ".join(part for part in (run.date, f"mcsim {run.version}", run.device) if part),
        warnings=_warnings(result),
        sections=[item for item in _SECTIONS.items() if item[0] not in missing],
        run=_run_rows(result),
        setup=setup,
        materials=materials,
        tallies=[report_tally(result, tally) for tally in result.values()],
        ledger=ledger_lines(result),
        verdict=_verdict(result),
        provenance=_provenance_rows(result),
        run_file=run.run_file,
    )


def _warnings(result: Result) -> list[str]:
    run, warnings = result.provenance, []
    if not result.complete:
        warnings.append(f"The run is incomplete: {run.completed_batches} of {run.batches} batches are done.")
    elif run.gaps:
        warnings.append(f"This is a part of a run: {run.completed_batches} of {run.batches} batches.")
    if result.lost_particles:
        warnings.append(f"{result.lost_particles:_} particles were given up during transport.")
    if not result.ledger.closes:
        warnings.append(f"The energy ledger is open by {result.ledger.difference} quanta.")
    return warnings


def _run_rows(result: Result) -> Rows:
    run = result.provenance
    rows = [
        ("histories", f"{result.histories:_} in {run.completed_batches} of {run.batches} batches"),
        ("time", f"{run.wall_time:.4g} s on the clock, {run.cpu_time:.4g} s of processor time"),
    ]
    if run.wall_time > 0.0 and run.cpu_time > 0.0:
        speeds = (result.histories / seconds for seconds in (run.wall_time, run.cpu_time))
        on_clock, of_processor = (f"{float(f'{speed:.3g}'):_.0f}" for speed in speeds)
        rows.append(("speed", f"{on_clock} histories/s, {of_processor} per second of processor time"))
    threads = {0: "", 1: ", 1 thread"}.get(run.threads, f", {run.threads} threads")
    rows.append(("device", f"{run.device}{threads}"))
    rare = ", ".join(f"{name.replace('_', ' ')} {count:_}" for name, count in result.counts.items() if count)
    rows.append(("lost particles", f"{result.lost_particles:_}"))
    return rows + ([("rare events", rare)] if rare else [])


def _setup_parts(setup: Setup) -> list[tuple[str, Rows, list[Picture]]]:
    """Headings, rows and pictures of the set-up."""
    from mcsim.plots.phantoms import draw_phantom

    figure = draw_phantom(setup.edges, setup.material, setup.materials, setup.densities)
    alt = f"Middle slices of the phantom: {', '.join(setup.materials)}"
    parts: list[tuple[str, Rows, list[Picture]]] = [
        ("Source", described_source(setup), []),
        ("Geometry", phantom_rows(setup.edges, setup.region_names), [embedded(figure, alt)]),
        ("Physics", described_physics(setup), []),
    ]
    return [part for part in parts if part[1]]


def _materials(setup: Setup) -> list[tuple[str, str, str, str]]:
    """Name, density (g/cm3), mean excitation energy (eV) and composition of each material."""
    known = materials_of(setup)
    if len(known) != len(setup.materials):
        densities = setup.densities.tolist() if setup.densities.ndim == 1 else [None] * len(setup.materials)
        return [
            (name, "varies" if density is None else f"{density:.4g}", "", "not kept in this file")
            for name, density in zip(setup.materials, densities, strict=True)
        ]
    varies = " (varies)" if setup.densities.ndim == 3 else ""
    return [
        (
            each.name,
            f"{each.density:.6g}{varies}",
            f"{1e6 * each.mean_excitation_energy:.4g}",
            composition_words(each) if each.density else "nothing",
        )
        for each in known
    ]


def _verdict(result: Result) -> str:
    if result.ledger.closes:
        return "Every quantum of the emitted energy is accounted for: the ledger closes exactly."
    return f"The ledger does not close: {result.ledger.difference} quanta are missing."


def _provenance_rows(result: Result) -> Rows:
    run = result.provenance
    rows: list[tuple[str, Any]] = [
        ("identity", run.identity),
        ("seed", run.seed),
        ("histories per batch", f"{run.histories_per_batch:_}"),
        ("mcsim", run.version),
        ("physics data", run.physics_data),
        ("started", run.date),
        ("energy quantum", f"2^-{run.quantum_exponent} MeV"),
        *((f"digest: {name}", text) for name, text in run.identity_parts.items()),
    ]
    return [(heading, str(text)) for heading, text in rows if str(text)]
