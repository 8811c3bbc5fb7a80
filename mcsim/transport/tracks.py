"""Recording of tracks: where the particles of a few histories have been.

A track begins where its particle sets out and has a point at every hinge, collision and exit; between them
the particle goes straight on. Records take part in no physics and draw no random numbers: a history is the
same with and without one. `record` is None in runs that keep none, and then nothing of this is compiled.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device


class TrackRecord(NamedTuple):
    """Tracks one after another; room for a limited number of points and tracks, the rest is left out."""

    points: np.ndarray  # (points, 4): x, y, z, cm, and kinetic energy on arrival, MeV
    tracks: np.ndarray  # (tracks, 3) int64: first point, kind of particle, history
    size: np.ndarray  # (3,) int64: points, tracks; 1 where something was left out


def make_track_record(tracks: int, points: int) -> TrackRecord:
    """An empty record."""
    return TrackRecord(np.zeros((points, 4)), np.zeros((tracks, 3), np.int64), np.zeros(3, np.int64))


@device
def record_start(record, kind, history, point, energy):
    """Begin the track of a particle at a point (x, y, z)."""
    if record is None:
        return
    number = record.size[1]
    if number >= record.tracks.shape[0] or record.size[0] >= record.points.shape[0]:
        record.size[2] = 1
        return
    row = record.tracks[number]
    row[0], row[1], row[2] = record.size[0], kind, history
    record.size[1] = number + 1
    record_point(record, point[0], point[1], point[2], energy)


@device
def record_point(record, x, y, z, energy):
    """Add a point to the track under way."""
    if record is None or record.size[2] > 0:
        return
    number = record.size[0]
    if number >= record.points.shape[0]:
        record.size[2] = 1
        return
    row = record.points[number]
    row[0], row[1], row[2], row[3] = x, y, z, energy
    record.size[0] = number + 1
