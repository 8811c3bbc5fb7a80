"""`Frame`: how an image's voxels lie in space. The only place where images (mm, LPS) and cm meet.

mcsim's x, y, z are the patient's left, posterior, superior (LPS) in cm, so the axes of DICOM, NRRD and
MetaImage files are mcsim's own; only the unit changes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MM_PER_CM = 10.0
_IDENTITY = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
_EVEN = 1e-9  # relative spread of voxel widths up to which a grid counts as even


@dataclass(frozen=True)
class Frame:
    """Place, spacing and orientation of a regular grid of voxels.

    Attributes:
        origin: centre of the first voxel (x, y, z), cm.
        spacing: distance of voxel centres along the grid's three axes (i, j, k), cm.
        direction: columns are the unit vectors of the grid's axes in (x, y, z).
        size: number of voxels along (i, j, k).
    """

    origin: tuple[float, float, float]
    spacing: tuple[float, float, float]
    size: tuple[int, int, int]
    direction: tuple[tuple[float, float, float], ...] = _IDENTITY

    def __post_init__(self) -> None:
        matrix = np.array(self.direction)
        if matrix.shape != (3, 3) or not np.allclose(matrix.T @ matrix, np.eye(3), atol=1e-4):
            raise ValueError("the direction of a frame must be a 3x3 matrix of orthogonal unit vectors")
        if min(self.spacing) <= 0.0 or min(self.size) < 1:
            raise ValueError("the spacing and size of a frame must be positive")

    @classmethod
    def from_edges(cls, x: Floats, y: Floats, z: Floats) -> Frame | None:
        """Frame of a grid along the axes given its edges (cm), or None when its voxels differ in width."""
        spacings = [float(row[-1] - row[0]) / (len(row) - 1) for row in (x, y, z)]
        for row, spacing in zip((x, y, z), spacings, strict=True):
            reach = max(abs(float(row[0])), abs(float(row[-1])), spacing)
            if np.ptp(np.diff(row)) > _EVEN * reach:
                return None
        origin = [float(row[0]) + 0.5 * spacing for row, spacing in zip((x, y, z), spacings, strict=True)]
        return cls(
            origin=(origin[0], origin[1], origin[2]),
            spacing=(spacings[0], spacings[1], spacings[2]),
            size=(len(x) - 1, len(y) - 1, len(z) - 1),
        )

    @classmethod
    def from_image(
        cls,
        origin_mm: tuple[float, float, float],
        spacing_mm: tuple[float, float, float],
        size: tuple[int, int, int],
        direction: tuple[tuple[float, float, float], ...] = _IDENTITY,
    ) -> Frame:
        """Frame of an image whose header speaks mm and LPS."""
        ox, oy, oz = (value / MM_PER_CM for value in origin_mm)
        sx, sy, sz = (value / MM_PER_CM for value in spacing_mm)
        return cls((ox, oy, oz), (sx, sy, sz), size, direction)

    def to_image(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """Origin and spacing in mm, as image headers write them."""
        ox, oy, oz = (value * MM_PER_CM for value in self.origin)
        sx, sy, sz = (value * MM_PER_CM for value in self.spacing)
        return (ox, oy, oz), (sx, sy, sz)

    def points(self, indices: Floats) -> Floats:
        """Places (x, y, z) in cm of voxel indices (i, j, k), shape (..., 3); whole numbers are centres."""
        scaled = np.asarray(indices, dtype=np.float64) * self.spacing
        places: Floats = scaled @ np.array(self.direction).T + self.origin
        return places

    def indices(self, points: Floats) -> Floats:
        """Voxel indices (i, j, k) of places (x, y, z) in cm, shape (..., 3)."""
        offset = np.asarray(points, dtype=np.float64) - self.origin
        found: Floats = (offset @ np.array(self.direction)) / self.spacing
        return found

    def edges(self) -> tuple[Floats, Floats, Floats]:
        """Edges along x, y and z in cm.

        Raises:
            ValueError: the grid's axes are not x, y and z.
        """
        if not np.allclose(self.direction, _IDENTITY, atol=1e-6):
            raise ValueError("only a grid along x, y and z has edges; resample the image first")
        rows: list[Floats] = [
            start + spacing * (np.arange(count + 1, dtype=np.float64) - 0.5)
            for start, spacing, count in zip(self.origin, self.spacing, self.size, strict=True)
        ]
        return rows[0], rows[1], rows[2]
