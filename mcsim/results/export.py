"""Tallies on a grid as images: MetaImage (.mhd with .raw) and NRRD (.nrrd), in mm and LPS.

Both are a short text header and the float64 values with x fastest. The voxels must be of equal size.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError
from mcsim.frame import Frame
from mcsim.results.writing import check_writable, written_whole

if TYPE_CHECKING:
    from mcsim.results.tally import TallyResult


def export_image(tally: TallyResult, path: str | Path, force: bool = True) -> list[Path]:
    """Write value and uncertainty as two images, `NAME.mhd` and `NAME_uncertainty.mhd` (or .nrrd).

    Args:
        tally: on a grid of voxels of equal size.
        path: ends in .mhd or .nrrd.
        force: replace existing files.

    Returns:
        The files written, headers first.

    Raises:
        InputError: another ending, no voxel grid, voxels of different size, or a file exists.
        ResourceError: a file cannot be written.
    """
    path = Path(path)
    writers = {".mhd": _write_mhd, ".nrrd": _write_nrrd}
    if path.suffix.lower() not in writers:
        raise InputError(f"an image ends in .mhd or .nrrd, not '{path.suffix}'", file=path)
    write = writers[path.suffix.lower()]
    frame = image_frame(tally)
    written: list[Path] = []
    for target, values in (
        (path, tally.value),
        (path.with_name(f"{path.stem}_uncertainty{path.suffix}"), tally.uncertainty),
    ):
        check_writable(target, force)
        written += write(target, np.ascontiguousarray(values, dtype="<f8"), frame, tally)
    return written


def image_frame(tally: TallyResult) -> Frame:
    """Place and spacing of a tally's voxels.

    Raises:
        InputError: no voxel grid, or voxels of different size.
    """
    if [axis.name for axis in tally.axes] != ["z", "y", "x"]:
        raise InputError(f"tally '{tally.name}' has no voxel grid, so it is no image")
    z, y, x = tally.axes
    frame = Frame.from_edges(x.bin_edges, y.bin_edges, z.bin_edges)
    if frame is None:
        raise InputError(
            f"the voxels of tally '{tally.name}' differ in size, which MHD and NRRD cannot say;"
            " score the dose on an own grid of equal voxels, or use the HDF5 result"
        )
    return frame


def _write_mhd(path: Path, values: NDArray[np.float64], frame: Frame, tally: TallyResult) -> list[Path]:
    origin, spacing = frame.to_image()
    data = path.with_suffix(".raw")
    header = [
        "ObjectType = Image",
        "NDims = 3",
        "BinaryData = True",
        "BinaryDataByteOrderMSB = False",
        "CompressedData = False",
        f"TransformMatrix = {_numbers(np.array(frame.direction).T.ravel())}",
        f"Offset = {_numbers(origin)}",
        "CenterOfRotation = 0 0 0",
        "AnatomicalOrientation = RAI",  # MetaImage names where the axes come from: this is LPS
        f"ElementSpacing = {_numbers(spacing)}",
        f"DimSize = {_numbers(frame.size)}",
        f"Comment = {tally.quantity} in {tally.unit}",
        "ElementType = MET_DOUBLE",
        f"ElementDataFile = {data.name}",
    ]
    with written_whole(data) as temporary:
        temporary.write_bytes(values.tobytes())
    with written_whole(path) as temporary:
        temporary.write_text("\n".join(header) + "\n", encoding="utf-8")
    return [path, data]


def _write_nrrd(path: Path, values: NDArray[np.float64], frame: Frame, tally: TallyResult) -> list[Path]:
    origin, spacing = frame.to_image()
    directions = np.array(frame.direction).T * np.array(spacing)[:, None]
    header = [
        "NRRD0004",
        "type: double",
        "dimension: 3",
        "space: left-posterior-superior",
        f"sizes: {_numbers(frame.size)}",
        "space directions: " + " ".join(f"({_numbers(row, ',')})" for row in directions),
        "kinds: domain domain domain",
        "endian: little",
        "encoding: gzip",
        f"space origin: ({_numbers(origin, ',')})",
        f"content: {tally.quantity}",
        f"unit:={tally.unit}",
    ]
    with written_whole(path) as temporary:
        text = "\n".join(header) + "\n\n"
        temporary.write_bytes(text.encode() + gzip.compress(values.tobytes(), compresslevel=1, mtime=0))
    return [path]


def _numbers(values: object, separator: str = " ") -> str:
    return separator.join(f"{value:.15g}" for value in np.asarray(values).tolist())
