"""Tracks in a result file: group `/tracks`."""

from __future__ import annotations

import h5py

from mcsim.results.datasets import PORTABLE, read_texts, write_array
from mcsim.results.tracks import TrackSet

_ARRAYS = ("points", "energy", "first", "kind", "history")


def write_tracks(tracks: TrackSet, group: h5py.Group) -> None:
    """Store tracks in a group."""
    for name in _ARRAYS:
        write_array(group, name, getattr(tracks, name), PORTABLE)
    group["kinds"] = list(tracks.kinds)
    group.attrs["complete"] = tracks.complete


def read_tracks(group: h5py.Group) -> TrackSet:
    """The tracks that `write_tracks` stored."""
    arrays = {name: group[name][()] for name in _ARRAYS}
    return TrackSet(**arrays, kinds=read_texts(group["kinds"]), complete=bool(group.attrs["complete"]))
