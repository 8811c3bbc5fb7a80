"""Small runs that use everything: photons with pairs, electrons, media of all kinds, every tally."""

import hashlib

import numpy as np

from mcsim.geometry import VoxelPhantom
from mcsim.settings import Physics, VarianceReduction
from mcsim.simulation import Simulation
from mcsim.sources import Beam, Rectangle
from mcsim.tallies import Dose, EnergyBins, Escape, PlaneFluence, PulseHeight, RegionEnergy

HISTORIES, BATCHES = 400, 8


def simulation(plate_at="0, 0, 3 cm", games=None):
    phantom = VoxelPhantom(
        voxels={
            "size": "10, 10, 12 cm",
            "voxel": "1, 1, 0.5 cm",
            "material": "water",
            "paint": [
                {
                    "box": {"center": plate_at, "size": "10, 10, 1 cm"},
                    "material": "aluminum",
                    "name": "plate",
                },
                {"sphere": {"center": "0, 0, 7 cm", "radius": "2 cm"}, "material": "lung", "name": "ball"},
                {"box": {"center": "3, 0, 9 cm", "size": "2, 4, 2 cm"}, "material": "vacuum", "name": "hole"},
            ],
        },
        world={"material": "air", "margin": "5 cm"},
    )
    beam = Beam(
        "photon", energy="8 MeV", shape=Rectangle("4, 4 cm"), position="0, 0, -3 cm", source_distance="50 cm"
    )
    tallies = (
        Dose("dose"),
        Dose("coarse", grid={"size": "6, 6, 12 cm", "voxel": "1.5, 1.5, 0.8 cm"}),
        Dose("of electrons", particles="electrons", medium="water"),
        Dose("of photons", grid={"size": "6, 6, 12 cm", "voxel": "2, 2, 3 cm"}, particles="photons"),
        RegionEnergy("regions"),
        Escape("escape", energy_bins=EnergyBins(to="8 MeV", number=8)),
        PlaneFluence("plane", axis="z", position="6 cm"),
    )
    if games is None:  # a pulse needs whole histories
        tallies += (
            PulseHeight("plate pulses", EnergyBins(to="8 MeV", number=16), "plate"),
            PulseHeight("pulses", EnergyBins(to="8 MeV", number=4)),
        )
    physics = Physics(variance_reduction=games or VarianceReduction())
    return Simulation(phantom, beam, physics, tallies)


ALL_GAMES = VarianceReduction(
    photon_splitting=12,
    interaction_forcing=True,
    bremsstrahlung_splitting=3,
    russian_roulette={"electron": 0.02},
    range_rejection="0.6 MeV",
)


def run(histories=HISTORIES, batches=BATCHES, games=None, **options):
    return simulation(games=games).run(histories=histories, batches=batches, seed=11, **options)


def integers(result):
    """Digest of every integer of a result, and of the floats that come from them."""
    digest = hashlib.sha256()
    for tally in result.values():
        for array in (tally.raw.total, tally.raw.squares, tally.value, tally.uncertainty):
            digest.update(np.ascontiguousarray(array).tobytes())
        for window in tally.raw.windows:
            digest.update(np.ascontiguousarray(window.squares).tobytes())
    digest.update(repr((sorted(result.ledger.items()), sorted(result.counts.items()))).encode())
    digest.update(result.provenance.identity.encode())
    return digest.hexdigest()
