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
from mcsim.physics.nuclear_residual import ROWS
from mcsim.physics.pair import PairTable
from mcsim.physics.photoelectric import PhotoelectricTable
from mcsim.physics.rayleigh import RayleighTable
from mcsim.physics.relaxation import RelaxationTable
from mcsim.physics.rng import uniform
from mcsim.physics.scattering import ScatteringTable
from mcsim.physics.slowing import SlowingTable
from mcsim.transport.emission import Source
from mcsim.transport.games import Games
from mcsim.transport.ledger import (
    DEPOSITED,
    FULL_BANK,
    LINES,
    LOST,
    WEIGHT_GAMES,
    quanta,
)
from mcsim.transport.navigation import Grid
from mcsim.transport.partial_dose import Deposit
from mcsim.transport.particles import (
    CELL,
    PHOTON,
    Bank,
    Places,
    Products,
    Room,
    make_bank,
    make_places,
    make_products,
    push,
)
from mcsim.transport.scoring import Tallies, add_to_pulses, score_point, score_voxel
from mcsim.transport.tracks import TrackRecord


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
    energy_transfer: (
        np.ndarray
    )  # (2, M, n) cm2/g on the attenuation grid: mu_tr / rho and mu_en / rho; or (2, 0, 0)
    majorant: np.ndarray  # (points of the attenuation grid,) 1/cm: largest attenuation of the geometry
    max_density: float  # g/cm3
    photon_cutoff: float  # MeV, kinetic; likewise below
    electron_cutoff: float
    photon_production: float
    electron_production: float
    finer_levels: int  # of condensed steps near interfaces of different media
    cutoffs: np.ndarray  # (species,) MeV: of electrons, positrons and, where they may come up, hadrons
    nuclear: object  # NuclearTables (mcsim.transport.nuclear_collision), or None where none take place
    deltas: object  # DeltaTable (mcsim.transport.delta_electron), or None where none are made
    parts: object  # WaterTable (mcsim.transport.partial_dose), or None without partial doses
    let: object  # LetTable (mcsim.transport.linear_energy_transfer), or None without tallies of it
    ray_tracing: bool  # photons stop at every voxel wall instead of delta tracking
    games: Games
    scale: float  # quanta per MeV


class Work(NamedTuple):
    """What one thread writes besides the shared scores."""

    bank: Bank
    here: Places  # where the particle being followed stands
    sites: Places  # where the flights of a split photon end
    products: Products  # of the interaction under way
    state: np.ndarray  # (2,) uint64: generator of the particle being followed
    ledger: np.ndarray  # (LINES,) int64: quanta and counts
    vacancies: np.ndarray  # (64,) int64: shells still to be filled in a relaxing atom
    fragments: np.ndarray  # (24, 4) float64: particles out of a nuclear reaction, and its work space
    track: np.ndarray  # (2,) float64: energy (MeV) of a hadron when its track was last scored, and the path
    # (cm) since
    pulses: np.ndarray  # (H,) int64: quanta deposited by this history, for each pulse-height tally
    record: TrackRecord | None  # of the tracks, where they are kept


def make_work(pulse_tallies: int = 0, room: Room | None = None, record: TrackRecord | None = None) -> Work:
    """Fresh work space for one thread of a run with that many pulse-height tallies."""
    room = room or Room()
    return Work(
        make_bank(room.particles, room.places),
        make_places(room.sites),
        make_places(room.sites),
        make_products(room.products),
        np.zeros(2, np.uint64),
        np.zeros(LINES, np.int64),
        np.zeros(64, np.int64),
        np.zeros((ROWS, 4)),
        np.zeros(2),
        np.zeros(pulse_tallies, np.int64),
        record,
    )


@device
def work_of_thread(works, thread):
    """Work space of one thread, out of one whose arrays have a first axis for the threads."""
    bank, products = works.bank, works.products
    return Work(
        Bank(
            bank.reals[thread], bank.integers[thread], bank.states[thread], bank.size[thread],
            _places_of_thread(bank.places, thread),
        ),
        _places_of_thread(works.here, thread),
        _places_of_thread(works.sites, thread),
        Products(products.reals[thread], products.integers[thread], products.size[thread]),
        works.state[thread],
        works.ledger[thread],
        works.vacancies[thread],
        works.fragments[thread],
        works.track[thread],
        works.pulses[thread],
        works.record,
    )  # fmt: skip


@device
def _places_of_thread(places, thread):
    return Places(places.points[thread], places.numbers[thread], places.size[thread])


@device
def deposit(world, work, bins, energy_quanta, depositor, weight):
    """Deposit energy where the particle being followed stands, at each place.

    depositor: who leaves it, as `mcsim.transport.partial_dose` counts, of that weight.
    """
    here = work.here
    for k in range(here.size[0]):
        cell = here.numbers[k, CELL]
        left = Deposit(energy_quanta, 0, depositor, world.grid.material[cell], weight)
        score_deposit(world, work, bins, cell, left)
        if world.tallies.grids.shape[0] > 0:
            point = here.points[k]
            score_point(
                world.tallies, bins, world.parts, world.scale, point[0], point[1], point[2], left
            )  # fmt: skip


@device
def score_deposit(world, work, bins, cell, left):
    """Score a `Deposit` in a voxel: in the ledger, the doses there and the pulses."""
    work.ledger[DEPOSITED] += left.quanta
    score_voxel(world.tallies, bins, world.parts, world.scale, cell, left)
    add_to_pulses(world.tallies, work.pulses, cell, left.quanta)


@device
def hand_over(world, work, kind, u, v, w, energy, weight, bits):
    """Set a secondary free where the particle being followed stands; its energy per place, in quanta.

    It waits among the products of the interaction until `bank_products`.
    """
    products = work.products
    last = products.size[0]
    reals, integers = products.reals[last], products.integers[last]
    reals[0], reals[1], reals[2], reals[3], reals[4] = u, v, w, energy, weight
    integers[0], integers[1] = kind, bits
    products.size[0] = last + 1
    return quanta(weight * energy, world.scale)


@device
def bank_products(world, work):
    """Bank the products of an interaction.

    Of the photons that a group would send out from all its places, one goes out, from a place chosen at
    random and with the weight of all; so it is with any kind when places run short. With a full bank a
    particle is lost, and counted.
    """
    here, products = work.here, work.products
    count = here.size[0]
    places = work.bank.places
    for k in range(products.size[0]):
        reals, integers = products.reals[k], products.integers[k]
        kind, energy, weight = integers[0], reals[3], reals[4]
        energy_quanta = quanta(weight * energy, world.scale) * count
        first, last = 0, count
        if count > 1 and (kind == PHOTON or places.size[0] + count > places.points.shape[0]):
            first = int(uniform(work.state) * float(count))
            last = first + 1
            weight *= float(count)
            work.ledger[WEIGHT_GAMES] -= energy_quanta
            energy_quanta = quanta(weight * energy, world.scale)
            work.ledger[WEIGHT_GAMES] += energy_quanta
        if not push(
            work.bank, work.state, kind, here, first, last, reals[0], reals[1], reals[2], energy, weight,
            integers[1],
        ):  # fmt: skip
            work.ledger[FULL_BANK] += 1
            work.ledger[LOST] += energy_quanta
    products.size[0] = 0
