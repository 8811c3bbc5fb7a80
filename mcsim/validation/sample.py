"""Running a case: independent parts of one run, so that every figure gets its own honest noise.

A run is done in ten shards. What is derived from its tallies (a block mean, a range, a fitted radius) is
derived from all shards together, and its uncertainty by the jackknife over shards: no assumption is made on
how depths, voxels or bins are correlated, and the figure may be any smooth function of the tallies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mcsim.config import RunFile
from mcsim.errors import InputError
from mcsim.results.raw import Axis
from mcsim.results.tally import TallyResult
from mcsim.simulation import Simulation
from mcsim.units import ENERGY, LENGTH, parse

Floats = NDArray[np.float64]
Figure = Callable[[Floats], Floats | float]
PARTS = 10
"""Shards of a run."""


@dataclass(frozen=True)
class Sample:
    """Tallies of a run, part by part.

    Attributes:
        values: by tally, shape (parts, ...): per source particle of that part.
        axes: by tally.
        histories: of all parts. cpu_time: seconds.
        balanced: whether the energy ledger of every part closes to the last quantum.
    """

    values: dict[str, Floats]
    axes: dict[str, tuple[Axis, ...]]
    histories: int
    cpu_time: float
    balanced: bool

    def read(
        self, tally: str, pick: dict[str, str], along: tuple[str, ...] = ()
    ) -> tuple[Floats, tuple[Axis, ...]]:
        """A number, shape (parts,), a curve, (parts, n), or a map, (parts, n, m), with the axes `along`.

        Axes in `pick` are reduced to one label or to the bin around a place; all others but `along` are
        summed.

        Raises:
            InputError: no such tally, axis, label or place.
        """
        if tally not in self.values:
            raise InputError(f"no tally '{tally}' in this run; there are {', '.join(self.values)}")
        values = self.values[tally]
        names = [axis.name for axis in self.axes[tally]]
        for name in (*pick, *along):
            if name not in names:
                raise InputError(f"tally '{tally}' has no axis '{name}'; it has {', '.join(names)}")
        for place, axis in reversed(list(enumerate(self.axes[tally], start=1))):
            if axis.name in pick:
                values = np.take(values, _index(axis, pick[axis.name]), axis=place)
            elif axis.name not in along:
                values = values.sum(axis=place)
        return values, tuple(axis for axis in self.axes[tally] if axis.name in along)


def run_parts(
    run_file: RunFile, simulation: Simulation, factor: float, threads: int | None = None, device: str = "cpu"
) -> Sample:
    """Run a simulation as its run file asks, with `factor` times the histories, in `PARTS` shards."""
    batches = PARTS * max(1, round(run_file.run.batches / PARTS))
    histories = max(batches, round(run_file.run.histories * factor))
    values: dict[str, list[Floats]] = {}
    axes: dict[str, tuple[Axis, ...]] = {}
    done, cpu_time, balanced = 0, 0.0, True
    for part in range(1, PARTS + 1):
        result = simulation.run(
            histories,
            run_file.run.seed,
            batches,
            threads=threads or run_file.run.threads,
            device=device,
            shard=(part, PARTS),
        )
        for name, tally in result.items():
            values.setdefault(name, []).append(_mean(tally))
            axes[name] = tally.axes
        done += result.histories
        cpu_time += result.provenance.cpu_time
        balanced = balanced and result.ledger.closes
    stacked = {name: np.stack(parts) for name, parts in values.items()}
    return Sample(stacked, axes, done, cpu_time, balanced)


def jackknife(parts: Floats, figure: Figure) -> tuple[Floats, Floats]:
    """A figure of the mean over parts, and its standard error by leaving out one part at a time.

    Args:
        parts: shape (parts, ...), equally weighted.
        figure: turns an array of the shape of one part into an array (or a number).
    """
    count = len(parts)
    whole = parts.sum(axis=0)
    value = np.asarray(figure(whole / count), dtype=np.float64)
    others = np.array([figure((whole - part) / (count - 1)) for part in parts])
    spread = np.sum((others - others.mean(axis=0)) ** 2, axis=0)
    return value, np.sqrt((count - 1) / count * spread)


def _mean(tally: TallyResult) -> Floats:
    return np.array(tally.value)


def _index(axis: Axis, wanted: str) -> int:
    """Bin or label on an axis.

    Raises:
        InputError: there is none.
    """
    if axis.edges is None:
        if wanted not in axis.labels:
            raise InputError(f"axis '{axis.name}' has no '{wanted}'; it has {', '.join(axis.labels)}")
        return axis.labels.index(wanted)
    place = parse(wanted, ENERGY if axis.unit == "MeV" else LENGTH) if axis.unit else float(wanted)
    if not axis.edges[0] <= place <= axis.edges[-1]:
        raise InputError(f"'{wanted}' lies outside axis '{axis.name}'")
    return int(np.clip(np.searchsorted(axis.edges, place, side="right") - 1, 0, len(axis) - 1))
