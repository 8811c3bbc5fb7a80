"""Tracks of the first histories of a run, followed once more with a record.

A history is the same wherever and whenever it is followed, so tracks need no part in the run itself. They are
followed on the CPU, without variance reduction, which would make one track stand for many.
"""

from __future__ import annotations

import numpy as np

from mcsim.engine.cpu import announce_compilation
from mcsim.geometry.voxels import VoxelPhantom
from mcsim.jit import note_compiled
from mcsim.precision import SINGLE_ON_CPU
from mcsim.results.tracks import TrackSet
from mcsim.settings import Physics, VarianceReduction
from mcsim.sources.scanned import AnyBeam
from mcsim.transport.history import run_histories
from mcsim.transport.particles import PARTICLE_NAMES
from mcsim.transport.tracks import TrackRecord, make_track_record
from mcsim.transport.world import make_work
from mcsim.world.build import build_world
from mcsim.world.single import single

QUANTUM_EXPONENT = 30  # of the energy quantum, 2^-k MeV; nothing is scored
POINTS, TRACKS = 400_000, 100_000  # that are kept


def follow_tracks(
    geometry: VoxelPhantom, source: AnyBeam, physics: Physics, histories: int, seed: int
) -> TrackSet:
    """Tracks of histories 0 .. histories - 1 of a seed.

    Raises:
        InputError: descriptions that do not fit each other.
    """
    analog = physics.model_copy(update={"variance_reduction": VarianceReduction()})
    world = build_world(geometry, source, analog, (), QUANTUM_EXPONENT).world
    work = make_work(record=make_track_record(TRACKS, POINTS))
    if SINGLE_ON_CPU:
        world, work = single(world), single(work)
    particles = announce_compilation(world, "tracks of ")
    bins = np.zeros(1, np.int64)
    run_histories(world, work, bins, np.uint64(seed), 0, histories)
    note_compiled(particles)
    assert work.record is not None
    return _tracks(work.record)


def _tracks(record: TrackRecord) -> TrackSet:
    """Tracks of more than one point, as arrays of their own."""
    points, tracks = int(record.size[0]), int(record.size[1])
    first = np.append(record.tracks[:tracks, 0], points)
    counts = np.diff(first)
    kept = counts > 1
    rows = np.repeat(kept, counts)
    return TrackSet(
        record.points[:points, :3][rows].astype(np.float32),
        record.points[:points, 3][rows].astype(np.float32),
        np.concatenate([[0], np.cumsum(counts[kept])]).astype(np.int64),
        record.tracks[:tracks, 1][kept].astype(np.int8),
        record.tracks[:tracks, 2][kept].copy(),
        PARTICLE_NAMES,
        not record.size[2],
    )
