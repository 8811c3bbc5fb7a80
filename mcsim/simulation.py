"""`Simulation`: a geometry, a source, physics settings and tallies; `run` turns them into a `Result`."""

from __future__ import annotations

import numbers
import os
import reprlib
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mcsim.checks import check_names, check_run
from mcsim.errors import InputError
from mcsim.geometry.voxels import VoxelPhantom
from mcsim.notebook import card
from mcsim.progress import ProgressState
from mcsim.settings import Physics, Run
from mcsim.sources.scanned import AnyBeam
from mcsim.tallies import Dose, Tally, Tracks

if TYPE_CHECKING:
    from mcsim.results.result import Result
    from mcsim.results.tracks import TrackSet


@dataclass(frozen=True)
class Simulation:
    """A run to be: what is where, what comes in, how it is followed, what is scored.

    Attributes:
        geometry: the phantom.
        source: the beam, or the scanned beam.
        physics: cutoffs, production thresholds, accuracy.
        tallies: what to score; one dose tally on the phantom's voxels by default.
        title: for plots and files.
    """

    geometry: VoxelPhantom
    source: AnyBeam
    physics: Physics = field(default_factory=Physics)
    tallies: Sequence[Tally] = field(default_factory=lambda: (Dose(name="dose"),))
    title: str = ""

    def __post_init__(self) -> None:
        for name, kind, words in (
            ("geometry", VoxelPhantom, "a VoxelPhantom"),
            ("source", AnyBeam, "a Beam or a ScannedBeam"),
            ("physics", Physics, "a Physics"),
        ):
            if not isinstance(getattr(self, name), kind):
                raise _wrong(name, getattr(self, name), words)
        if not isinstance(self.tallies, Sequence):
            raise _wrong("tallies", self.tallies, "a list of tallies")
        for number, tally in enumerate(self.tallies):
            if not isinstance(tally, Tally):
                raise _wrong(f"tallies.{number}", tally, "a tally such as Dose('dose')")
        check_names(self.tallies)

    def _repr_html_(self) -> str:
        return card(self)

    def run(
        self,
        histories: float = 1_000_000,
        seed: int = 1,
        batches: int = 20,
        until: float | str | None = None,
        threads: int | None = None,
        device: str = "auto",
        shard: tuple[int, int] | None = None,
        output: str | Path | None = None,
        resume: bool = False,
        force: bool = False,
        progress: Callable[[ProgressState], None] | None = None,
        run_file: str = "",
        watch: Callable[[Result], None] | None = None,
    ) -> Result:
        """Run the simulation.

        Args:
            histories: number of source particles; rounded up to whole batches.
            seed: the same seed gives the same result to the bit, however the run is split.
            batches: equal parts of the run, from whose spread the uncertainty comes.
            until: stop at this mean relative uncertainty, such as 0.01 or "1 %", of the dose above half
                its maximum (after at least 10 batches).
            threads: of the CPU; default: all cores.
            device: "cpu", "cuda" (the first GPU), "cuda:N" (the N-th from 0), "cuda:all", or "auto": the
                first GPU where one works, else the CPU. For a shard "auto" is the CPU, so that all shards
                compute alike.
            shard: (I, N) to run the I-th of N parts; merge the results with `Result.merge`.
            output: result file to write; the run then keeps a checkpoint beside it.
            resume: go on from the checkpoint of an interrupted run of this output.
            force: replace an existing output.
            progress: called about ten times a second.
            run_file: text of the run file, kept with the result.
            watch: called with the result so far after a batch, at most every 2 s, and at the end. The run
                goes on changing the integers of such a result: take values from it before returning.

        Raises:
            InputError: something asked for does not fit. ResourceError: no memory, no writable folder, or no
                such device.
            IncompleteRun: interrupted; what is done is in the checkpoint. Without `output` an
                interrupted run returns the batches that are done, if there are at least two.
            DeviceError: the GPU failed, and there was no `output` to save to.
            TransportError: too many lost particles.
        """
        from mcsim.engine.job import Job
        from mcsim.engine.plan import make_plan
        from mcsim.results.writing import claimed

        _check_arguments(shard, device, output)
        asked = Run(histories=histories, batches=batches, seed=seed, until=until, threads=threads)
        check_run(self.geometry, self.source, self.physics, self.tallies)
        plan = make_plan(asked.histories, asked.batches, asked.seed, shard, asked.until)
        if until is not None and not any(isinstance(tally, Dose) for tally in self.tallies):
            raise InputError("'until' judges a dose tally, and there is none; add one", key="run.until")
        with claimed(Path(output)) if output is not None else nullcontext():
            job = Job.prepare(
                self.geometry,
                self.source,
                self.physics,
                self.tallies,
                plan,
                device="cpu" if device == "auto" and shard is not None else device,
                output=Path(output) if output is not None else None,
                resume=resume,
                force=force,
                title=self.title,
                run_file=run_file,
            )
            return job.run(asked.threads, progress, watch)

    def tracks(self, histories: int = 200, seed: int = 1) -> TrackSet:
        """Tracks of the first histories of a seed, without variance reduction.

        Raises:
            InputError: something asked for does not fit. ResourceError: no memory.
        """
        from mcsim.engine.tracks import follow_tracks

        asked = Tracks(name="tracks", histories=histories)
        check_run(self.geometry, self.source, self.physics, (asked,))
        return follow_tracks(self.geometry, self.source, self.physics, asked.histories, seed)


def _wrong(name: str, given: object, needed: str) -> InputError:
    return InputError(f"{reprlib.repr(given)} stands where {needed} is needed", key=name)


def _check_arguments(shard: object, device: object, output: object) -> None:
    """Refuse arguments of `run` of the wrong kind; what they say is checked where they are used."""
    if shard is not None and not _is_pair(shard):
        raise _wrong("shard", shard, "a pair of whole numbers such as (1, 4)")
    if not isinstance(device, str):
        raise _wrong("device", device, "a name such as 'cpu'")
    if output is not None and not isinstance(output, str | os.PathLike):
        raise _wrong("output", output, "the path of a file")


def _is_pair(given: object) -> bool:
    return (
        isinstance(given, tuple | list)
        and len(given) == 2
        and all(isinstance(each, numbers.Integral) for each in given)
    )
