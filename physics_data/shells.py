"""Subshells: names, occupancies and binding energies that agree with the edges of XCOM.

Occupancies come from EADL. A binding energy is xraylib's edge energy; where XCOM has an edge that
differs by more than its rounding (five digits), XCOM's. EADL's own energies, which are off by up to
0.16 keV, serve only where xraylib has none or gives a value below 10 eV.
"""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from types import ModuleType

from endl import SHELLS, read_blocks
from inputs import PYMCA5, XRAYLIB, Inputs

EADL = "PyMca5/PyMcaData/EPDL97/EADL.DAT"
OCCUPANCY = (91, 912)
BINDING = (91, 913)
_ROUNDING = 5.1e-5  # relative: XCOM's edges are rounded to five digits
_LARGEST_MISMATCH = 0.05  # curium's N shells differ by 4.4 %
_SMALLEST_TRUSTED = 1e-5  # MeV


@dataclass(frozen=True)
class Shell:
    """A subshell of an element; binding energy in MeV."""

    designator: int
    name: str
    occupancy: float
    binding_energy: float
    eadl_energy: float


def build_shells(inputs: Inputs, edges: dict[int, list[float]]) -> dict[int, list[Shell]]:
    """Shells of every element in the order of the libraries; `edges` are XCOM's (MeV, descending)."""
    xraylib = load_xraylib(inputs)
    rows: dict[tuple[int, int], dict[int, float]] = {}
    for block in read_blocks(inputs.text(PYMCA5, EADL), {OCCUPANCY, BINDING}):
        rows[block.z, block.quantity] = {round(key): value for key, value in block.rows}
    shells = {}
    for z in range(1, 101):
        occupancy, eadl = rows[z, OCCUPANCY[1]], rows[z, BINDING[1]]
        energies = {key: _edge(xraylib, z, SHELLS[key], eadl[key]) for key in occupancy}
        energies |= _at_xcom_edges(z, energies, edges[z])
        shells[z] = [Shell(k, SHELLS[k], occupancy[k], energies[k], eadl[k]) for k in occupancy]
    return shells


def load_xraylib(inputs: Inputs) -> ModuleType:
    """The pinned xraylib, imported from its unpacked wheel."""
    sys.path.insert(0, str(inputs.unpacked(XRAYLIB)))
    try:
        return importlib.import_module("xraylib")
    finally:
        sys.path.pop(0)


def _edge(xraylib: ModuleType, z: int, name: str, fallback: float) -> float:
    try:
        energy = xraylib.EdgeEnergy(z, getattr(xraylib, f"{name}_SHELL")) * 1e-3
    except ValueError:
        return fallback
    return round(energy, 9) if energy > _SMALLEST_TRUSTED else fallback


def _at_xcom_edges(z: int, energies: dict[int, float], edges: list[float]) -> dict[int, float]:
    """Binding energies of the shells that XCOM has an edge for (the most strongly bound ones)."""
    order = sorted(energies, key=lambda key: -energies[key])
    matched = {}
    for key, edge in zip(order, edges, strict=False):
        mismatch = abs(energies[key] / edge - 1.0)
        if mismatch > _LARGEST_MISMATCH:
            raise SystemExit(f"Z = {z}: edge {edge} MeV of XCOM does not fit shell {SHELLS[key]}")
        matched[key] = energies[key] if mismatch < _ROUNDING else edge
    return matched
