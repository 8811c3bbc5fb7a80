"""Gain of each weight game, and of kerma from photon tracks, in 1/(sigma^2 T) on a problem that suits it.

    python benchmarks/variance_reduction.py [--repetitions 5] [--seconds 3]

sigma is the root-mean-square relative uncertainty of the scores above half of their maximum, T the processor
time. Runs with and without take turns, one thread; the ratio of the medians is printed, and the deviation of
the summed scores in units of its standard deviation, which a game must not change.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mcsim.geometry import VoxelPhantom
from mcsim.results import TallyResult
from mcsim.settings import Cutoff, Physics, VarianceReduction
from mcsim.simulation import Simulation
from mcsim.sources import Beam, Rectangle
from mcsim.tallies import Dose, EnergyBins, Escape, Kerma

NOTHING = VarianceReduction()
FIELD = Rectangle(size="10, 10 cm")


def tank(voxel: str) -> VoxelPhantom:
    """A cube of water."""
    return VoxelPhantom.box(size="20, 20, 20 cm", voxel=voxel, material="water")


def megavoltage(games: VarianceReduction) -> Simulation:
    """Dose of 6 MV photons in voxels of 5 mm."""
    physics = Physics(cutoff=Cutoff(electron=0.2, photon=0.01), variance_reduction=games)
    return Simulation(tank("5 mm"), Beam("photon", energy={"spectrum": "mohan6"}, shape=FIELD), physics)


def large_voxels(games: VarianceReduction) -> Simulation:
    """Dose of 6 MV photons in voxels of 2 cm, electrons followed down to 10 keV."""
    physics = Physics(cutoff=Cutoff(electron=0.01, photon=0.01), variance_reduction=games)
    return Simulation(tank("2 cm"), Beam("photon", energy={"spectrum": "mohan6"}, shape=FIELD), physics)


def thin_layer(games: VarianceReduction) -> Simulation:
    """Dose of 100 keV photons in 0.1 mm of silicon, electrons followed."""
    phantom = VoxelPhantom.rectilinear(x="-5, 5 cm", y="-5, 5 cm", z="0, 0.1 mm", material="silicon")
    physics = Physics(cutoff=Cutoff(electron=0.01, photon=0.005), variance_reduction=games)
    return Simulation(phantom, Beam("photon", energy="100 keV", shape=FIELD), physics)


def tube_target(games: VarianceReduction) -> Simulation:
    """Photons above 10 keV, by energy, from 100 keV electrons on tungsten."""
    phantom = VoxelPhantom.rectilinear(x="-1, 1 cm", y="-1, 1 cm", z="0, 0.5 mm", material="tungsten")
    physics = Physics(cutoff=Cutoff(electron=0.01, photon=0.01), variance_reduction=games)
    escape = Escape("escape", EnergyBins(from_=0.01, to=0.1, number=9))
    return Simulation(phantom, Beam("electron", energy="100 keV"), physics, (escape,))


def kilovoltage(games: VarianceReduction) -> Simulation:
    """Dose and kerma of 60 keV photons in voxels of 5 mm, electrons not followed."""
    physics = Physics(cutoff=Cutoff(electron=1.0, photon=0.005), variance_reduction=games)
    beam = Beam("photon", energy="60 keV", shape=FIELD)
    return Simulation(tank("5 mm"), beam, physics, (Dose("dose"),))


def kilovoltage_kerma(games: VarianceReduction) -> Simulation:
    """As `kilovoltage`, with kerma alone."""
    plain = kilovoltage(games)
    return Simulation(plain.geometry, plain.source, plain.physics, (Kerma("kerma", "total"),))


@dataclass(frozen=True)
class Comparison:
    """Two ways to one result.

    Attributes:
        name: of the game. without, with_it: simulations. photons: count escaping photons only.
    """

    name: str
    without: Simulation
    with_it: Simulation


def compare(name: str, problem: Callable[[VarianceReduction], Simulation], **games: object) -> Comparison:
    """A problem without and with games."""
    return Comparison(name, problem(NOTHING), problem(VarianceReduction(**games)))


COMPARISONS = (
    compare("photon_splitting 64", megavoltage, photon_splitting=64),
    compare("interaction_forcing", thin_layer, interaction_forcing=True),
    compare("forcing, splitting 16", thin_layer, interaction_forcing=True, photon_splitting=16),
    compare("bremsstrahlung_splitting 50", tube_target, bremsstrahlung_splitting=50),
    compare(
        "the same, roulette of electrons", tube_target, bremsstrahlung_splitting=50,
        russian_roulette={"electron": 0.5},
    ),
    compare("range_rejection 1 MeV", large_voxels, range_rejection=1.0),
    Comparison("kerma from tracks", kilovoltage(NOTHING), kilovoltage_kerma(NOTHING)),
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """One run: 1/(sigma^2 T) in 1/s, the summed scores and their standard deviation."""

    efficiency: float
    total: float
    sigma: float


def measure(simulation: Simulation, histories: int, seed: int) -> Measured:
    """Run once on one thread."""
    result = simulation.run(histories, seed=seed, threads=1, device="cpu")
    tally = next(iter(result.values()))
    value, uncertainty = scores(tally)
    high = value > 0.5 * value.max()
    variance = float(np.mean((uncertainty[high] / value[high]) ** 2))
    efficiency = 1.0 / (variance * result.provenance.cpu_time)
    return Measured(efficiency, float(value.sum()), float(np.sqrt((uncertainty**2).sum())))


def scores(tally: TallyResult) -> tuple[np.ndarray, np.ndarray]:
    """Values and uncertainties: doses, or escaping photons by energy."""
    if tally.quantity != "escaped particles":
        return tally.value, tally.uncertainty
    value, variance = tally.value[0].sum(axis=(0, 1, 3)), (tally.uncertainty[0] ** 2).sum(axis=(0, 1, 3))
    return value, np.sqrt(variance)


def histories_for(simulation: Simulation, seconds: float) -> int:
    """Histories that take about so many seconds."""
    probe = 2000
    simulation.run(probe, threads=1, device="cpu")
    time = simulation.run(probe, threads=1, device="cpu").provenance.cpu_time
    return max(probe, int(probe * seconds / max(time, 1e-3)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Gain of each weight game in 1/(sigma^2 T).")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="of each run")
    options = parser.parse_args()
    print("| game | gain | difference, sigma |\n| --- | ---: | ---: |")
    for each in COMPARISONS:
        pair = (each.without, each.with_it)
        counts = [histories_for(simulation, options.seconds) for simulation in pair]
        runs = [
            [measure(simulation, count, seed) for simulation, count in zip(pair, counts, strict=True)]
            for seed in range(1, options.repetitions + 1)
        ]
        medians = [statistics.median(row[k].efficiency for row in runs) for k in (0, 1)]
        totals = [sum(row[k].total for row in runs) for k in (0, 1)]
        sigma = np.sqrt(sum(row[k].sigma ** 2 for row in runs for k in (0, 1)))
        difference = (totals[1] - totals[0]) / sigma
        print(f"| {each.name} | {medians[1] / medians[0]:.2f} | {difference:+.1f} |", flush=True)


if __name__ == "__main__":
    main()
