"""Speed of mcsim on a GPU: histories per second, against a core of the processor and the limits of the card.

    python benchmarks/gpu.py [--device cuda] [--repetitions 3] [--seconds 3]

The fields are those of `speed.py`, in water. Runs on the GPU and on one core take turns; medians are printed.
Time is wall time from the first to the last batch, without compilation, tables and copies to the card, which
a first run has done. The last columns say what the card could do at most in the time of one history: its
float32 operations, two for each multiply and add, and the bytes that it could read or write. A core needs
some ten thousand instructions for a history of 6 MV photons, so that the first of them says how much of the
card's arithmetic is used.
"""

from __future__ import annotations

import argparse
import statistics
from typing import Any

from speed import FIELDS, PHANTOMS, Field, about, measure

from mcsim.engine.devices import Gpu, choose_gpus
from mcsim.errors import McsimError
from mcsim.simulation import Simulation

CORES_OF_A_MULTIPROCESSOR = {(7, 0): 64, (7, 5): 64, (8, 0): 64}
"""Float32 units by compute capability; 128 elsewhere."""


def rate_on_gpu(simulation: Simulation, histories: int, seed: int, device: str) -> float:
    """Histories per second of wall time."""
    result = simulation.run(histories, seed=seed, device=device)
    return result.histories / result.provenance.wall_time


def limits(gpu: Gpu) -> tuple[float, float]:
    """Float32 operations and bytes per second that the card can do at most."""
    from numba import cuda

    device: Any = cuda.list_devices()[gpu.number]
    units = gpu.multiprocessors * CORES_OF_A_MULTIPROCESSOR.get(gpu.capability, 128)
    bandwidth = 2.0e3 * device.MEMORY_CLOCK_RATE * device.GLOBAL_MEMORY_BUS_WIDTH / 8.0
    return 2.0e3 * device.CLOCK_RATE * units, bandwidth


def histories_for(simulation: Simulation, field: Field, seconds: float, device: str) -> int:
    """Histories that take about `seconds` on the GPU, in whole launches."""
    simulation.run(field.probe, device=device)
    count = 100 * field.probe
    rate = rate_on_gpu(simulation, count, 1, device)
    return max(count, int(rate * seconds))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Speed of mcsim on a GPU.")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0, help="of each run")
    options = parser.parse_args()
    try:
        gpu = choose_gpus(options.device)[0]
    except McsimError as error:
        raise SystemExit(str(error)) from None
    operations, bandwidth = limits(gpu)
    print(about(options.repetitions, options.seconds, "standard"))
    print(f"GPU            {gpu}, {operations / 1e12:.3g} Tflop/s, {bandwidth / 1e9:.4g} GB/s at most\n")
    heading = (
        f"{'field':<32}{'GPU 1/s':>13}{'core 1/s':>13}{'ratio':>8}{'flop/history':>14}{'bytes/history':>15}"
    )
    print(heading, flush=True)
    for field in FIELDS:
        simulation = field.simulation(PHANTOMS["water"], "standard")
        histories = histories_for(simulation, field, options.seconds, options.device)
        on_core = int(measure(simulation, field.probe, 1).rate * options.seconds)
        fast, slow = [], []
        for repetition in range(options.repetitions):
            fast.append(rate_on_gpu(simulation, histories, repetition + 1, options.device))
            slow.append(measure(simulation, on_core, repetition + 1).rate)
        rate, core = statistics.median(fast), statistics.median(slow)
        spent = f"{operations / rate:>14.3g}{bandwidth / rate:>15.3g}"
        print(f"{field.name:<32}{rate:>13,.0f}{core:>13,.0f}{rate / core:>8.0f}{spent}", flush=True)


if __name__ == "__main__":
    main()
