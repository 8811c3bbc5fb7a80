"""Table of the photoelectric effect: shell probabilities on the energy grid of the attenuation table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from mcsim.data.subshells import Subshell, subshells
from mcsim.physics.photoelectric import PhotoelectricTable
from mcsim.tables.attenuation import LOWEST_BINDING, energy_grid


def build_photoelectric(elements: Sequence[int]) -> PhotoelectricTable:
    """Shell table of the elements of a run (atomic numbers, ascending)."""
    blocks = [_cumulative(z, tuple(elements)) for z in elements]
    shells = np.array([block.shape[1] for block in blocks], dtype=np.int64)
    sizes = np.array([block.size for block in blocks], dtype=np.int64)
    binding = np.zeros((len(elements), max(int(shells.max()), 1)))
    for e, z in enumerate(elements):
        binding[e, : shells[e]] = [shell.binding_energy for shell in followed_shells(z)]
    return PhotoelectricTable(
        shells=shells,
        offset=np.cumsum(sizes) - sizes,
        cumulative=np.concatenate([*(block.ravel() for block in blocks), [0.0]]),
        binding=binding,
    )


def followed_shells(z: int) -> list[Subshell]:
    """Shells of an element whose vacancies are followed; their place in the list is their number."""
    return [shell for shell in subshells(z) if shell.binding_energy >= LOWEST_BINDING]


@cache
def _cumulative(z: int, elements: tuple[int, ...]) -> np.ndarray:
    """Probabilities of the followed shells 0..s on the grid of `elements`, shape (n, shells)."""
    followed = followed_shells(z)
    energy = energy_grid(elements)
    if not followed:
        return np.zeros((energy.size, 0))
    lower_copy = np.append(np.diff(energy) == 0.0, False)
    parts = [_subshell_on_grid(shell, energy, lower_copy) for shell in subshells(z)]
    total = np.maximum(np.sum(parts, axis=0), np.finfo(np.float64).tiny)
    return np.asarray(np.cumsum(parts[: len(followed)], axis=0).T / total[:, None])


def _subshell_on_grid(shell: Subshell, energy: np.ndarray, lower_copy: np.ndarray) -> np.ndarray:
    """Cross section of a shell, interpolated ln-ln; 0 below its binding energy. Shape (n,)."""
    found = np.exp(np.interp(np.log(energy), np.log(shell.energy), np.log(shell.cross_section)))
    closed = (energy < shell.binding_energy) | ((energy == shell.binding_energy) & lower_copy)
    return np.where(closed, 0.0, found)
