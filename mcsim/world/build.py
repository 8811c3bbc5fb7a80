"""The one place where descriptions meet numbers: everything the transport reads, built once per run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mcsim.errors import InputError
from mcsim.geometry.voxels import VoxelPhantom
from mcsim.physics.hadrons import HADRONS
from mcsim.results.setup import Setup
from mcsim.settings import Physics
from mcsim.sources.scanned import AnyBeam
from mcsim.tables.cache import cached
from mcsim.tables.density_effect import oscillators
from mcsim.tables.dose_to_water import build_water_table
from mcsim.tables.energy_transfer import EnergyTransfer, build_energy_transfer
from mcsim.tables.linear_energy_transfer import build_let_table
from mcsim.tables.steps import STEP_CONTROL
from mcsim.tallies import Dose, Tally
from mcsim.transport.delta_electron import DeltaTable
from mcsim.transport.linear_energy_transfer import LetTable
from mcsim.transport.partial_dose import WaterTable
from mcsim.transport.particles import LIGHT_NAMES, PARTICLE_NAMES
from mcsim.transport.world import World
from mcsim.world.games import build_games
from mcsim.world.grid import VoxelWorld, build_voxel_world
from mcsim.world.layout import TallyLayout
from mcsim.world.source import build_source
from mcsim.world.tables import PhysicsTables, build_tables
from mcsim.world.tallies import build_layout


@dataclass(frozen=True)
class BuiltWorld:
    """What the transport reads, how its scores are laid out, and what the result shows of it."""

    world: World
    layout: TallyLayout
    setup: Setup


def build_world(
    phantom: VoxelPhantom, beam: AnyBeam, physics: Physics, tallies: Sequence[Tally], quantum_exponent: int
) -> BuiltWorld:
    """Build a run.

    Raises:
        InputError: descriptions that do not fit each other. ResourceError: too large for memory.
    """
    _check_densities(phantom)
    voxels = build_voxel_world(phantom, with_interfaces=STEP_CONTROL[physics.accuracy].finer_levels > 0)
    if not voxels.materials:
        raise InputError("the phantom holds nothing but vacuum; give it a material", key="geometry")
    with_hadrons = beam.particle not in LIGHT_NAMES
    quantum = 2.0**-quantum_exponent
    layout = build_layout(tallies, voxels, quantum, PARTICLE_NAMES if with_hadrons else LIGHT_NAMES)
    tables = build_tables(voxels.materials, physics, with_hadrons)
    world = World(
        grid=voxels.grid,
        source=build_source(beam),
        tallies=layout.tallies,
        **tables.photon._asdict(),
        slowing=tables.slowing,
        impact_ionisation=tables.impact_ionisation,
        bremsstrahlung=tables.bremsstrahlung,
        scattering=tables.scattering,
        finer_levels=tables.finer_levels,
        energy_transfer=_energy_transfer(voxels, tables, physics, with_kerma=len(layout.tallies.kermas) > 0),
        majorant=_majorant(voxels, tables),
        max_density=float(voxels.grid.density.max()),
        photon_cutoff=physics.cutoff.photon,
        electron_cutoff=physics.cutoff.electron,
        photon_production=physics.production_photon,
        electron_production=physics.production_electron,
        cutoffs=tables.cutoffs,
        nuclear=tables.nuclear,
        deltas=_delta_table() if with_hadrons and physics.delta_electrons else None,
        parts=_water_table(voxels, tallies, with_hadrons),
        let=_let_table(voxels) if with_hadrons and len(layout.tallies.lets) > 0 else None,
        ray_tracing=physics.photon_transport == "ray tracing",
        games=build_games(physics.variance_reduction, beam.highest_energy),
        scale=1.0 / quantum,
    )
    return BuiltWorld(world, layout, Setup.of(voxels.arrays, beam, physics))


def _check_densities(phantom: VoxelPhantom) -> None:
    """Refuse materials too dense for their mean excitation energy, where their place is still known."""
    for key, made in phantom.placed_materials():
        try:
            if made.density > 0.0:
                oscillators(made)
        except InputError as error:
            raise error.at(key=key) from None


def _energy_transfer(
    voxels: VoxelWorld, tables: PhysicsTables, physics: Physics, with_kerma: bool
) -> np.ndarray:
    """Coefficients of kerma and collision kerma, where they are asked for."""
    if not with_kerma:
        return np.zeros((2, 0, 0))
    cutoff = physics.cutoff.photon
    built = cached(
        "energy_transfer", EnergyTransfer, (tuple(material.key() for material in voxels.materials), cutoff),
        lambda: build_energy_transfer(voxels.materials, tables.photon, cutoff),
    )  # fmt: skip
    return np.stack(built)


def _delta_table() -> DeltaTable:
    return DeltaTable(np.array([hadron.mass for hadron in HADRONS]))


def _water_table(voxels: VoxelWorld, tallies: Sequence[Tally], with_hadrons: bool) -> WaterTable | None:
    """Stopping powers that doses to water need; empty where other partial doses alone are asked for."""
    doses = [tally for tally in tallies if isinstance(tally, Dose) and tally.partial]
    if not doses:
        return None
    to_water = any(dose.medium == "water" for dose in doses)
    return build_water_table(voxels.materials if to_water else (), with_hadrons)


def _let_table(voxels: VoxelWorld) -> LetTable:
    """Stopping powers that LET tallies average."""
    key = tuple(material.key() for material in voxels.materials)
    return cached("let", LetTable, (key,), lambda: build_let_table(voxels.materials))


def _majorant(voxels: VoxelWorld, tables: PhysicsTables) -> np.ndarray:
    """Largest attenuation coefficient (1/cm) of any voxel in each bin of the attenuation grid.

    Coefficients are linear in a bin, so the larger of its two ends bounds them.
    """
    total = tables.photon.attenuation.cumulative[:, :, -1]
    densest = np.zeros(len(voxels.materials))
    np.maximum.at(densest, voxels.grid.material, voxels.grid.density)
    attenuation = (densest[:, None] * total).max(axis=0)
    majorant: np.ndarray = np.maximum(attenuation, np.append(attenuation[1:], 0.0))
    return majorant
