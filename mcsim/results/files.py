"""The result file: HDF5, written whole or not at all.

    /                    attributes format = "mcsim result", format_version
    /run                 attributes of `Provenance`
    /run/identity        attributes: the parts of the identity
    /run/ledger          attributes: energy ledger lines, exact quanta as decimal text
    /run/counts          attributes: lost particles and other rare events
    /tallies/<name>      attributes name, quantity, unit
        value, uncertainty       float64, attributes unit, quantity, histories
        axes/<number>_<axis>     edges or labels, attributes name, unit
        raw/total, raw/squares   uint64, shape + (2,): sums over batches, low word first
        raw/scale                physical value of one unit of the score
        raw/windows/<axis>       squares in nested windows, attribute center
        raw/denominator, raw/both    of a ratio: as raw, of what it is divided by and of the sum of the two
        extra/<key>              further facts of the tally
    /setup               the phantom and the source, for pictures: see `mcsim.results.setup_file`
    /tracks              tracks of some histories: see `mcsim.results.tracks_file`

`value` and `uncertainty` are there for every reader of HDF5; mcsim itself finds them anew from the integers,
to the bit. After the HDF5 comes a seal: the digest of all bytes before it (`mcsim.results.sealed`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from mcsim.errors import DataError, InputError
from mcsim.results.datasets import FAST, PORTABLE, write_array
from mcsim.results.ledger import LEDGER_SIGNS, Ledger
from mcsim.results.raw import Axis, Provenance, Ratio, RawTally, WindowSquares
from mcsim.results.result import Result
from mcsim.results.sealed import sealed, unsealed
from mcsim.results.setup_file import read_setup, write_setup
from mcsim.results.tally import TallyResult
from mcsim.results.tracks_file import read_tracks, write_tracks
from mcsim.results.writing import check_writable, one_line
from mcsim.schema.text_file import as_path

FORMAT = "mcsim result"
FORMAT_VERSION = 1
SUFFIXES = (".h5", ".hdf5", ".hdf")


def save(result: Result, path: str | Path, force: bool = True) -> Path:
    """Write a result file; see `Result.save`."""
    path = as_path(path)
    check_result_path(path, force)
    # this version of the format allows attributes beyond 64 kB, for long run files
    with sealed(path, libver=("v108", "v108")) as file:
        _write(result, file)
    return path


def load(path: str | Path) -> Result:
    """Read a result file.

    Raises:
        InputError: not a path. DataError: missing, truncated, damaged, not a result file, or written by a
            newer mcsim.
    """
    path = as_path(path)
    with opened(path) as file:
        check_format(file, path)
        return _read(file)


def check_result_path(path: Path, force: bool) -> None:
    """Refuse a path for a result before work is spent on it.

    Raises:
        InputError: not the name of an HDF5 file; otherwise as `check_writable`.
    """
    check_writable(path, force)
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"a result is an HDF5 file; write a name that ends in {SUFFIXES[0]}", file=path)


@contextmanager
def opened(path: Path) -> Iterator[h5py.File]:
    """A file of results to read from; what goes wrong becomes one line.

    Raises:
        DataError: missing, truncated, damaged or no HDF5 file.
    """
    if not path.is_file():
        raise DataError("no such result file; write the path of one that `mcsim run` made", file=path)
    try:
        with unsealed(path) as file:
            yield file
    except (OSError, LookupError, ValueError, TypeError, AttributeError, RuntimeError) as error:
        raise DataError(f"{_trouble(path)} ({one_line(error)}); make it again", file=path) from error


def _write(result: Result, file: h5py.File) -> None:
    file.attrs["format"] = FORMAT
    file.attrs["format_version"] = FORMAT_VERSION
    run = file.create_group("run")
    for name in _plain_fields():
        run.attrs[name] = getattr(result.provenance, name)
    run.attrs["completed"] = np.array(result.provenance.completed, dtype=np.int64).reshape(-1, 2)
    run.attrs["histories"] = result.histories
    run.attrs["complete"] = result.complete
    run.create_group("identity").attrs.update(result.provenance.identity_parts)
    run.create_group("ledger").attrs.update({name: str(quanta) for name, quanta in result.ledger.items()})
    run.create_group("counts").attrs.update(result.counts)
    if result.setup is not None:
        write_setup(result.setup, file.create_group("setup"))
    if result.tracks is not None:
        write_tracks(result.tracks, file.create_group("tracks"))
    tallies = file.create_group("tallies", track_order=True)
    for name, tally in result.items():
        group = tallies.create_group(name)
        write_values(tally, group)
        _write_raw(tally.raw, group.create_group("raw"))
        _write_extra(tally, group)


def _plain_fields() -> list[str]:
    """Fields of `Provenance` that are stored as they are."""
    return [field.name for field in fields(Provenance) if field.name not in ("identity_parts", "completed")]


def write_values(tally: TallyResult, group: h5py.Group, compressed: bool = True) -> None:
    """Name, values, uncertainties and axes of a tally: all but its integers."""
    group.attrs.update({"name": tally.name, "quantity": tally.quantity, "unit": tally.unit})
    for name, array in (("value", tally.value), ("uncertainty", tally.uncertainty)):
        dataset = write_array(group, name, array, PORTABLE if compressed else {})
        dataset.attrs.update({"unit": tally.unit, "quantity": tally.quantity, "histories": tally.histories})
    axes = group.create_group("axes")
    for number, axis in enumerate(tally.axes):
        items: Any = list(axis.labels) if axis.edges is None else axis.edges
        axes[f"{number}_{axis.name}"] = items
        axes[f"{number}_{axis.name}"].attrs.update({"name": axis.name, "unit": axis.unit})


def _write_extra(tally: TallyResult, group: h5py.Group) -> None:
    for key, fact in tally.extra.items():
        if isinstance(fact, np.ndarray):
            write_array(group, f"extra/{key}", fact, PORTABLE)
        else:
            group[f"extra/{key}"] = list(fact) if isinstance(fact, tuple) else fact


def _write_raw(raw: RawTally, group: h5py.Group) -> None:
    """The integers of a tally, and of what it is divided by."""
    write_array(group, "total", raw.total, FAST)
    write_array(group, "squares", raw.squares, FAST)
    write_array(group, "scale", np.asarray(raw.scale, dtype=np.float64), FAST)
    for window in raw.windows:
        write_array(group, f"windows/{window.axis}", window.squares, FAST).attrs["center"] = window.center
    if raw.ratio is not None:
        for name, part in (("denominator", raw.ratio.denominator), ("both", raw.ratio.both)):
            inner = group.create_group(name)
            inner.attrs.update({"name": part.name, "quantity": part.quantity})
            _write_raw(part, inner)


def check_format(file: h5py.File, path: Path) -> None:
    """Refuse HDF5 files of others and results of a newer mcsim."""
    if file.attrs.get("format") != FORMAT:
        raise DataError("is HDF5 but not an mcsim result; name a file that `mcsim run` wrote", file=path)
    version = int(file.attrs["format_version"])
    if version > FORMAT_VERSION:
        raise DataError(
            f"has result format {version}; this mcsim reads up to {FORMAT_VERSION}: update mcsim", file=path
        )


def _read(file: h5py.File) -> Result:
    run = file["run"]
    plain = {name: _plain(run.attrs[name]) for name in _plain_fields()}
    plain["assigned"] = tuple(plain["assigned"])
    provenance = Provenance(
        identity_parts=dict(run["identity"].attrs),
        completed=tuple((int(first), int(last)) for first, last in run.attrs["completed"]),
        **plain,
    )
    quanta = {name: int(run["ledger"].attrs.get(name, 0)) for name in LEDGER_SIGNS}
    counts = {name: int(count) for name, count in run["counts"].attrs.items()}
    tallies = [_read_tally(group) for group in file["tallies"].values()]
    setup = read_setup(file["setup"]) if "setup" in file else None
    tracks = read_tracks(file["tracks"]) if "tracks" in file else None
    return Result(provenance, Ledger(quanta, provenance.quantum_exponent), tallies, counts, setup, tracks)


def _read_tally(group: h5py.Group) -> RawTally:
    axes = read_axes(group["axes"])
    raw = _read_raw(group["raw"], axes, group.attrs["name"], group.attrs["quantity"], group.attrs["unit"])
    return replace(raw, extra={key: _read_fact(data) for key, data in group.get("extra", {}).items()})


def _read_raw(group: h5py.Group, axes: tuple[Axis, ...], name: str, quantity: str, unit: str) -> RawTally:
    """The integers that `_write_raw` wrote."""
    windows = group.get("windows", {})
    scale = group["scale"][()]
    ratio = None
    if "denominator" in group:
        parts = (group["denominator"], group["both"])
        ratio = Ratio(
            *(_read_raw(part, axes, part.attrs["name"], part.attrs["quantity"], "") for part in parts)
        )
    return RawTally(
        name=name,
        quantity=quantity,
        unit=unit,
        axes=axes,
        total=group["total"][()],
        squares=group["squares"][()],
        scale=float(scale) if scale.ndim == 0 else scale,
        windows=tuple(
            WindowSquares(
                axis.name, tuple(windows[axis.name].attrs["center"].tolist()), windows[axis.name][()]
            )
            for axis in axes
            if axis.name in windows
        ),
        ratio=ratio,
    )


def read_axes(group: h5py.Group) -> tuple[Axis, ...]:
    """Axes of a tally, in array order."""
    return tuple(_read_axis(group[name]) for name in sorted(group, key=_number))


def _number(axis: str) -> int:
    return int(axis.split("_")[0])


def _read_axis(dataset: h5py.Dataset) -> Axis:
    name, unit = dataset.attrs["name"], dataset.attrs["unit"]
    if h5py.check_string_dtype(dataset.dtype):
        return Axis(name, unit, labels=tuple(dataset.asstr()[()]))
    return Axis(name, unit, edges=dataset[()])


def _read_fact(dataset: h5py.Dataset) -> Any:
    if h5py.check_string_dtype(dataset.dtype):
        text = dataset.asstr()[()]
        return text if isinstance(text, str) else tuple(text)
    return _plain(dataset[()])


def _plain(stored: Any) -> Any:
    """Numpy scalars as Python's own; arrays stay."""
    return stored.item() if isinstance(stored, np.generic) else stored


def _trouble(path: Path) -> str:
    if path.stat().st_size == 0:
        return "is empty, not a result file"
    return "is a damaged or truncated result file" if h5py.is_hdf5(path) else "is not a result file (no HDF5)"
