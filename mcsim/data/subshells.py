"""Atomic subshells: occupancy, binding energy and photoelectric cross section (EPDL97, EADL)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from mcsim.data.store import element_slice, read_arrays


@dataclass(frozen=True)
class Subshell:
    """One subshell of an atom.

    Attributes:
        name: `K`, `L1`, ... `Q1`.
        binding_energy: MeV; equal to XCOM's edge where XCOM has one.
        occupancy: electrons.
        energy: MeV, ascending from the binding energy (or 0.5 keV), shape (k,).
        cross_section: photoelectric cross section of the subshell, barn/atom, shape (k,), to be
            interpolated as ln sigma in ln E. EPDL97's scale: for ratios between subshells, with
            the sum over shells from XCOM.
    """

    name: str
    binding_energy: float
    occupancy: float
    energy: np.ndarray
    cross_section: np.ndarray


@cache
def subshells(z: int) -> tuple[Subshell, ...]:
    """Subshells of element `z`, the most tightly bound first as a rule (K, L1, L2, L3, M1, ...).

    Raises:
        DataError: no such element.
    """
    arrays = read_arrays("photons.h5", "subshells")
    points = arrays["point_offset"]
    shells = []
    for i in range(*element_slice(arrays["offset"], z).indices(len(arrays["name"]))):
        rows = slice(int(points[i]), int(points[i + 1]))
        shells.append(
            Subshell(
                arrays["names"][arrays["name"][i]].decode(),
                float(arrays["binding_energy"][i]),
                float(arrays["occupancy"][i]),
                arrays["energy"][rows],
                arrays["cross_section"][rows],
            )
        )
    return tuple(shells)


@cache
def binding_energies(z: int) -> dict[str, float]:
    """Binding energy of each subshell of element `z` by name, MeV."""
    return {shell.name: shell.binding_energy for shell in subshells(z)}
