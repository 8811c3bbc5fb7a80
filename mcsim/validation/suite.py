"""Running validation cases and writing the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mcsim.config import RunFile
from mcsim.errors import InputError
from mcsim.geometry import VoxelPhantom
from mcsim.simulation import Simulation
from mcsim.validation.case import (
    Attenuation,
    BeamRadius,
    BlockMeans,
    Case,
    DistalDepth,
    Equilibrium,
    Maximum,
    NumberGroup,
    Peaks,
    Points,
    Rings,
    Stopping,
    Widths,
    case_files,
    chosen_files,
    read_case,
)
from mcsim.validation.curves import block_rows, curve_panel, point_rows
from mcsim.validation.distal import distal_depth_rows, maximum_rows
from mcsim.validation.equilibrium import equilibrium_rows, same_medium
from mcsim.validation.lateral import ring_rows, width_rows
from mcsim.validation.numbers import number_rows
from mcsim.validation.outcome import CaseReport, Row
from mcsim.validation.panels import Panel
from mcsim.validation.peaks import peak_rows
from mcsim.validation.phantom import read_phantom
from mcsim.validation.radius import radius_rows
from mcsim.validation.reading import ComparedCurve, compare_curve
from mcsim.validation.reference import MissingReference, find_reference
from mcsim.validation.report import write_report
from mcsim.validation.sample import Sample, run_parts
from mcsim.validation.tables import attenuation_rows, stopping_rows

Notice = Callable[[str], None]


def case_names() -> list[str]:
    """Names of the shipped cases, sorted."""
    return list(case_files())


def run_cases(
    names: Iterable[str] | None = None,
    references: str | Path | None = None,
    histories_factor: float = 1.0,
    output_folder: str | Path | None = None,
    threads: int | None = None,
    device: str = "cpu",
    notice: Notice | None = None,
) -> list[CaseReport]:
    """Run validation cases.

    Args:
        names: names of cases, parts of names, or paths of case files; default: all shipped ones.
        references: folder with reference tables that are not shipped.
        histories_factor: histories relative to what the cases ask for; below 1 for a quick look, whose
            verdicts stay undecided where the noise is above a third of a tolerance.
        output_folder: where `validation.md` and the pictures go, also when the cases after them are
            interrupted; default: nothing is written.
        threads: of the CPU; default: all cores.
        device: as in `Simulation.run`.
        notice: called with a line of text before and after each case.

    Returns:
        one report for each case; a case without its reference says so and is not run.

    Raises:
        InputError: no such case, a wrong case file, or a factor that is not above 0.
    """
    if not histories_factor > 0.0:
        raise InputError(f"{histories_factor:g} times the histories; the factor must be above 0")
    folder = Path(references) if references is not None else None
    tell = notice or (lambda line: None)
    chosen = chosen_files(list(names) if names is not None else None)
    reports: list[CaseReport] = []
    try:
        for name, path in chosen.items():
            tell(f"{name} ...")
            reports.append(run_case(name, path, folder, histories_factor, threads, device))
            tell(str(reports[-1]))
    finally:
        if output_folder is not None and reports:
            write_report(reports, Path(output_folder), histories_factor)
    return reports


def run_case(
    name: str,
    path: Path,
    references: Path | None = None,
    factor: float = 1.0,
    threads: int | None = None,
    device: str = "cpu",
) -> CaseReport:
    """Run the case of one file.

    Raises:
        InputError: the case file is wrong.
    """
    case, document = read_case(path)
    report = CaseReport(name, case.title, case.description, case.citation)
    try:
        for file in case.reference_files():
            find_reference(file, references)
    except MissingReference as missing:
        return replace(report, reason=str(missing))
    run_files = case.run_files(document, _given_phantom(case, references))
    phantoms = {key: _phantom(case, run_file.geometry) for key, run_file in run_files.items()}
    samples = {
        key: run_parts(run_file, _simulation(run_file, phantoms[key]), factor, threads, device)
        for key, run_file in run_files.items()
    }
    work = _Work(case, run_files, phantoms, samples, references)
    rows, panels = work.compare()
    return replace(
        report,
        rows=rows,
        panels=panels,
        histories=sum(sample.histories for sample in samples.values()),
        cpu_time=sum(sample.cpu_time for sample in samples.values()),
        settings=_settings(run_files),
    )


def case_simulations(path: Path, references: Path | None = None) -> dict[str, tuple[RunFile, Simulation]]:
    """The runs of a case by variant, each as its run file and simulation; none of a case of tables.

    Raises:
        InputError: the case file is wrong. MissingReference: its phantom is not at hand.
    """
    case, document = read_case(path)
    return {
        key: (run_file, _simulation(run_file, _phantom(case, run_file.geometry)))
        for key, run_file in case.run_files(document, _given_phantom(case, references)).items()
    }


def _given_phantom(case: Case, references: Path | None) -> VoxelPhantom | None:
    """The phantom of a reference file that a case runs in, if it does."""
    if case.phantom is None:
        return None
    return read_phantom(case.phantom, find_reference(case.phantom.file, references))


def _phantom(case: Case, phantom: VoxelPhantom) -> VoxelPhantom:
    return phantom if case.media == "as written" else same_medium(phantom, copies=case.media == "copies")


def _simulation(run_file: RunFile, phantom: VoxelPhantom) -> Simulation:
    return Simulation(
        phantom, run_file.source, run_file.physics, tuple(run_file.tallies.values()), run_file.title
    )


def _settings(run_files: dict[str, RunFile]) -> str:
    """Cutoffs and accuracy of the runs, each different setting once."""
    words = []
    for run_file in run_files.values():
        physics, cutoff = run_file.physics, run_file.physics.cutoff
        energies = f"cutoffs {1e3 * cutoff.electron:g} keV (electrons), {1e3 * cutoff.photon:g} keV (photons)"
        if run_file.source.particle == "proton":
            energies = f"cutoff {1e3 * cutoff.hadron:g} keV (protons and ions)"
        words.append(f"{energies}, accuracy {physics.accuracy}")
    return "; ".join(dict.fromkeys(words))


@dataclass(frozen=True)
class _Work:
    """The runs of a case, ready to be compared."""

    case: Case
    run_files: dict[str, RunFile]
    phantoms: dict[str, VoxelPhantom]
    samples: dict[str, Sample]
    references: Path | None

    def compare(self) -> tuple[list[Row], list[Panel]]:
        """Rows and pictures of all checks."""
        rows: list[Row] = []
        panels: list[Panel] = []
        curves = {name: self._curve(name) for name in self.case.curves}
        for name, compared in curves.items():
            own = [check for check in self.case.checks if getattr(check, "curve", None) == name]
            points = [check for check in own if isinstance(check, Points)]
            means = [check for check in own if isinstance(check, BlockMeans)]
            panels.append(curve_panel(compared, points, means))
        for check in self.case.checks:
            if isinstance(check, Points | BlockMeans | DistalDepth | Maximum):
                rows += self._curve_rows(check, curves)
            else:
                found, pictures = self._other_rows(check)
                rows += found
                panels += pictures
        each_once = dict.fromkeys(rows)  # two checks of one aligned curve tell the same shift
        return [*each_once, *self._ledger_rows()], panels

    def _curve(self, name: str, run: str | None = None) -> ComparedCurve:
        """A curve with its reference, in the run that it names or in another."""
        curve = self.case.curves[name]
        run = run or curve.run or self._only
        if run not in self.samples:
            raise InputError(f"no run is called '{run}'", key=f"curves.{name}.run")
        return compare_curve(name, curve, self.samples[run], self.references)

    @property
    def _only(self) -> str:
        """The run meant where none is named."""
        return next(iter(self.samples), "")

    def _curve_rows(
        self, check: Points | BlockMeans | DistalDepth | Maximum, curves: dict[str, ComparedCurve]
    ) -> list[Row]:
        if check.curve not in curves:
            raise InputError(
                f"no curve is called '{check.curve}'; there are {', '.join(curves)}", key="checks"
            )
        compared = curves[check.curve]
        if isinstance(check, Points):
            return point_rows(compared, check)
        if isinstance(check, BlockMeans):
            return block_rows(compared, check)
        if isinstance(check, Maximum):
            return maximum_rows(compared, check)
        other = None if check.minus_run is None else self._curve(check.curve, check.minus_run)
        return distal_depth_rows(compared, check, other)

    def _other_rows(
        self,
        check: NumberGroup | Peaks | Widths | Rings | Equilibrium | BeamRadius | Attenuation | Stopping,
    ) -> tuple[list[Row], Sequence[Panel]]:
        if isinstance(check, NumberGroup):
            rows, panel = number_rows(check, self.samples, self._only)
            return rows, [panel]
        if isinstance(check, Peaks):
            rows, panel = peak_rows(check, self.samples, self._only)
            return rows, [panel]
        if isinstance(check, Widths | Rings):
            sample = self.samples[self._only]
            rows, panel = width_rows(check, sample) if isinstance(check, Widths) else ring_rows(check, sample)
            return rows, [panel]
        if isinstance(check, Equilibrium):
            rows, panel = equilibrium_rows(check, self.samples, self.run_files, self.phantoms)
            return rows, [panel]
        if isinstance(check, BeamRadius):
            rows, panel = radius_rows(check, self.samples, self.references)
            return rows, [panel]
        if isinstance(check, Attenuation):
            return attenuation_rows(check, self.references)
        return stopping_rows(check, self.references)

    def _ledger_rows(self) -> list[Row]:
        """The energy ledger must close to the last quantum in every run."""
        if not self.samples:
            return []
        broken = [name for name, sample in self.samples.items() if not sample.balanced]
        return [
            Row(
                quantity="energy ledger closes",
                reference="0 quanta left",
                measured=f"open in {', '.join(broken)}" if broken else "0 quanta left",
                deviation=float(len(broken)),
                sigma=0.0,
                reference_sigma=0.0,
                tolerance=0.0,
                target=None,
                unit="runs",
                verdict="failed" if broken else "passed",
            )
        ]
