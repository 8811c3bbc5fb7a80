"""Atomic relaxation: EADL's transition probabilities for vacancies that can emit above 1 keV.

Energies are not stored: they are differences of the binding energies in photons.h5 (xraylib's edges),
so that a cascade conserves energy. Transitions that those energies forbid are left out and the others
of the same vacancy scaled up to the sum of 1 that EADL has.
"""

from __future__ import annotations

import numpy as np
from endl import read_blocks
from inputs import PYMCA5, Inputs
from shells import EADL, Shell
from store import offsets

RADIATIVE, NON_RADIATIVE = (92, 931), (92, 932)
LOWEST_VACANCY = 9e-4  # MeV; nothing above 1 keV comes from shells below
NOTHING = 255

Datasets = dict[str, tuple[np.ndarray, str]]


def build_relaxation(inputs: Inputs, shells: dict[int, list[Shell]]) -> Datasets:
    """Datasets of relaxation.h5; shells are numbered as in photons.h5 (order within the element)."""
    found: dict[tuple[int, int], list[np.ndarray]] = {}
    for block in read_blocks(inputs.text(PYMCA5, EADL), {RADIATIVE, NON_RADIATIVE}):
        rows = block.rows
        if block.quantity == RADIATIVE[1]:
            rows = np.insert(rows, 1, 0.0, axis=1)
        found.setdefault((block.z, block.shell), []).append(rows[:, :3])
    vacancies, tables, per_element = [], [], []
    for z in range(1, 101):
        number = {shell.designator: i for i, shell in enumerate(shells[z])}
        deep = [s for s in shells[z] if s.binding_energy > LOWEST_VACANCY and (z, s.designator) in found]
        for shell in deep:
            vacancies.append(number[shell.designator])
            tables.append(_transitions(np.concatenate(found[z, shell.designator]), shell, shells[z], number))
        per_element.append(np.array(deep))
    rows = np.concatenate(tables)
    return {
        "offset": (offsets(per_element), ""),
        "vacancy": (np.array(vacancies, dtype=np.uint8), "shell of the element"),
        "transition_offset": (offsets(tables), ""),
        "fills": (rows[:, 0].astype(np.uint8), "shell of the element"),
        "ejected": (rows[:, 1].astype(np.uint8), f"shell of the element, {NOTHING} for a photon"),
        "probability": (rows[:, 2].astype(np.float32), ""),
    }


def _transitions(rows: np.ndarray, vacancy: Shell, shells: list[Shell], number: dict[int, int]) -> np.ndarray:
    """Allowed transitions of one vacancy: filling shell, ejected shell, probability."""
    energy = {shell.designator: shell.binding_energy for shell in shells} | {0: 0.0}
    released = [vacancy.binding_energy - energy[round(a)] - energy[round(b)] for a, b, _ in rows]
    allowed = rows[np.array(released) > 0.0]
    probability = allowed[:, 2] / allowed[:, 2].sum()
    fills = [number[round(key)] for key in allowed[:, 0]]
    ejected = [number[round(key)] if key else NOTHING for key in allowed[:, 1]]
    return np.stack([fills, ejected, probability], axis=1)
