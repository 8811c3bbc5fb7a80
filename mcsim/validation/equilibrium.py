"""Fano's theorem as a test of the transport across interfaces.

Where particles are emitted evenly per mass in a medium whose interaction data per mass are the same
everywhere, the fluence is the same everywhere, whatever the density does (U. Fano, Radiat. Res. 1 (1954)
237).
So the dose in every region that lies a range away from the end of the source is the energy emitted per
mass. Bremsstrahlung would carry energy away: the runs keep it local by a production threshold above the
source's energy.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mcsim.config import RunFile
from mcsim.errors import InputError
from mcsim.geometry import ArrayVoxels, Grid, VoxelArrays, VoxelPhantom
from mcsim.geometry.grid import GridEdges
from mcsim.materials import Material
from mcsim.sources import Beam, Volume
from mcsim.sources.energy import MonoEnergy
from mcsim.validation.case import Equilibrium
from mcsim.validation.numbers import numbers_panel, relative_row
from mcsim.validation.outcome import Row
from mcsim.validation.panels import NumbersPanel
from mcsim.validation.sample import Sample, jackknife


def same_medium(phantom: VoxelPhantom, copies: bool) -> VoxelPhantom:
    """The phantom with the interaction data per mass of its first material everywhere; densities stay.

    Args:
        phantom: any phantom.
        copies: keep a material number for each material, so that the transport changes tables at every wall.
    """
    arrays = phantom.arrays()
    materials, index = _materials(arrays, copies)
    grid = Grid(edges=GridEdges(x=arrays.x_edges, y=arrays.y_edges, z=arrays.z_edges))
    names = arrays.region_names
    filled = ArrayVoxels.build(grid, index, materials, arrays.density, arrays.region, names)
    return VoxelPhantom(voxels=filled, world=phantom.world)


def _materials(arrays: VoxelArrays, copies: bool) -> tuple[list[Material], np.ndarray]:
    first = arrays.materials[0]
    if not copies:
        return [first], np.zeros_like(arrays.material)
    named = [replace(first, name=f"{first.name} {number}") for number in range(len(arrays.materials))]
    return named, arrays.material


def equilibrium_rows(
    check: Equilibrium,
    samples: dict[str, Sample],
    run_files: dict[str, RunFile],
    phantoms: dict[str, VoxelPhantom],
) -> tuple[list[Row], NumbersPanel]:
    """Dose over energy emitted per mass, for every region of every run.

    Raises:
        InputError: a run whose source is not one of one energy, evenly per mass.
    """
    rows, labels = [], []
    for name, sample in samples.items():
        arrays = phantoms[name].arrays()
        mass = arrays.density * arrays.volumes()
        emitted = _energy_per_mass(run_files[name], arrays, mass)
        for number, region in enumerate(arrays.region_names):
            what = f"{name}, {region}" if len(samples) > 1 else region
            parts, _ = sample.read(check.tally, {"region": region})
            expected = emitted * float(mass[arrays.region == number].sum())
            value, sigma = jackknife(parts / expected, lambda part: part)
            ratio = (float(value), float(sigma))
            rows.append(relative_row(what, (expected, 0.0), ratio, check.within, check.target, "MeV"))
            labels.append(what)
    return rows, numbers_panel("dose over energy emitted per mass", rows, labels)


def _energy_per_mass(run_file: RunFile, arrays: VoxelArrays, mass: np.ndarray) -> float:
    """Energy emitted per mass and source particle, MeV/g."""
    source = run_file.source
    if not (
        isinstance(source, Beam)
        and isinstance(source.energy, MonoEnergy)
        and isinstance(source.shape, Volume)
    ):
        raise InputError("an equilibrium check needs a volume source of one energy", key="run.source")
    if source.shape.by != "mass":
        raise InputError("an equilibrium check needs a source 'by: mass'", key="run.source.shape")
    x, y, z = (0.5 * (row[1:] + row[:-1]) for row in (arrays.x_edges, arrays.y_edges, arrays.z_edges))
    inside = source.shape.shape.contains(x[None, None, :], y[None, :, None], z[:, None, None])
    return source.energy.energy / float(mass[inside].sum())
