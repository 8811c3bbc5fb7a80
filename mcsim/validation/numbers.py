"""Comparing single numbers with their reference values."""

from __future__ import annotations

import numpy as np

from mcsim.errors import InputError
from mcsim.validation.case import Entry, NumberGroup
from mcsim.validation.outcome import REFERENCE_SIGMAS, Row, judge
from mcsim.validation.panels import NumbersPanel
from mcsim.validation.sample import Sample, jackknife

PERCENT = 100.0


def number_rows(group: NumberGroup, samples: dict[str, Sample], only: str) -> tuple[list[Row], NumbersPanel]:
    """Single numbers, one row each, and their picture; `only` is the run meant when none is named.

    Raises:
        InputError: a run, tally or place that is not there.
    """
    rows = [
        _number_row(group, entry, _sample(samples, entry.run or group.run or only)) for entry in group.entries
    ]
    return rows, numbers_panel(group.name, rows, [entry.name for entry in group.entries])


def _sample(samples: dict[str, Sample], run: str) -> Sample:
    if run not in samples:
        raise InputError(f"no run is called '{run}'; there are {', '.join(samples)}")
    return samples[run]


def _number_row(group: NumberGroup, entry: Entry, sample: Sample) -> Row:
    parts, _ = sample.read(group.tally, {**group.pick, **entry.pick})
    value, sigma = jackknife(parts * group.times / entry.value, lambda part: part)
    return relative_row(
        f"{group.name}, {entry.name}",
        (entry.value, entry.uncertainty / abs(entry.value)),
        (float(value), float(sigma)),
        entry.within if entry.within is not None else group.within,
        entry.target if entry.target is not None else group.target,
        widened=True,
    )


def relative_row(
    quantity: str,
    reference: tuple[float, float],
    ratio: tuple[float, float],
    within: float,
    target: float | None,
    unit: str = "",
    widened: bool = False,
) -> Row:
    """A row about a ratio to a reference, in per cent.

    Args:
        quantity: what it is.
        reference: reference value and its relative 1 sigma.
        ratio: measured value over reference value, and its 1 sigma.
        within: tolerance, relative.
        target: tolerance to aim at, relative.
        unit: of the reference value.
        widened: whether 2 sigma of the reference pass where they exceed the tolerance.
    """
    expected, relative = reference
    deviation, noise = PERCENT * (ratio[0] - 1.0), PERCENT * ratio[1]
    reference_noise = PERCENT * relative
    wide = REFERENCE_SIGMAS * reference_noise if widened else 0.0
    tolerance, aim = PERCENT * within, None if target is None else PERCENT * target
    plus = f" ± {expected * relative:.2g}" if relative else ""
    return Row(
        quantity=quantity,
        reference=f"{expected:.5g}{plus} {unit}".strip(),
        measured=f"{expected * ratio[0]:.5g} ± {abs(expected) * ratio[1]:.2g} {unit}".strip(),
        deviation=deviation,
        sigma=noise,
        reference_sigma=reference_noise,
        tolerance=tolerance,
        target=aim,
        unit="%",
        verdict=judge(deviation, noise, tolerance, max(tolerance, wide), reference_noise),
        target_verdict=None if aim is None else judge(deviation, noise, aim, max(aim, wide), reference_noise),
    )


def numbers_panel(name: str, rows: list[Row], labels: list[str]) -> NumbersPanel:
    """The picture of rows in one unit."""
    return NumbersPanel(
        name=name,
        labels=tuple(labels),
        deviation=np.array([row.deviation for row in rows]),
        sigma=np.array([np.hypot(row.sigma, row.reference_sigma) for row in rows]),
        tolerance=np.array([row.tolerance for row in rows]),
        target=np.array([np.nan if row.target is None else row.target for row in rows]),
        unit=rows[0].unit if rows else "%",
    )
