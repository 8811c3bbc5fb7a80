"""Photon tables: XCOM cross sections, EPDL97 subshells, form factors and scattering functions."""

from __future__ import annotations

import numpy as np
from endl import Block, read_blocks
from inputs import FISX, PYMCA5, Inputs
from shells import Shell, build_shells
from store import offsets

XCOM = "fisx-1.3.2/fisx_data/XCOM_CrossSections.dat"
EPDL97 = "PyMca5/PyMcaData/EPDL97/EPDL97.DAT"
PHOTOELECTRIC, PAIR, TRIPLET = (73, 0), (74, 0), (75, 0)
FORM_FACTOR, SCATTERING_FUNCTION = (93, 941), (93, 942)
FIRST_ENERGY = 1e-3  # MeV: XCOM proper begins here, the rows below are extrapolations
SMALLEST_EDGE = 1.002  # ratio of the photoelectric cross sections above and below
FIRST_SUBSHELL_ENERGY = 5e-4  # MeV
THINNING = 3e-4  # largest relative error that leaving out points of a subshell table may make
PAIR_THRESHOLD = 1.022  # MeV, as XCOM and EPDL97 have it
TRIPLET_THRESHOLD = 2.044  # MeV
PER_CM_TO_PER_ANGSTROM = 1e-8

Blocks = dict[tuple[int, int, int, int], Block]  # by Z, reaction, property, subshell
Datasets = dict[str, tuple[np.ndarray, str]]


def build_photons(inputs: Inputs) -> tuple[Datasets, dict[int, list[Shell]]]:
    """Datasets of photons.h5 and the shells that they agree with."""
    xcom = _read_xcom(inputs)
    shells = build_shells(inputs, {z: _edges(table) for z, table in xcom.items()})
    wanted = {PHOTOELECTRIC, PAIR, TRIPLET, FORM_FACTOR, SCATTERING_FUNCTION}
    blocks = {
        (block.z, block.reaction, block.quantity, block.shell): block
        for block in read_blocks(inputs.text(PYMCA5, EPDL97), wanted)
    }
    datasets = _cross_sections(xcom, shells, blocks)
    datasets |= _subshells(shells, blocks)
    form_factors = [blocks[z, *FORM_FACTOR, 0].rows for z in range(1, 101)]
    datasets |= _factors("form_factors", form_factors)
    scattering = [_without_bumps(blocks[z, *SCATTERING_FUNCTION, 0].rows) for z in range(1, 101)]
    datasets |= _factors("scattering_functions", scattering)
    return datasets, shells


def _factors(name: str, tables: list[np.ndarray]) -> Datasets:
    points = np.concatenate(tables)
    return {
        f"{name}/offset": (offsets(tables), ""),
        f"{name}/x": (points[:, 0] * PER_CM_TO_PER_ANGSTROM, "1/Angstrom"),
        f"{name}/value": (points[:, 1].astype(np.float32), "electrons"),
    }


def _without_bumps(rows: np.ndarray) -> np.ndarray:
    """A scattering function that only rises: EPDL97's fall by up to 1e-4 of Z above 30 / Angstrom."""
    rising = np.minimum.accumulate(rows[::-1, 1])[::-1]
    return np.stack([rows[:, 0], rising], axis=1)


def _read_xcom(inputs: Inputs) -> dict[int, np.ndarray]:
    """Per element: energy (MeV), coherent, incoherent, photoelectric, pair + triplet (cm2/g).

    Energies that the file repeats without an edge are left out once: 250 keV of light elements, and
    1.8224 keV of rhenium, where an M5 edge (1.8829 keV) of 0.05 % stands.
    """
    tables = {}
    for section in inputs.text(FISX, XCOM).split("#S ")[1:]:
        head, _, body = section.partition("\n")
        lines = [line.split() for line in body.splitlines() if line and not line.startswith("#")]
        columns = np.array(lines, dtype=np.float64)[:, [0, 1, 2, 4, 5]]
        columns[:, 0] *= 1e-3
        jump = columns[1:, 3] / columns[:-1, 3]
        repeated = (columns[1:, 0] == columns[:-1, 0]) & (jump < SMALLEST_EDGE)
        columns = np.delete(columns, np.nonzero(repeated)[0], axis=0)
        tables[int(head.split()[0])] = columns[columns[:, 0] >= FIRST_ENERGY * (1 - 1e-9)]
    return tables


def _edges(table: np.ndarray) -> list[float]:
    energy = table[:, 0]
    return sorted(energy[1:][energy[1:] == energy[:-1]].tolist(), reverse=True)


def _cross_sections(xcom: dict[int, np.ndarray], shells: dict[int, list[Shell]], blocks: Blocks) -> Datasets:
    tables = []
    for z, table in sorted(xcom.items()):
        energy = _exact_edges(table[:, 0], [shell.binding_energy for shell in shells[z]])
        pair, triplet = (blocks[z, *reaction, 0].rows for reaction in (PAIR, TRIPLET))
        share = _triplet_share(energy, pair, triplet)
        split = np.stack([energy, *table[:, 1:4].T, table[:, 4] * (1 - share), table[:, 4] * share], axis=1)
        tables.append(split)
    points = np.concatenate(tables)
    datasets: Datasets = {"xcom/offset": (offsets(tables), ""), "xcom/energy": (points[:, 0], "MeV")}
    for column, name in enumerate(("coherent", "incoherent", "photoelectric", "pair", "triplet"), start=1):
        datasets[f"xcom/{name}"] = points[:, column].astype(np.float32), "cm2/g"
    return datasets


def _exact_edges(energy: np.ndarray, bindings: list[float]) -> np.ndarray:
    """XCOM's energies with each edge put exactly at the binding energy of its shell."""
    energy = energy.copy()
    for first in np.nonzero(energy[1:] == energy[:-1])[0]:
        energy[first : first + 2] = min(bindings, key=lambda value: abs(value - energy[first]))
    return energy


def _triplet_share(energy: np.ndarray, pair: np.ndarray, triplet: np.ndarray) -> np.ndarray:
    """Triplet / (pair + triplet) of EPDL97 at `energy` (MeV)."""
    by_pair = _above_threshold(energy, pair, PAIR_THRESHOLD)
    by_triplet = _above_threshold(energy, triplet, TRIPLET_THRESHOLD)
    total = by_pair + by_triplet
    return np.divide(by_triplet, total, out=np.zeros_like(total), where=total > 0)


def _above_threshold(energy: np.ndarray, rows: np.ndarray, threshold: float) -> np.ndarray:
    """Interpolation of ln[sigma / (1 - threshold / E)^3] in ln E; 0 at and below the threshold."""
    rows = rows[rows[:, 1] > 0]
    reduced = np.log(rows[:, 1] / (1 - threshold / rows[:, 0]) ** 3)
    open_part = np.clip(1 - threshold / energy, 0, None) ** 3
    return open_part * np.exp(np.interp(np.log(energy), np.log(rows[:, 0]), reduced))


def _subshells(shells: dict[int, list[Shell]], blocks: Blocks) -> Datasets:
    all_shells = [(z, shell) for z in sorted(shells) for shell in shells[z]]
    tables = [_subshell(blocks[z, *PHOTOELECTRIC, shell.designator].rows, shell) for z, shell in all_shells]
    points = np.concatenate(tables)
    names = sorted({shell.name for _, shell in all_shells})
    index = np.array([names.index(shell.name) for _, shell in all_shells], dtype=np.uint8)
    return {
        "subshells/offset": (offsets([np.array(shells[z]) for z in sorted(shells)]), ""),
        "subshells/names": (np.array(names, dtype="S2"), ""),
        "subshells/name": (index, "index into names"),
        "subshells/occupancy": (np.array([shell.occupancy for _, shell in all_shells]), "electrons"),
        "subshells/binding_energy": (np.array([shell.binding_energy for _, shell in all_shells]), "MeV"),
        "subshells/point_offset": (offsets(tables), ""),
        "subshells/energy": (points[:, 0], "MeV"),
        "subshells/cross_section": (points[:, 1].astype(np.float32), "barn/atom"),
    }


def _subshell(rows: np.ndarray, shell: Shell) -> np.ndarray:
    """Energy (MeV) and cross section (barn), from the binding energy on, thinned.

    EPDL97 starts at EADL's binding energy; the first point is moved to this shell's along the
    power law of its neighbourhood, so that ratios exist on all of the way above the edge.
    """
    x, y = np.log(rows).T
    start = np.log(max(shell.binding_energy, FIRST_SUBSHELL_ENERGY))
    slope = (y[1] - y[0]) / (x[1] - x[0])
    value = y[0] + slope * (start - x[0]) if start < x[0] else np.interp(start, x, y)
    later = x > start + 1e-9
    x, y = np.concatenate([[start], x[later]]), np.concatenate([[value], y[later]])
    kept = _thin(x, y)
    energy = np.exp(x[kept])
    energy[0] = max(shell.binding_energy, FIRST_SUBSHELL_ENERGY)
    return np.stack([energy, np.exp(y[kept])], axis=1)


def _thin(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Indices of the points that linear interpolation of y(x) within THINNING needs."""
    kept = {0, len(x) - 1}
    pending = [(0, len(x) - 1)]
    while pending:
        first, last = pending.pop()
        inside = slice(first + 1, last)
        error = np.abs(np.interp(x[inside], x[[first, last]], y[[first, last]]) - y[inside])
        if len(error) and error.max() > THINNING:
            middle = first + 1 + int(error.argmax())
            kept.add(middle)
            pending += [(first, middle), (middle, last)]
    return np.array(sorted(kept))
