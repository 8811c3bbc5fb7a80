"""Single against double precision on the same histories: what float32 changes, nearly without noise.

    python benchmarks/precision.py [CASE ...] [--factor 0.02] [--references DIR] [--device cuda]

The runs of validation cases go through twice with the same random numbers: in double precision, and in
single, in a process of its own, or on a GPU. Rounding seldom changes what happens to a particle, so the
tallies differ by far less than their noise. A row for each tally: the noise of its sum, for comparison;
its sum in single over double precision, less 1; and of tallies on a grid in space, the largest
difference of a depth as a part of the largest value of the depth curve, each with one standard deviation
over ten shards.
"""

from __future__ import annotations

import argparse
import os
import pickle
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from mcsim.validation.case import chosen_files
from mcsim.validation.reference import MissingReference
from mcsim.validation.sample import PARTS, Sample, run_parts
from mcsim.validation.suite import case_simulations


def samples(path: Path, options: argparse.Namespace, device: str = "cpu") -> dict[str, Sample]:
    """Tallies of the runs of a case by variant."""
    return {
        variant: run_parts(run_file, simulation, options.factor, device=device)
        for variant, (run_file, simulation) in case_simulations(path, options.references).items()
    }


def in_single(path: Path, options: argparse.Namespace) -> dict[str, Sample]:
    """The same in single precision."""
    if options.device != "cpu":
        return samples(path, options, options.device)
    with TemporaryDirectory() as folder:
        out = Path(folder) / "samples.pickle"
        command = [sys.executable, __file__, str(path), "--factor", str(options.factor), "--write", str(out)]
        if options.references is not None:
            command += ["--references", str(options.references)]
        subprocess.run(command, env={**os.environ, "MCSIM_PRECISION": "single"}, check=True)
        return pickle.loads(out.read_bytes())  # type: ignore[no-any-return]


def mean(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean over shards, axis 0, and its standard deviation."""
    return values.mean(axis=0), values.std(axis=0, ddof=1) / np.sqrt(PARTS)


def row(name: str, one: np.ndarray, other: np.ndarray, in_space: bool) -> str:
    """One tally in double and in single precision, each of shape (shards, ...)."""
    sums = [part.reshape(PARTS, -1).sum(axis=1) for part in (one, other)]
    _, noise = mean(sums[0] / sums[0].mean())
    figures = [mean((sums[1] - sums[0]) / sums[0].mean())]
    if in_space:
        curves = [part.sum(axis=(2, 3)) for part in (one, other)]
        change, error = mean((curves[1] - curves[0]) / curves[0].mean(axis=0).max())
        worst = int(np.argmax(np.abs(change)))
        figures.append((change[worst], error[worst]))
    texts = "".join(f"{f'{100 * value:+.4f}({100 * error:.4f})':>20}" for value, error in figures)
    return f"{name:<58}{100 * noise:>10.3f}{texts}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="single against double precision on the same histories")
    parser.add_argument("cases", nargs="*", help="names of cases; default: all that run something")
    parser.add_argument("--factor", type=float, default=0.02, help="histories relative to those of the cases")
    parser.add_argument("--references", type=Path, help="folder with phantoms that are not shipped")
    parser.add_argument("--device", default="cpu", help="where single precision is computed")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write is not None:
        path = Path(options.cases[0])
        options.write.write_bytes(pickle.dumps(samples(path, options)))
        return
    print(f"{'case, variant, tally':<58}{'noise, %':>10}{'sum, %':>20}{'worst depth, %':>20}", flush=True)
    for case, path in chosen_files(options.cases).items():
        try:
            double, single = samples(path, options), in_single(path, options)
        except MissingReference as missing:
            print(f"{case}: {missing}", flush=True)
            continue
        for variant, sample in double.items():
            for tally, values in sample.values.items():
                in_space = [axis.name for axis in sample.axes[tally]] == ["z", "y", "x"]
                words = f"{case}, {variant}, {tally}"
                print(row(words, values, single[variant].values[tally], in_space), flush=True)


if __name__ == "__main__":
    main()
