"""Speed of mcsim: histories per second of processor time and core, and 1/(sigma^2 T).

    python benchmarks/speed.py [--repetitions 5] [--seconds 5] [--accuracy standard] [--peers]

Each field is run in water and in a phantom of soft tissue, bone and lung voxels mixed at random. One thread;
compilation and tables are left out by a first run that is not counted; repetitions of all fields are
interleaved, and medians are printed, so that a machine that is busy for a while disturbs all alike. T is
the time for transport and scoring. sigma is the root-mean-square relative uncertainty of the dose in the
voxels above half of the maximum.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numba
import numpy as np
from scipy import ndimage

import mcsim
from mcsim.geometry import VoxelPhantom
from mcsim.jit import kernel_cache_folder
from mcsim.results.result import Result
from mcsim.settings import Cutoff, Physics, VarianceReduction
from mcsim.simulation import Simulation
from mcsim.sources import Beam, Rectangle

PEERS = Path(__file__).parent / "peers"
SIZE = 30.0  # cm, of every phantom
NO_GAMES = VarianceReduction()
TISSUES = ("soft tissue", "cortical bone", "lung")


@dataclass(frozen=True)
class Field:
    """A field whose speed is measured.

    Attributes:
        name: what it is. particle, energy: of the beam.
        voxel: widths along x, y and z, cm.
        cutoffs: of electrons and photons, MeV; also the production thresholds.
        probe: histories of the first run.
        games: variance reduction.
    """

    name: str
    particle: str
    energy: object
    voxel: tuple[float, float, float]
    cutoffs: tuple[float, float]
    probe: int
    games: VarianceReduction = NO_GAMES

    def simulation(self, phantom: Callable[[Field], VoxelPhantom], accuracy: str) -> Simulation:
        """The field, parallel and 10x10 cm2, on a phantom."""
        beam = Beam(particle=self.particle, energy=self.energy, shape=Rectangle(size="10, 10 cm"))
        cutoff = Cutoff(electron=self.cutoffs[0], photon=self.cutoffs[1])
        physics = Physics(cutoff=cutoff, accuracy=accuracy, variance_reduction=self.games)
        return Simulation(phantom(self), beam, physics)

    def settings(self) -> str:
        """Voxels and cutoffs in words."""
        voxel = "x".join(f"{10.0 * width:g}" for width in self.voxel)
        return f"{voxel} mm voxels, cutoffs {1e3 * self.cutoffs[0]:g}/{1e3 * self.cutoffs[1]:g} keV"


FIELDS = (
    Field("6 MV photons", "photon", {"spectrum": "mohan6"}, (0.5, 0.5, 0.5), (0.2, 0.01), 20_000),
    Field(
        "6 MV photons, split by 64",
        "photon",
        {"spectrum": "mohan6"},
        (0.5, 0.5, 0.5),
        (0.2, 0.01),
        5_000,
        VarianceReduction(photon_splitting=64),
    ),
    Field("6 MeV photons", "photon", "6 MeV", (0.5, 0.5, 0.5), (0.2, 0.05), 10_000),
    Field("60 keV photons, electrons stay", "photon", "60 keV", (0.5, 0.5, 0.5), (1.0, 0.001), 50_000),
    Field("12 MeV electrons", "electron", "12 MeV", (0.5, 0.5, 0.2), (0.2, 0.01), 5_000),
    Field("150 MeV protons", "proton", "150 MeV", (0.2, 0.2, 0.2), (0.2, 0.01), 5_000),
)


def water(field: Field) -> VoxelPhantom:
    """A tank of water."""
    return VoxelPhantom.box(size=(SIZE, SIZE, SIZE), voxel=field.voxel, material="water")


def mixture(field: Field) -> VoxelPhantom:
    """Soft tissue, bone and lung, voxel by voxel at random, always the same."""
    shape = tuple(round(SIZE / width) for width in reversed(field.voxel))
    choice = np.random.default_rng(20240229).integers(0, len(TISSUES), shape)
    return VoxelPhantom.from_arrays(choice, TISSUES, voxel=field.voxel)


PHANTOMS = {"water": water, "tissue, bone, lung": mixture}


@dataclass(frozen=True)
class Measured:
    """One run: histories per second of processor time, and 1/(sigma^2 T) in 1/s."""

    rate: float
    efficiency: float


def measure(simulation: Simulation, histories: int, seed: int) -> Measured:
    """Run once on one thread."""
    result = simulation.run(histories, seed=seed, threads=1, device="cpu")
    time = result.provenance.cpu_time
    return Measured(result.histories / time, 1.0 / (uncertainty(result) ** 2 * time))


def uncertainty(result: Result) -> float:
    """Root-mean-square relative uncertainty of the dose above half of its smoothed maximum."""
    dose = result["dose"]
    high = dose.value > 0.5 * ndimage.uniform_filter(dose.value, size=3, mode="nearest").max()
    return float(np.sqrt(np.mean((dose.uncertainty[high] / dose.value[high]) ** 2)))


def run_all(repetitions: int, seconds: float, accuracy: str) -> dict[tuple[str, str], list[Measured]]:
    """Measurements by field and phantom, repetitions interleaved."""
    work = {
        (field.name, name): (field.simulation(phantom, accuracy), field.probe)
        for field in FIELDS
        for name, phantom in PHANTOMS.items()
    }
    histories = {}
    for key, (simulation, probe) in work.items():
        simulation.run(probe, threads=1, device="cpu")
        histories[key] = max(probe, int(measure(simulation, probe, 1).rate * seconds))
    measured: dict[tuple[str, str], list[Measured]] = {key: [] for key in work}
    for repetition in range(repetitions):
        for key, (simulation, _) in work.items():
            measured[key].append(measure(simulation, histories[key], seed=repetition + 1))
    return measured


def report(measured: dict[tuple[str, str], list[Measured]]) -> str:
    """The figures as text."""
    lines = [f"{'field':<32}{'phantom':<22}{'histories/s':>13}{'spread':>9}{'1/(sigma^2 T)':>15}  settings"]
    for field in FIELDS:
        for name in PHANTOMS:
            runs = measured[field.name, name]
            rates = [run.rate for run in runs]
            rate, efficiency = statistics.median(rates), statistics.median(run.efficiency for run in runs)
            spread = (max(rates) - min(rates)) / rate
            figures = f"{rate:>13,.0f}{spread:>9.0%}{efficiency:>13.4g}/s"
            lines.append(f"{field.name:<32}{name:<22}{figures}  {field.settings()}")
    return "\n".join(lines)


def about(repetitions: int, seconds: float, accuracy: str) -> str:
    """Processor, versions and settings."""
    return "\n".join(
        [
            f"processor      {processor()}",
            f"mcsim          {mcsim.__version__}, accuracy {accuracy}, production thresholds as the cutoffs",
            f"Python         {platform.python_version()}, numba {numba.__version__}, numpy {np.__version__}",
            f"kernels        {kernel_cache_folder().name}",
            f"measured       one thread, parallel field of 10x10 cm2 on {SIZE:g} cm cubes,"
            f" median of {repetitions} runs of about {seconds:g} s",
        ]
    )


def processor() -> str:
    """Name of the processor."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def run_peers(seconds: float) -> str:
    """Other codes, each in an environment of its own that is made and thrown away.

    A peer is a script in `peers/` whose first line names what pip installs for it and whose last line of
    output is JSON: a list of {"name": ..., "field": ..., "rate": ..., "settings": ...}.
    """
    lines = []
    for script in sorted(PEERS.glob("*.py")):
        requirements = script.read_text(encoding="utf-8").splitlines()[0].removeprefix("# requires: ").split()
        with tempfile.TemporaryDirectory() as folder:
            try:
                output = _run_peer(script, requirements, Path(folder), seconds)
            except subprocess.CalledProcessError as error:
                lines.append(f"{script.stem}: could not be run ({_last_line(error)})")
                continue
        lines += [
            f"{row['name']:<32}{row['field']:<22}{row['rate']:>13,.0f}  {row['settings']}"
            for row in json.loads(output.splitlines()[-1])
        ]
    return "\n".join(lines)


def _run_peer(script: Path, requirements: list[str], folder: Path, seconds: float) -> str:
    """Install a peer and run its script; what it printed."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", *requirements]
    subprocess.run(install, check=True, capture_output=True, text=True)
    done = subprocess.run(
        [str(python), str(script.resolve()), str(seconds)],
        check=True,
        capture_output=True,
        text=True,
        cwd=folder,
    )
    return done.stdout


def _last_line(error: subprocess.CalledProcessError) -> str:
    lines = (error.stderr or error.stdout or "").strip().splitlines()
    return lines[-1] if lines else f"exit code {error.returncode}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Speed of mcsim in histories per second of processor time.")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each run")
    parser.add_argument("--accuracy", choices=("fast", "standard", "detailed"), default="standard")
    parser.add_argument("--peers", action="store_true", help="also install and run other codes")
    options = parser.parse_args()
    print(about(options.repetitions, options.seconds, options.accuracy), end="\n\n", flush=True)
    print(report(run_all(options.repetitions, options.seconds, options.accuracy)), flush=True)
    if options.peers:
        print("\nother codes, one thread:\n" + run_peers(options.seconds))


if __name__ == "__main__":
    main()
