"""`RunFile`: everything a run file says, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

import yaml
from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from mcsim.checks import check_run
from mcsim.errors import InputError, McsimError, shown
from mcsim.geometry import VoxelPhantom
from mcsim.schema.description import Description
from mcsim.schema.document import Document, parse_document, read_document
from mcsim.schema.keyed import ByKey
from mcsim.schema.typed import ByType
from mcsim.settings import Physics, Run
from mcsim.sources import Beam, ScannedBeam
from mcsim.tallies import (
    Dose,
    Escape,
    Kerma,
    LinearEnergyTransfer,
    PlaneFluence,
    PulseHeight,
    RegionEnergy,
    Tracks,
)

if TYPE_CHECKING:
    from mcsim.simulation import Simulation

AnyTally = Annotated[
    Dose | Kerma | LinearEnergyTransfer | RegionEnergy | Escape | PlaneFluence | PulseHeight | Tracks,
    ByType(
        dose=Dose,
        kerma=Kerma,
        let=LinearEnergyTransfer,
        region_energy=RegionEnergy,
        escape=Escape,
        plane=PlaneFluence,
        pulse_height=PulseHeight,
        tracks=Tracks,
    ),
]

AnySource = Annotated[Beam | ScannedBeam, ByKey(Beam, "spots", ScannedBeam)]

FORMAT_VERSION = 1


def _check_version(given: Any) -> int:
    if str(given) != str(FORMAT_VERSION):
        raise InputError(f"format {shown(given)} is not known; this mcsim reads format {FORMAT_VERSION}")
    return FORMAT_VERSION


FormatVersion = Annotated[int, BeforeValidator(_check_version, json_schema_input_type=Literal[1])]


def _default_tallies() -> dict[str, AnyTally]:
    return {"dose": Dose(name="dose")}


class RunFile(Description):
    """A run: geometry, source, physics, tallies and how many histories."""

    mcsim: FormatVersion = Field(description="version of the run-file format: 1")
    title: str = Field("", description="for plots and result files")
    geometry: VoxelPhantom = Field(description="the phantom")
    source: AnySource = Field(
        description="the particles that come in; a scanned beam where the key 'spots' stands"
    )
    physics: Physics = Field(default_factory=Physics, description="cutoffs, thresholds and accuracy")
    tallies: dict[str, AnyTally] = Field(
        default_factory=_default_tallies,
        description="what to score, by name; default: the dose in the phantom's voxels",
    )
    run: Run = Field(default_factory=Run, description="how many histories, and how they are run")
    output: str | None = Field(
        None, description="result file, from the current folder; default: the run file's name with .h5"
    )

    _document: Document | None = PrivateAttr(None)

    @property
    def text(self) -> str:
        """Text of the file; for a description made in Python, text that means the same."""
        if self._document is not None:
            return self._document.text
        return yaml.safe_dump(self.to_mapping(), sort_keys=False, allow_unicode=True)

    @property
    def output_path(self) -> Path:
        """Where the result goes when the command line does not say."""
        if self.output is None and self._document is not None:
            return Path(self._document.file).with_suffix(".h5").relative_to(self._document.folder)
        return Path(self.output or "result.h5")

    def locate(self, error: McsimError) -> McsimError:
        """An error of the run with the file and line that its key stands on."""
        return self._document.locate(error) if self._document is not None else error

    def with_option(self, option: str, section: str, **values: Any) -> Self:
        """The same run with values of a section replaced, as an option of the command line asks.

        Raises:
            InputError: they do not fit; names the option.
        """
        try:
            changed = self.changed(**{section: getattr(self, section).changed(**values)})
        except InputError as error:
            raise InputError(error.message, key=option) from None
        changed._document = self._document
        return changed

    def simulation(self) -> Simulation:
        """The simulation described."""
        from mcsim.simulation import Simulation

        tallies = tuple(self.tallies.values())
        return Simulation(self.geometry, self.source, self.physics, tallies, self.title)

    @model_validator(mode="before")
    @classmethod
    def _name_tallies(cls, data: Any) -> Any:
        """Give each tally the name that its key says."""
        if not isinstance(data, Mapping) or not isinstance(data.get("tallies"), Mapping):
            return data
        named = {}
        for key, tally in data["tallies"].items():
            if isinstance(tally, Mapping):
                if tally.get("name", key) != key:
                    raise InputError(
                        f"leave it out; the tally is called {shown(key)} by its key",
                        key=f"tallies.{key}.name",
                    )
                tally = {"name": key, **tally}
            named[key] = tally
        return {**data, "tallies": named}

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.tallies:
            raise InputError("names nothing to score; write one, such as 'dose: {type: dose}'", key="tallies")
        if self.run.batches > self.run.histories:
            raise InputError(
                f"{self.run.batches} batches for {self.run.histories} histories; a batch needs at least one",
                key="run.batches",
            )
        if self.run.until is not None and not any(isinstance(tally, Dose) for tally in self.tallies.values()):
            raise InputError("judges a dose tally, and there is none; add one", key="run.until")
        check_run(self.geometry, self.source, self.physics, self.tallies.values())
        return self


def load_run_file(path: str | Path) -> RunFile:
    """Read and check a run file.

    Raises:
        InputError: something is wrong; with file, line and key.
        ResourceError: the run does not fit into memory; likewise.
    """
    return _read(read_document(path))


def parse_run_file(text: str, file: str = "run file") -> RunFile:
    """Read and check the text of a run file; `file` names it in messages.

    Raises:
        InputError: something is wrong; with file, line and key.
        ResourceError: the run does not fit into memory; likewise.
    """
    return _read(parse_document(text, file))


def _read(document: Document) -> RunFile:
    run_file = document.read_as(RunFile)
    run_file._document = document
    return run_file
