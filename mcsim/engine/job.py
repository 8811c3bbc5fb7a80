"""A job: one run of a simulation, from its description to its result, with the files it keeps."""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mcsim.engine.checkpoint import checkpoint_path, load_checkpoint, save_checkpoint
from mcsim.engine.devices import Gpu, choose_gpus
from mcsim.engine.identity import identity_of, identity_parts, profile
from mcsim.engine.plan import Plan, RunState, quantum_exponent, start_state
from mcsim.engine.run import Backend, run_batches
from mcsim.engine.snapshots import Snapshots
from mcsim.engine.stop import StopRequest
from mcsim.engine.tracks import follow_tracks
from mcsim.errors import DeviceError, IncompleteRun, InputError, ResourceError
from mcsim.geometry.voxels import VoxelPhantom
from mcsim.progress import ProgressState
from mcsim.results.files import check_result_path
from mcsim.results.integers import to_ints
from mcsim.results.ledger import Ledger
from mcsim.results.raw import Provenance
from mcsim.results.result import Result
from mcsim.results.tracks import TrackSet
from mcsim.settings import Physics
from mcsim.sources.scanned import AnyBeam
from mcsim.tallies import Tally, Tracks
from mcsim.transport.ledger import COUNT_LINES, LEDGER_LINES
from mcsim.version import __version__
from mcsim.world.build import BuiltWorld, build_world
from mcsim.world.layout import ledger_lines

_REST_MASS = 1.1  # MeV: a bit more than the rest mass that one annihilation sets free


@dataclass(frozen=True)
class Job:
    """A run that is ready to start.

    Attributes:
        plan: its batches.
        built: the world and the layout of the scores.
        gpus: where it runs; none: on the CPU.
        axis: where depth curves are centred (cm, by axis name).
        exponent: k of the energy quantum 2^-k MeV.
        parts: parts of the run's identity.
        output: result file, or None.
        resume: go on from the checkpoint of `output`.
        title, run_file: kept with the result.
        follow: gives the tracks that were asked for, or None.
    """

    plan: Plan
    built: BuiltWorld
    gpus: tuple[Gpu, ...]
    axis: dict[str, float]
    exponent: int
    parts: dict[str, str]
    output: Path | None
    resume: bool
    title: str
    run_file: str
    follow: Callable[[], TrackSet] | None

    @classmethod
    def prepare(
        cls,
        geometry: VoxelPhantom,
        source: AnyBeam,
        physics: Physics,
        tallies: Sequence[Tally],
        plan: Plan,
        device: str = "cpu",
        output: Path | None = None,
        resume: bool = False,
        force: bool = False,
        title: str = "",
        run_file: str = "",
    ) -> Job:
        """Check the files and build the world.

        Raises:
            InputError: the output exists, or descriptions do not fit each other. ResourceError: the device
                cannot be used.
        """
        gpus = choose_gpus(device)
        if output is not None:
            check_result_path(output, force)
            if checkpoint_path(output).exists() and not (resume or force):
                raise InputError(
                    "an interrupted run has left a checkpoint here; go on with --resume, or start anew "
                    "with --force",
                    file=output,
                )
        elif resume:
            raise InputError("resume needs the output of the run that was interrupted")
        exponent = quantum_exponent(plan, source.highest_energy + _REST_MASS)
        scored = [tally for tally in tallies if not isinstance(tally, Tracks)]
        tracked = [tally for tally in tallies if isinstance(tally, Tracks)]
        if len(tracked) > 1:
            raise InputError("one tracks tally keeps the tracks of a run; leave the other out", key="tallies")
        built = build_world(geometry, source, physics, scored, exponent)
        follow = None
        if tracked:
            follow = partial(follow_tracks, geometry, source, physics, tracked[0].histories, plan.seed)
        parts = identity_parts(built.world, built.layout, plan, exponent, profile(gpus))
        return cls(
            plan, built, gpus, beam_axis(source), exponent, parts, output, resume, title, run_file, follow
        )

    def run(
        self,
        threads: int | None,
        progress: Callable[[ProgressState], None] | None,
        watch: Callable[[Result], None] | None = None,
    ) -> Result:
        """Run the batches that are missing and make the result; write it when there is an output.

        `watch` is called with the partial result now and then, and with the whole one at the end.

        Raises:
            IncompleteRun: interrupted, or the device failed, and what is done is saved. DeviceError: it
                failed and nothing is saved. TransportError: too many lost particles.
        """
        started = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        state = self._state()
        count = threads or available_threads()
        backend = self._backend(count)
        save = self._save if self.output is not None else None
        snapshots = Snapshots(self._partial_result, watch) if watch is not None else None
        with StopRequest() as stop:
            try:
                whole = run_batches(
                    backend,
                    self.plan,
                    self.built.layout,
                    state,
                    lambda: stop.requested,
                    progress,
                    save,
                    snapshots.batch_done if snapshots is not None else None,
                )
            except DeviceError as error:
                self._save_and_stop(state, error)
                raise
            if not whole:
                self._require_something(state)
            result = self._result(state, started, count, self.follow() if self.follow else None)
            if watch is not None:
                watch(result)
            if self.output is not None:
                _save_somewhere(result, self.output)
                checkpoint_path(self.output).unlink(missing_ok=True)
            return result

    def _backend(self, threads: int) -> Backend:
        world, seed = self.built.world, self.plan.seed
        if self.gpus:
            from mcsim.engine.cuda import CudaBackend

            return CudaBackend(world, seed, self.gpus, self.built.layout.size)
        from mcsim.engine.cpu import CpuBackend

        return CpuBackend(world, seed, threads)

    @property
    def _device(self) -> str:
        return " + ".join(f"cuda ({gpu.name})" for gpu in self.gpus) or "cpu"

    @property
    def _identity(self) -> str:
        return identity_of(self.parts)

    @property
    def _assigned(self) -> tuple[int, int]:
        return self.plan.first_batch, self.plan.last_batch

    def _state(self) -> RunState:
        layout = self.built.layout
        if self.resume and self.output is not None:
            path = checkpoint_path(self.output)
            return load_checkpoint(path, self._identity, self._assigned, layout.size)
        return start_state(self.plan, layout.size, layout.grids, self.axis)

    def _save(self, state: RunState) -> None:
        assert self.output is not None
        preview = self._partial_result(state) if state.next_batch > self.plan.first_batch else None
        save_checkpoint(checkpoint_path(self.output), state, self._identity, self._assigned, preview)

    def _save_and_stop(self, state: RunState, error: DeviceError) -> None:
        """After a failure of the device: what was scored before is saved, where there is a file for it."""
        if self.output is not None:
            self._save(state)
            raise IncompleteRun(f"{error.message} after {self._done(state)}", file=self.output) from error

    def _done(self, state: RunState) -> str:
        done = state.next_history - self.plan.first_batch * self.plan.histories_per_batch
        return (
            f"{done:,} of {self.plan.histories:,} histories; they are kept: run again with --resume to go on"
        )

    def _require_something(self, state: RunState) -> None:
        """After an interruption: an error, unless whole batches can be shown and no file was asked for."""
        if self.output is not None:
            raise IncompleteRun(f"stopped after {self._done(state)}", file=self.output)
        if state.next_batch - self.plan.first_batch < 2:
            raise IncompleteRun("stopped before two batches were done, so there is no result to show")

    def _partial_result(self, state: RunState) -> Result:
        """The result of the batches that are done, for those who look on."""
        return self._result(state, "", 0)

    def _result(self, state: RunState, started: str, threads: int, tracks: TrackSet | None = None) -> Result:
        lines = dict(zip(LEDGER_LINES + COUNT_LINES, to_ints(ledger_lines(state.total)), strict=True))
        ledger = Ledger({name: lines[name] for name in LEDGER_LINES}, self.exponent)
        provenance = Provenance(
            identity=self._identity,
            identity_parts=self.parts,
            seed=self.plan.seed,
            histories_per_batch=self.plan.histories_per_batch,
            batches=self.plan.batches,
            assigned=self._assigned,
            completed=((self.plan.first_batch, state.next_batch),),
            quantum_exponent=self.exponent,
            target_reached=state.target_reached,
            title=self.title,
            run_file=self.run_file,
            version=__version__,
            physics_data=self.parts["physics data"],
            device=self._device,
            threads=0 if self.gpus else threads,
            date=started,
            wall_time=state.wall_time,
            cpu_time=state.cpu_time,
        )
        tallies = self.built.layout.raw_tallies(state.total, state.squares, state.windows)
        counts = {name: lines[name] for name in COUNT_LINES}
        return Result(provenance, ledger, tallies, counts, self.built.setup, tracks)


def _save_somewhere(result: Result, output: Path) -> None:
    """Save a result, or else in the folder for temporary files.

    Raises:
        ResourceError: not at `output`; says where instead, if anywhere.
    """
    try:
        result.save(output)
    except ResourceError as error:
        rescue = Path(tempfile.mkdtemp(prefix="mcsim-")) / output.name
        try:
            result.save(rescue)
        except ResourceError:
            rescue.parent.rmdir()
            raise error from None
        raise ResourceError(f"{error.message}; the result is in {rescue} instead", file=output) from error


def available_threads() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def beam_axis(beam: AnyBeam) -> dict[str, float]:
    """Where depth curves are centred: the beam's position, along the axes across its direction."""
    direction = beam.axes()[2]
    return {name: beam.position[number] for number, name in enumerate("xyz") if abs(direction[number]) < 0.5}
