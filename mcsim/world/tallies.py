"""Tallies as stretches of the array of scores: from descriptions to a `TallyLayout`."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from mcsim.errors import InputError, ResourceError, shown
from mcsim.geometry.shapes import AXIS_NUMBER
from mcsim.memory import BYTES_PER_SCORE, require_memory
from mcsim.results.raw import Axis
from mcsim.tallies import (
    Dose,
    Escape,
    Kerma,
    LinearEnergyTransfer,
    PlaneFluence,
    PulseHeight,
    RegionEnergy,
    Tally,
)
from mcsim.tallies.dose import KINDS, RECOILS
from mcsim.transport.ledger import LINES
from mcsim.transport.linear_energy_transfer import DOSE_UNIT, TRACK_UNIT
from mcsim.transport.partial_dose import depositor_mask
from mcsim.transport.particles import ORIGIN_NAMES, RECOIL
from mcsim.transport.scoring import NUMBER_SCALE, Tallies
from mcsim.units import GRAY_PER_MEV_PER_GRAM
from mcsim.world.grid import VoxelWorld
from mcsim.world.layout import Regions, Stretch, TallyLayout

FACES = ("-x", "+x", "-y", "+y", "-z", "+z")
_KEV_PER_UM = 0.1  # in 1 MeV/cm
_WHOLE_SPECTRUM = (0.0, 1000.0)  # MeV


def build_layout(
    tallies: Sequence[Tally], world: VoxelWorld, quantum: float, particles: tuple[str, ...]
) -> TallyLayout:
    """Lay out the tallies of a run.

    quantum: energy of one quantum, MeV; particles: names of the kinds that there may be, by code.

    Raises:
        InputError: two quantities of one name. ResourceError: more bins than memory can hold.
    """
    layout = _Layout(world, quantum, particles)
    for tally in tallies:
        try:
            layout.add(tally)
        except ResourceError as error:
            raise error.at(key=f"tallies.{tally.name}") from None
    return layout.finish()


class _Layout:
    """Collects stretches and the transport's numbers tally by tally."""

    def __init__(self, world: VoxelWorld, quantum: float, particles: tuple[str, ...]) -> None:
        self._world, self._quantum, self._particles = world, quantum, particles
        self._size = LINES
        self._edges: list[np.ndarray] = []
        self._edge_count = 0
        self._stretches: list[Stretch] = []
        self._voxels: Stretch | None = None
        self._regions: str | None = None
        self._parts: list[tuple[int, ...]] = []
        self._grids: list[tuple[int, ...]] = []
        self._escapes: list[tuple[int, ...]] = []
        self._planes: list[tuple[int, ...]] = []
        self._kermas: list[tuple[int, ...]] = []
        self._lets: list[tuple[int, ...]] = []
        self._pulses: list[tuple[int, ...]] = []
        self._sensitive: list[np.ndarray] = []

    def add(self, tally: Tally) -> None:
        if isinstance(tally, Dose):
            self._add_grid_dose(tally) if tally.grid is not None else self._add_voxel_dose(tally)
        elif isinstance(tally, Kerma):
            self._add_kerma(tally)
        elif isinstance(tally, LinearEnergyTransfer):
            self._add_let(tally)
        elif isinstance(tally, RegionEnergy):
            self._add_regions(tally)
        elif isinstance(tally, Escape):
            self._add_escape(tally)
        elif isinstance(tally, PlaneFluence):
            self._add_plane(tally)
        elif isinstance(tally, PulseHeight):
            self._add_pulses(tally)
        else:
            raise InputError(
                f"no way is known to score a {type(tally).__name__}", key=f"tallies.{tally.name}"
            )

    def finish(self) -> TallyLayout:
        regions = self._finish_regions()
        names = [each.name for each in self._stretches]
        for name in names:
            if names.count(name) > 1:
                raise InputError(f"two results would be called {shown(name)}; rename a tally", key="tallies")
        edges = np.concatenate(self._edges) if self._edges else np.zeros(1)
        numbers = Tallies(
            True,
            edges,
            self._voxels.offset if self._voxels is not None else -1,
            np.array(self._parts, np.int64).reshape(-1, 3),
            np.array(self._grids, np.int64).reshape(-1, 9),
            np.array(self._escapes, np.int64).reshape(-1, 5),
            np.array(self._planes, np.int64).reshape(-1, 9),
            np.array(self._pulses, np.int64).reshape(-1, 3),
            np.array(self._kermas, np.int64).reshape(-1, 2),
            np.array(self._lets, np.int64).reshape(-1, 6),
            np.array(self._sensitive, np.bool_).reshape(-1, len(self._world.grid.density)),
        )
        doses = [each for each in self._stretches if each.quantity.startswith("dose")]
        doses.sort(key=lambda each: each.quantity != "dose")
        return TallyLayout(numbers, tuple(self._stretches), self._size, doses[0] if doses else None, regions)

    def _take(self, *shape: int) -> int:
        """Reserve a stretch of that shape; its offset."""
        offset = self._size
        self._size += math.prod(shape)
        what = f"a run with {self._size:.3g} bins in its tallies"
        require_memory(self._size * BYTES_PER_SCORE, what, "use fewer bins")
        return offset

    def _keep(self, edges: np.ndarray) -> int:
        """Store bin edges; where they begin."""
        start = self._edge_count
        self._edges.append(np.asarray(edges, dtype=np.float64))
        self._edge_count += len(edges)
        return start

    def _voxel_stretch(self) -> Stretch:
        """Energy on the phantom's voxels; scored once, whoever asks."""
        if self._voxels is None:
            shape = self._world.shape
            inner = self._world.inner
            self._voxels = Stretch(
                "voxels", "energy", "MeV", (), self._take(*shape), shape, inner, self._quantum
            )
        return self._voxels

    def _add_voxel_dose(self, tally: Dose) -> None:
        arrays, shape = self._world.arrays, self._world.shape
        if tally.partial:
            offset = self._take(*shape)
            self._parts.append((offset, *_part(tally)))
        else:
            offset = self._voxel_stretch().offset
        axes = _grid_axes(arrays.x_edges, arrays.y_edges, arrays.z_edges)
        scale = _dose_scale(arrays.density * arrays.volumes(), self._quantum)
        self._stretches.append(
            Stretch(
                tally.name, tally.quantity, "Gy per source particle", axes, offset, shape, self._world.inner,
                scale, {"density": arrays.density},
            )
        )  # fmt: skip

    def _add_grid_dose(self, tally: Dose) -> None:
        assert tally.grid is not None
        x, y, z = tally.grid.axes()
        shape = len(z) - 1, len(y) - 1, len(x) - 1
        mass = _mass_on_grid(self._world, (x, y, z))
        volumes = np.diff(z)[:, None, None] * np.diff(y)[:, None] * np.diff(x)
        offset = self._take(*shape)
        edges = self._keep(x), self._keep(y), self._keep(z)
        self._grids.append((offset, *reversed(shape), *edges, *_part(tally)))
        self._stretches.append(
            Stretch(
                tally.name, tally.quantity, "Gy per source particle", _grid_axes(x, y, z), offset, shape,
                (slice(None),) * 3, _dose_scale(mass, self._quantum), {"density": mass / volumes},
            )
        )  # fmt: skip

    def _add_kerma(self, tally: Kerma) -> None:
        shape, arrays = self._world.shape, self._world.arrays
        offset = self._take(*shape)
        self._kermas.append((offset, ("total", "collision").index(tally.kind)))
        axes = _grid_axes(arrays.x_edges, arrays.y_edges, arrays.z_edges)
        scale = _dose_scale(arrays.density * arrays.volumes(), self._quantum)
        quantity = "collision kerma" if tally.kind == "collision" else "kerma"
        self._stretches.append(
            Stretch(
                tally.name, quantity, "Gy per source particle", axes, offset, shape, self._world.inner,
                scale, {"density": arrays.density},
            )
        )  # fmt: skip

    def _add_let(self, tally: LinearEnergyTransfer) -> None:
        shape, arrays = self._world.shape, self._world.arrays
        axes = _grid_axes(arrays.x_edges, arrays.y_edges, arrays.z_edges)
        offsets = [self._take(*shape) for _ in range(3)]
        average = ("dose", "track").index(tally.average)
        particles = ("primary protons", "protons", "all hadrons").index(tally.particles)
        medium = ("water", "medium").index(tally.medium)
        limit = self._keep(np.array([tally.above]))
        self._lets.append((*offsets[:2], average, particles, medium, limit))
        quantity = f"linear energy transfer, {tally.average} average of {tally.particles}"
        denominator, both = (
            Stretch(f"{tally.name} ({part})", part, "", axes, offset, shape, self._world.inner, 1.0)
            for part, offset in zip(("denominator", "sum"), offsets[1:], strict=True)
        )
        scale = _KEV_PER_UM / (DOSE_UNIT, TRACK_UNIT)[average]
        self._stretches.append(
            Stretch(
                tally.name, quantity, "keV/um", axes, offsets[0], shape, self._world.inner, scale,
                {"stopping power of": tally.medium}, (denominator, both),
            )
        )  # fmt: skip

    def _add_regions(self, tally: RegionEnergy) -> None:
        if self._regions is not None:
            raise InputError("one region_energy tally covers all regions; leave the other out", key="tallies")
        self._voxel_stretch()
        self._regions = tally.name

    def _finish_regions(self) -> Regions | None:
        if self._regions is None:
            return None
        names = self._world.arrays.region_names
        offset = self._take(len(names))
        voxels = self._voxel_stretch()
        self._stretches.append(
            Stretch(
                self._regions, "energy deposited", "MeV per source particle",
                (Axis("region", labels=tuple(names)),), offset, (len(names),), (slice(None),), self._quantum,
            )
        )  # fmt: skip
        return Regions(self._world.arrays.region.reshape(-1), len(names), voxels, offset)

    def _add_escape(self, tally: Escape) -> None:
        energies = np.array(tally.energy_bins.values() if tally.energy_bins else _WHOLE_SPECTRUM)
        cosines = np.array(tally.cosine_bins.values() if tally.cosine_bins else (0.0, 1.0))
        axes = (
            Axis("particle", labels=self._particles),
            Axis("face", labels=FACES),
            Axis("origin", labels=ORIGIN_NAMES),
            Axis("energy", "MeV", energies),
            Axis("cosine", "", cosines),
        )
        stored = (*(len(axis) for axis in axes), 2)
        offset = self._take(*stored)
        self._escapes.append(
            (offset, len(energies) - 1, len(cosines) - 1, self._keep(energies), self._keep(cosines))
        )
        everything: tuple[slice | int, ...] = (slice(None),) * len(axes)
        for name, quantity, unit, column, scale in (
            (tally.name, "escaped particles", "1 per source particle", 0, 1.0 / NUMBER_SCALE),
            (f"{tally.name}_energy", "escaped energy", "MeV per source particle", 1, self._quantum),
        ):
            view = (*everything, column)
            self._stretches.append(Stretch(name, quantity, unit, axes, offset, stored, view, scale))

    def _add_plane(self, tally: PlaneFluence) -> None:
        arrays = self._world.arrays
        rows = (arrays.x_edges, arrays.y_edges, arrays.z_edges)
        number = AXIS_NUMBER[tally.axis]
        position = _face(tally, rows[number])
        first, second = (axis for axis in range(3) if axis != number)
        a = _plane_edges(tally.first_bins, rows[first])
        b = _plane_edges(tally.second_bins, rows[second])
        energies = np.array(tally.energy_bins.values() if tally.energy_bins else _WHOLE_SPECTRUM)
        axes = (
            Axis("particle", labels=self._particles),
            Axis("side", labels=(f"towards +{tally.axis}", f"towards -{tally.axis}")),
            Axis("origin", labels=ORIGIN_NAMES),
            Axis("energy", "MeV", energies),
            Axis("xyz"[second], "cm", b),
            Axis("xyz"[first], "cm", a),
        )
        stored = (*(len(axis) for axis in axes), 2)
        offset = self._take(*stored)
        self._planes.append(
            (
                offset, number, self._keep(np.array([position])), len(energies) - 1, len(a) - 1, len(b) - 1,
                self._keep(energies), self._keep(a), self._keep(b),
            )
        )  # fmt: skip
        everything: tuple[slice | int, ...] = (slice(None),) * len(axes)
        area = np.diff(b)[:, None] * np.diff(a)
        for name, quantity, unit, column, scale in (
            (tally.name, "fluence", "1/cm2 per source particle", 1, 1.0 / (area * NUMBER_SCALE)),
            (f"{tally.name}_crossings", "particles crossing", "1 per source particle", 0, 1.0 / NUMBER_SCALE),
        ):
            view = (*everything, column)
            self._stretches.append(Stretch(name, quantity, unit, axes, offset, stored, view, scale))

    def _add_pulses(self, tally: PulseHeight) -> None:
        edges = np.array(tally.energy_bins.values())
        in_quanta = np.floor(edges / self._quantum + 0.5)  # rounded as deposits are: full energy is the edge
        axis = Axis("energy", "MeV", edges)
        offset = self._take(len(axis))
        self._pulses.append((offset, len(axis), self._keep(in_quanta)))
        self._sensitive.append(self._voxels_of(tally.region))
        self._stretches.append(
            Stretch(
                tally.name, "pulses", "1 per source particle", (axis,), offset, (len(axis),),
                (slice(None),), 1.0,
            )
        )  # fmt: skip

    def _voxels_of(self, region: str | None) -> np.ndarray:
        """Which voxels of the transport's grid belong to a region, or to the phantom; flat."""
        arrays = self._world.arrays
        inside = np.zeros(self._world.shape, np.bool_)
        number = None if region is None else arrays.region_names.index(region)
        inside[self._world.inner] = True if number is None else arrays.region == number
        return inside.reshape(-1)


def _part(tally: Dose) -> tuple[int, int]:
    """Mask of the depositors that count, and 1 for dose to water."""
    to_water = int(tally.medium == "water")
    if tally.particles is None:
        return -1, to_water
    mask = 0
    for name in tally.particles:
        generation, _, kind = name.rpartition(" ")
        code = int(RECOIL) if kind == RECOILS else KINDS.index(kind)
        mask |= depositor_mask(code, primary=generation != "secondary", secondary=generation != "primary")
    return mask, to_water


def _grid_axes(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> tuple[Axis, Axis, Axis]:
    return Axis("z", "cm", z), Axis("y", "cm", y), Axis("x", "cm", x)


def _dose_scale(mass: np.ndarray, quantum: float) -> np.ndarray:
    """Gy per quantum in each voxel; 0 in vacuum."""
    scale = np.zeros_like(mass)
    np.divide(GRAY_PER_MEV_PER_GRAM * quantum, mass, out=scale, where=mass > 0.0)
    return scale


def _mass_on_grid(world: VoxelWorld, edges: tuple[np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
    """Mass (g) of the transport's voxels inside each voxel of another grid, shape (nz, ny, nx)."""
    grid = world.grid
    rows = (grid.x_edges, grid.y_edges, grid.z_edges)
    x, y, z = (_overlap(own, row) for own, row in zip(edges, rows, strict=True))
    density = grid.density.reshape(world.shape)
    mass: np.ndarray = np.einsum("az,zyx,by,cx->abc", z, density, y, x, optimize=True)
    return mass


def _overlap(own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Length (cm) that each bin of `own` shares with each bin of `other`, shape (own, other)."""
    low = np.maximum(own[:-1, None], other[None, :-1])
    high = np.minimum(own[1:, None], other[None, 1:])
    shared: np.ndarray = np.maximum(high - low, 0.0)
    return shared


def _face(tally: PlaneFluence, row: np.ndarray) -> float:
    """The coordinate of the grid face that a plane names, to the bit."""
    return float(row[np.argmin(np.abs(row - tally.position))])


def _plane_edges(bins: object, row: np.ndarray) -> np.ndarray:
    """Edges along one axis of a plane: the user's, or the whole grid."""
    values = getattr(bins, "values", None)
    return np.array(values() if values is not None else (row[0], row[-1]), dtype=np.float64)
