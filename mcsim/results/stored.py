"""Reading what a result shows, without its integers: for viewers, in a fraction of the memory.

`mcsim.results.files.load` brings the integers, which take 32 bytes a voxel beside 16 for values and
uncertainties. Here these two come as float32, which is more than a screen can show, and nothing else.
A checkpoint holds the same of the batches that are done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np
from numpy.typing import NDArray

from mcsim.errors import DataError
from mcsim.results.files import check_format, opened, read_axes, write_values
from mcsim.results.raw import Axis
from mcsim.results.setup import Setup
from mcsim.results.setup_file import read_setup, write_setup
from mcsim.results.tracks import TrackSet
from mcsim.results.tracks_file import read_tracks

if TYPE_CHECKING:
    from mcsim.results.result import Result


@dataclass(frozen=True)
class StoredTally:
    """What a tally shows; attributes as those of `TallyResult`, the arrays in float32."""

    name: str
    quantity: str
    unit: str
    axes: tuple[Axis, ...]
    value: NDArray[np.float32]
    uncertainty: NDArray[np.float32]
    histories: int

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of bins along each axis."""
        return tuple(len(axis) for axis in self.axes)


@dataclass(frozen=True)
class StoredResult:
    """What a result or a checkpoint shows.

    Attributes:
        title: the user's title. version: of the mcsim that wrote it.
        histories: source particles behind the values.
        complete: whether the run did all it was asked to do.
        tallies: those on a grid in space, by name.
        setup: phantom and source; None in files of an earlier mcsim.
        tracks: of some histories, if the run kept them.
    """

    title: str
    version: str
    histories: int
    complete: bool
    tallies: Mapping[str, StoredTally] = field(default_factory=dict)
    setup: Setup | None = None
    tracks: TrackSet | None = None


def read_stored(path: str | Path) -> StoredResult:
    """What a result file or a checkpoint shows.

    Raises:
        DataError: missing, truncated, damaged, neither of the two, or written by a newer mcsim.
    """
    path = Path(path)
    with opened(path) as file:
        if "checkpoint_version" not in file.attrs:
            check_format(file, path)
        elif "tallies" not in file:
            raise DataError("no batch of this run is finished yet; look again later", file=path)
        return _read(file)


def shown_by(result: Result) -> StoredResult:
    """What a result shows, in arrays of its own: the result may change while they are looked at."""
    about = result.provenance
    tallies = {
        name: StoredTally(
            name, tally.quantity, tally.unit, tally.axes,
            tally.value.astype(np.float32), tally.uncertainty.astype(np.float32), tally.histories,
        )
        for name, tally in result.items()
        if is_in_space(tally.axes)
    }  # fmt: skip
    return StoredResult(
        about.title, about.version, result.histories, result.complete, tallies, result.setup, result.tracks
    )


def write_preview(result: Result, file: h5py.File) -> None:
    """What a partial result shows, for `read_stored`: the tallies on grids in space, and the setup."""
    run = file.create_group("run")
    about = result.provenance
    run.attrs.update(
        title=about.title, version=about.version, histories=result.histories, complete=result.complete
    )
    if result.setup is not None:
        write_setup(result.setup, file.create_group("setup"))
    tallies = file.create_group("tallies", track_order=True)
    for name, tally in result.items():
        if is_in_space(tally.axes):
            write_values(tally, tallies.create_group(name), compressed=False)


def is_in_space(axes: tuple[Axis, ...]) -> bool:
    """Whether a tally with these axes is on a grid (z, y, x) in space."""
    return tuple(axis.name for axis in axes) == ("z", "y", "x")


def _read(file: h5py.File) -> StoredResult:
    about = file["run"].attrs
    tallies = {}
    for group in file["tallies"].values():
        axes = read_axes(group["axes"])
        if is_in_space(axes):
            tallies[str(group.attrs["name"])] = _read_tally(group, axes)
    return StoredResult(
        title=str(about["title"]),
        version=str(about["version"]),
        histories=int(about["histories"]),
        complete=bool(about["complete"]),
        tallies=tallies,
        setup=read_setup(file["setup"]) if "setup" in file else None,
        tracks=read_tracks(file["tracks"]) if "tracks" in file else None,
    )


def _read_tally(group: h5py.Group, axes: tuple[Axis, ...]) -> StoredTally:
    attributes: Any = group.attrs
    return StoredTally(
        name=str(attributes["name"]),
        quantity=str(attributes["quantity"]),
        unit=str(attributes["unit"]),
        axes=axes,
        value=_in_single(group["value"]),
        uncertainty=_in_single(group["uncertainty"]),
        histories=int(group["value"].attrs["histories"]),
    )


def _in_single(dataset: h5py.Dataset) -> NDArray[np.float32]:
    """The array in float32, converted chunk by chunk, so that it never stands in memory in float64."""
    array = np.empty(dataset.shape, dtype=np.float32)
    if array.size:
        dataset.read_direct(array)
    return array
