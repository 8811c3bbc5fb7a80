"""Table of atomic relaxation: alias tables of the transitions of every shell that is followed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from mcsim.data.relaxation import relaxation
from mcsim.physics.relaxation import RelaxationTable
from mcsim.tables.attenuation import LOWEST_BINDING
from mcsim.tables.photoelectric import followed_shells


class _Row(NamedTuple):
    """One outcome of a vacancy; a missing shell is -1."""

    probability: float
    radiative: bool
    energy: float
    vacancy1: int
    vacancy2: int


def build_relaxation(elements: Sequence[int]) -> RelaxationTable:
    """Relaxation table of the elements of a run (atomic numbers)."""
    most = max(1, *(len(followed_shells(z)) for z in elements))
    first = np.zeros((len(elements), most), dtype=np.int64)
    count = np.zeros((len(elements), most), dtype=np.int64)
    rows: list[_Row] = [_Row(1.0, False, 0.0, -1, -1)]  # never reached; keeps the arrays non-empty
    threshold, alias = [np.ones(1)], [np.zeros(1, dtype=np.int64)]
    for e, z in enumerate(elements):
        for s, outcomes in enumerate(_outcomes(z)):
            if not outcomes:
                continue
            first[e, s], count[e, s] = len(rows), len(outcomes)
            keep, other = alias_table(np.array([row.probability for row in outcomes]))
            threshold.append(keep)
            alias.append(other + len(rows))
            rows += outcomes
    return RelaxationTable(
        first=first,
        rows=count,
        threshold=np.concatenate(threshold),
        alias=np.concatenate(alias),
        radiative=np.array([row.radiative for row in rows]),
        energy=np.array([row.energy for row in rows]),
        vacancy1=np.array([row.vacancy1 for row in rows], dtype=np.int64),
        vacancy2=np.array([row.vacancy2 for row in rows], dtype=np.int64),
    )


def emitting_shells(z: int, lowest: float) -> list[int]:
    """Numbers of the followed shells of element `z` whose cascade can emit more than `lowest` MeV."""
    emitting: list[int] = []
    for shell, outcomes in reversed(list(enumerate(_outcomes(z)))):
        if any(row.energy > lowest or {row.vacancy1, row.vacancy2} & {*emitting} for row in outcomes):
            emitting.append(shell)
    return sorted(emitting)


@cache
def _outcomes(z: int) -> tuple[tuple[_Row, ...], ...]:
    """Outcomes of a vacancy in each followed shell; those that leave nothing to follow are one row."""
    followed = followed_shells(z)
    number = {shell.name: s for s, shell in enumerate(followed)}
    binding = [shell.binding_energy for shell in followed]
    rows: list[list[_Row]] = [[] for _ in followed]
    for transition in relaxation(z):
        if transition.vacancy not in number:
            continue
        shell = number[transition.vacancy]
        vacancies = [number.get(name or "", -1) for name in (transition.fills, transition.ejected)]
        available = binding[shell] - sum(binding[v] for v in vacancies if v >= 0)
        energy = min(transition.energy, available)
        if energy >= LOWEST_BINDING or max(vacancies) >= 0:
            row = _Row(transition.probability, transition.radiative, max(energy, 0.0), *vacancies)
            rows[shell].append(row)
    return tuple(_completed(outcomes) for outcomes in rows)


def _completed(outcomes: list[_Row]) -> tuple[_Row, ...]:
    """`outcomes` with a row for the rest of the probability, in which all energy stays local."""
    rest = 1.0 - sum(row.probability for row in outcomes)
    if not outcomes:
        return ()
    return (*outcomes, _Row(max(rest, 0.0), False, 0.0, -1, -1))


def alias_table(probability: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Thresholds and aliases of Walker's method for n outcomes: two arrays of shape (n,).

    A. J. Walker, ACM Trans. Math. Softw. 3 (1977) 253.
    """
    scaled = probability * (len(probability) / probability.sum())
    threshold, alias = np.ones(len(scaled)), np.arange(len(scaled))
    small = [i for i, value in enumerate(scaled) if value < 1.0]
    large = [i for i, value in enumerate(scaled) if value >= 1.0]
    while small and large:
        low, high = small.pop(), large[-1]
        threshold[low], alias[low] = scaled[low], high
        scaled[high] -= 1.0 - scaled[low]
        if scaled[high] < 1.0:
            small.append(large.pop())
    return threshold, alias


def fluorescence(z: int, lowest: float) -> list[float]:
    """Mean energy (MeV) of the photons above `lowest` MeV that follow a vacancy in each followed shell."""
    emitted = [0.0] * len(followed_shells(z))
    for shell, outcomes in reversed(list(enumerate(_outcomes(z)))):
        for row in outcomes:  # vacancies move outwards
            after = sum(emitted[v] for v in (row.vacancy1, row.vacancy2) if v >= 0)
            leaves = row.radiative and row.energy > lowest
            emitted[shell] += row.probability * (after + (row.energy if leaves else 0.0))
    return emitted
