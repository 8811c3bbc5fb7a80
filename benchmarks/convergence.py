"""Step size against dose and backscatter: what the accuracy settings cost and give.

    python benchmarks/convergence.py [--scale 1]

Prints a table, a row for each limit of the condensed steps: f, the largest part of its energy that a particle
loses in a step, k, the scattering strength of a step, and the number of finer levels near interfaces. Dose:
6 MeV electrons in water, depth dose in layers of 1 mm, against the row with the shortest steps. Backscatter:
number of electrons that come back from a thick block, above 2 keV at 100 keV and above 10 keV at 1 MeV, per
incident electron, with one standard deviation in brackets.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np

from mcsim.geometry import VoxelPhantom
from mcsim.settings import Cutoff, Physics
from mcsim.simulation import Simulation
from mcsim.sources import Beam
from mcsim.tables.steps import STEP_CONTROL, StepControl
from mcsim.tallies import Dose, EnergyBins, Escape

ROWS = (
    ("shortest", StepControl(0.04, 0.06, 5)),
    ("`detailed`", STEP_CONTROL["detailed"]),
    ("", STEP_CONTROL["detailed"]._replace(finer_levels=2)),
    ("", STEP_CONTROL["detailed"]._replace(finer_levels=0)),
    ("`standard`", STEP_CONTROL["standard"]),
    ("`fast`", STEP_CONTROL["fast"]),
    ("", StepControl(0.30, 0.60, 0)),
)
FACE = 4  # -z, where the beam enters


@dataclass(frozen=True)
class Block:
    """A thick target.

    Attributes:
        material, energy: of the block, and of the electrons in MeV. cutoff: MeV. histories: of one run.
    """

    material: str
    energy: float
    cutoff: float
    histories: int


BLOCKS = (
    Block("aluminum", 0.1, 0.002, 100_000),
    Block("gold", 0.1, 0.002, 50_000),
    Block("aluminum", 1.0, 0.01, 100_000),
    Block("gold", 1.0, 0.01, 30_000),
)


def depth_dose(histories: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Dose and its uncertainty in the layers, and electrons per second, with the setting `detailed`."""
    phantom = VoxelPhantom.rectilinear(
        x="-30, 30 cm", y="-30, 30 cm", z="0 to 4 cm by 1 mm", material="water"
    )
    physics = Physics(cutoff=Cutoff(electron=0.2, photon=0.01), accuracy="detailed")
    result = Simulation(phantom, Beam("electron", energy="6 MeV"), physics, (Dose("dose"),)).run(
        histories, threads=1, device="cpu"
    )
    dose = result["dose"]
    return dose.value.ravel(), dose.uncertainty.ravel(), histories / result.provenance.cpu_time


def backscatter(block: Block, histories: int) -> tuple[float, float]:
    """Electrons that come back per incident one, and the standard deviation."""
    phantom = VoxelPhantom.rectilinear(x="-5, 5 cm", y="-5, 5 cm", z="0, 2 cm", material=block.material)
    physics = Physics(cutoff=Cutoff(electron=block.cutoff, photon=block.cutoff), accuracy="detailed")
    escape = Escape("escape", EnergyBins(edges=(block.cutoff, 10.0)))
    result = Simulation(phantom, Beam("electron", energy=block.energy), physics, (escape,)).run(
        histories, threads=1, device="cpu"
    )
    number = result["escape"]
    return float(number.value[1, FACE].sum()), float(np.sqrt((number.uncertainty[1, FACE] ** 2).sum()))


def main() -> None:
    """Measure and print, row by row."""
    parser = argparse.ArgumentParser(description="Step size against dose and backscatter.")
    parser.add_argument("--scale", type=float, default=1.0, help="times the histories")
    scale = parser.parse_args().scale
    blocks = [f"{block.material} {block.energy:g} MeV" for block in BLOCKS]
    columns = ["setting", "f", "k", "finer levels", "dose, 6 MeV: largest difference", "speed", *blocks]
    print("|", " | ".join(columns), "|")
    print("| --- " * len(columns) + "|")
    best = None
    for name, control in ROWS:
        STEP_CONTROL["detailed"] = control
        dose, sigma, rate = depth_dose(int(1_000_000 * scale))
        best = best or (dose, rate)
        worst = int(np.argmax(np.abs(dose - best[0])))
        difference = f"{100 * (dose - best[0])[worst] / best[0].max():+.2f} +- "
        difference += f"{100 * np.sqrt(2.0) * sigma[worst] / best[0].max():.2f} %"
        found = [backscatter(block, int(block.histories * scale)) for block in BLOCKS]
        numbers = " | ".join(f"{value:.4f}({1e4 * error:.0f})" for value, error in found)
        limits = f"{control.energy_loss:.2f} | {control.scattering_strength:.2f} | {control.finer_levels}"
        print(f"| {name} | {limits} | {difference} | {rate / best[1]:.1f} | {numbers} |", flush=True)


if __name__ == "__main__":
    main()
