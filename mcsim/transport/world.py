"""What the step loops read (`World`) and what a thread writes (`Work`)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.attenuation import AttenuationTable
from mcsim.physics.bremsstrahlung import BremsstrahlungTable
from mcsim.physics.compton import ComptonTable
from mcsim.physics.doppler import DopplerTable
from mcsim.physics.impact_ionisation import ImpactTable
from mcsim.physics.pair import PairTable
from mcsim.physics.photoelectric import PhotoelectricTable
from mcsim.physics.rayleigh import RayleighTable
from mcsim.physics.relaxation import RelaxationTable
from mcsim.physics.scattering import ScatteringTable
from mcsim.physics.slowing import SlowingTable
from mcsim.transport.atomic import atomic_add
from mcsim.transport.emission import Source
from mcsim.transport.ledger import (
    DEPOSITED,
    FULL_BANK,
    LINES,
    LOST,
    quanta,
)
from mcsim.transport.navigation import Grid
from mcsim.transport.particles import Bank, make_bank, push
from mcsim.transport.scoring import Tallies, score_point


class World(NamedTuple):
    """Everything a run reads: built once, never changed by the transport."""

    grid: Grid
    source: Source
    tallies: Tallies
    attenuation: AttenuationTable
    compton: ComptonTable
    doppler: DopplerTable
    rayleigh: RayleighTable
    photoelectric: PhotoelectricTable
    relaxation: RelaxationTable
    pair: PairTable
    slowing: SlowingTable
    impact_ionisation: ImpactTable
    bremsstrahlung: BremsstrahlungTable
    scattering: ScatteringTable
    majorant: np.ndarray  # (points of the attenuation grid,) 1/cm: largest attenuation of the geometry
    max_density: float  # g/cm3
    photon_cutoff: float  # MeV, kinetic; likewise below
    electron_cutoff: float
    photon_production: float
    electron_production: float
    finer_levels: int  # of condensed steps near interfaces of different media
    range_at_cutoff: np.ndarray  # (2, M) g/cm2: residual range of e- and e+ at the electron cutoff
    ray_tracing: bool  # photons stop at every voxel wall instead of delta tracking
    scale: float  # quanta per MeV


class Work(NamedTuple):
    """What one thread writes besides the shared scores."""

    bank: Bank
    state: np.ndarray  # (2,) uint64: generator of the particle being followed
    ledger: np.ndarray  # (LINES,) int64: quanta and counts
    vacancies: np.ndarray  # (64,) int64: shells still to be filled in a relaxing atom


def make_work() -> Work:
    """Fresh work space for one thread."""
    return Work(make_bank(), np.zeros(2, np.uint64), np.zeros(LINES, np.int64), np.zeros(64, np.int64))


@device
def deposit(world, work, bins, cell, x, y, z, energy_quanta):
    """Deposit energy at a point of voxel `cell`."""
    work.ledger[DEPOSITED] += energy_quanta
    if world.tallies.voxel_offset >= 0:
        atomic_add(bins, world.tallies.voxel_offset + cell, energy_quanta)
    if world.tallies.grids.shape[0] > 0:
        score_point(world.tallies, bins, x, y, z, energy_quanta)


@device
def hand_over(world, work, kind, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits):
    """Bank a secondary and return its energy in quanta; with a full bank the energy is lost, and counted."""
    energy_quanta = quanta(weight * energy, world.scale)
    if not push(work.bank, work.state, kind, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits):
        work.ledger[FULL_BANK] += 1
        work.ledger[LOST] += energy_quanta
    return energy_quanta
