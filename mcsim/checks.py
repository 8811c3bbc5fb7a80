"""Checks of a run as a whole: what no single description can see by itself."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from mcsim.errors import InputError, ResourceError, did_you_mean, shown
from mcsim.geometry import VoxelPhantom
from mcsim.geometry.arrays import BYTES_PER_VOXEL
from mcsim.memory import BYTES_PER_SCORE, require_memory
from mcsim.settings import Physics, VarianceReduction
from mcsim.sources import AnyBeam, Beam, Volume
from mcsim.sources.aim import can_hit
from mcsim.tallies import Dose, LinearEnergyTransfer, PlaneFluence, PulseHeight, RegionEnergy, Tally
from mcsim.units import energy_text

_FACE_TOLERANCE = 1e-6  # cm


def check_run(phantom: VoxelPhantom, beam: AnyBeam, physics: Physics, tallies: Iterable[Tally]) -> None:
    """Refuse a run that cannot make sense, before anything is allocated.

    Raises:
        InputError: with the key of the run file that is to blame.
        ResourceError: it does not fit into memory.
    """
    tallies = tuple(tallies)
    phantom.require_memory()
    _check_aim(phantom, beam)
    _check_cutoffs(beam, physics)
    check_names(tallies)
    for tally in tallies:
        if isinstance(tally, Dose) and tally.grid is not None:
            _check_grid(tally, phantom)
        if isinstance(tally, PlaneFluence):
            _check_plane(tally, phantom)
        if isinstance(tally, RegionEnergy) and not phantom.region_names:
            key = f"tallies.{tally.name}"
            raise InputError("needs a region; give a 'name' to something painted in the phantom", key=key)
        if isinstance(tally, LinearEnergyTransfer) and beam.particle in ("photon", "electron", "positron"):
            raise InputError(
                f"scores the tracks of protons and ions, and a beam of {beam.particle}s makes none;"
                " leave it out",
                key=f"tallies.{tally.name}",
            )
        if isinstance(tally, PulseHeight):
            _check_pulses(tally, phantom, physics)


def _check_aim(phantom: VoxelPhantom, beam: AnyBeam) -> None:
    low, high = phantom.corners()
    if isinstance(beam, Beam) and isinstance(beam.shape, Volume) and beam.shape.by == "mass":
        lowest, highest = beam.shape.shape.bounds()
        if np.any(highest <= low) or np.any(lowest >= high):
            raise InputError(
                f"lies outside the geometry, which reaches {_reach(phantom)}, so it holds no mass",
                key="source.shape",
            )
    if not can_hit(beam, low, high):
        touches = can_hit(beam, low - _FACE_TOLERANCE, high + _FACE_TOLERANCE)
        near = ": it only touches the outer surface" if touches else ""
        raise InputError(
            f"the beam misses the geometry, which reaches {_reach(phantom)}{near};"
            " change the source's position, direction or shape",
            key="source",
        )


def _reach(phantom: VoxelPhantom) -> str:
    low, high = phantom.corners()
    return f"from {', '.join(f'{v:g}' for v in low)} to {', '.join(f'{v:g}' for v in high)} cm"


def _check_cutoffs(beam: AnyBeam, physics: Physics) -> None:
    kind = {"photon": "photon", "proton": "hadron"}.get(beam.particle, "electron")
    cutoff = getattr(physics.cutoff, kind)
    if beam.particle != "positron" and cutoff >= beam.highest_energy:
        default = "" if kind in physics.cutoff.model_fields_set else ", which is the default,"
        raise InputError(
            f"the cutoff of {energy_text(cutoff)}{default} is not below the energy of the source's"
            f" {beam.particle}s (at most {energy_text(beam.highest_energy)}), so nothing would move;"
            " lower it",
            key=f"physics.cutoff.{kind}",
        )


def check_names(tallies: Iterable[Tally]) -> None:
    """Refuse two tallies of one name.

    Raises:
        InputError: there are two.
    """
    seen: set[str] = set()
    for tally in tallies:
        if tally.name in seen:
            raise InputError(
                f"two tallies are called {shown(tally.name)}; rename one", key=f"tallies.{tally.name}"
            )
        seen.add(tally.name)


def _check_grid(tally: Dose, phantom: VoxelPhantom) -> None:
    assert tally.grid is not None
    key = f"tallies.{tally.name}.grid"
    count = math.prod(tally.grid.shape())
    needed = count * BYTES_PER_SCORE + math.prod(phantom.shape()) * BYTES_PER_VOXEL
    try:
        require_memory(needed, f"a tally grid of {count:.3g} voxels and the phantom", "use larger voxels")
    except ResourceError as error:
        raise error.at(key=key) from None
    low, high = tally.grid.corners()
    phantom_low, phantom_high = phantom.corners()
    if np.any(high <= phantom_low) or np.any(low >= phantom_high):
        raise InputError(f"lies outside the phantom, which reaches {_reach(phantom)}", key=key)


def _check_plane(tally: PlaneFluence, phantom: VoxelPhantom) -> None:
    number = "xyz".index(tally.axis)
    edges = phantom.voxels.axes()[number]
    nearest = edges[np.argmin(np.abs(edges - tally.position))]
    if phantom.world.is_vacuum and nearest in (edges[0], edges[-1]):
        raise InputError(
            f"{tally.position:g} cm is the outer surface; take a face inside the grid, or an escape tally",
            key=f"tallies.{tally.name}.position",
        )
    if abs(nearest - tally.position) > _FACE_TOLERANCE:
        raise InputError(
            f"{tally.position:g} cm is no voxel face along {tally.axis}; the nearest is {nearest:g} cm",
            key=f"tallies.{tally.name}.position",
        )
    _check_plane_bins(tally, phantom)


def _check_plane_bins(tally: PlaneFluence, phantom: VoxelPhantom) -> None:
    """Refuse bins that no particle can cross: beside the phantom and the material around it."""
    margin = 0.0 if phantom.world.is_vacuum else phantom.world.margin
    low, high = phantom.corners()
    across = [axis for axis in range(3) if "xyz"[axis] != tally.axis]
    for axis, which in zip(across, ("first_bins", "second_bins"), strict=True):
        bins = getattr(tally, which)
        if bins is None:
            continue
        start, *_, stop = bins.values()
        if start >= high[axis] + margin or stop <= low[axis] - margin:
            raise InputError(
                f"lie beside the phantom, which reaches {_reach(phantom)}: they run from {start:g} to"
                f" {stop:g} cm along {'xyz'[axis]}",
                key=f"tallies.{tally.name}.{which}",
            )


def _check_pulses(tally: PulseHeight, phantom: VoxelPhantom, physics: Physics) -> None:
    if physics.variance_reduction != VarianceReduction():
        raise InputError(
            "a pulse is the energy of one whole history; leave physics.variance_reduction out",
            key=f"tallies.{tally.name}",
        )
    names = phantom.region_names
    if tally.region is None or tally.region in names:
        return
    known = did_you_mean(tally.region, names) or f"; there are: {', '.join(names)}"
    raise InputError(
        f"no region is called {shown(tally.region)}"
        + (known if names else "; give a 'name' to something painted in the phantom"),
        key=f"tallies.{tally.name}.region",
    )
