"""Comparing the tables that the transport reads with published ones: attenuation and stopping powers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mcsim.materials import Material, material
from mcsim.settings import HIGHEST_ENERGY
from mcsim.tables.attenuation import build_attenuation
from mcsim.tables.bremsstrahlung import radiative_stopping
from mcsim.tables.hadron_stopping import electronic_stopping, total_stopping
from mcsim.tables.stopping import collision_stopping
from mcsim.validation.case import Attenuation, Stopping
from mcsim.validation.numbers import PERCENT, numbers_panel
from mcsim.validation.outcome import Row, judge
from mcsim.validation.panels import CurvePanel, Panel
from mcsim.validation.reference import Table, find_reference, read_table

Floats = NDArray[np.float64]
_ENOUGH = 12  # energies that make a picture


def attenuation_rows(check: Attenuation, folder: Path | None) -> tuple[list[Row], list[Panel]]:
    """Mass attenuation coefficients as the transport interpolates them, one row for each material.

    Raises:
        MissingReference: the table is not at hand. DataError: it lacks a column.
    """
    compared = []
    for name, part in _by_material(check.file, check.material, folder):
        energies = part.column(check.energy) * check.energy_times
        sides = [row.get(check.side, "") if check.side else "" for row in part.rows]
        kept = energies <= HIGHEST_ENERGY
        value = np.array(
            [_attenuation(material(name), energy, side) for energy, side in zip(energies, sides, strict=True)]
        )
        reference = part.column(check.value)
        what = "mass attenuation"
        values = (energies[kept], reference[kept], value[kept])
        compared.append(_Compared(name, what, "cm2/g", *values, check.within))
    return _finished(compared)


def _attenuation(medium: Material, energy: float, side: str) -> float:
    """Total attenuation coefficient, cm2/g; `side` ("below", "above") means that of the nearest edge."""
    table = build_attenuation([medium], sorted(medium.z))
    total = table.cumulative[0, :, -1]
    if side:
        lower = np.flatnonzero(np.diff(table.energy) == 0.0)
        nearest = lower[np.argmin(np.abs(table.energy[lower] - energy))]
        return float(total[nearest if side == "below" else nearest + 1])
    return float(np.interp(energy, table.energy, total))


def stopping_rows(check: Stopping, folder: Path | None) -> tuple[list[Row], list[Panel]]:
    """Mass stopping powers of electrons or protons, one row for each material.

    Raises:
        MissingReference: the table is not at hand. DataError: it lacks a column.
    """
    compared = []
    for name, part in _by_material(check.file, check.material, folder):
        if check.materials and name not in check.materials:
            continue
        energies = part.column(check.energy)
        kept = (energies >= check.lowest) & (energies <= check.highest)
        value = _stopping_power(_with_excitation_energy(name, check), energies[kept], check)
        reference = part.column(check.value)[kept]
        what = f"{check.kind} stopping power of {check.particle}s"
        compared.append(_Compared(name, what, "MeV cm2/g", energies[kept], reference, value, check.within))
    return _finished(compared)


def _finished(compared: list[_Compared]) -> tuple[list[Row], list[Panel]]:
    """Rows, and pictures: curves of many values, and the worst deviations where there are few."""
    rows = [each.row() for each in compared]
    pictures: list[Panel] = [each.panel() for each in compared if len(each.energies) >= _ENOUGH]
    few = [number for number, each in enumerate(compared) if len(each.energies) < _ENOUGH]
    if few:
        materials = [compared[number].material for number in few]
        name = f"{compared[0].what}, worst energy"
        pictures.append(numbers_panel(name, [rows[number] for number in few], materials))
    return rows, pictures


def _with_excitation_energy(name: str, check: Stopping) -> Material:
    energy = check.mean_excitation_energy.get(name)
    return material(name, mean_excitation_energy=None if energy is None else energy * 1e-6)


def _stopping_power(medium: Material, energies: Floats, check: Stopping) -> Floats:
    if check.particle == "proton":
        of_protons = electronic_stopping if check.kind == "collision" else total_stopping
        return of_protons(medium, energies)
    stopping: Floats = collision_stopping(medium, energies)
    return stopping + radiative_stopping(medium, energies) if check.kind == "total" else stopping


def _by_material(file: str, column: str, folder: Path | None) -> Iterator[tuple[str, Table]]:
    """The part of a table that belongs to each material."""
    table = read_table(find_reference(file, folder))
    for name in dict.fromkeys(row.get(column, "") for row in table.rows):
        yield name, table.where({column: name})


@dataclass(frozen=True)
class _Compared:
    """Values of one material at energies (MeV) beside their reference; `what` they are, in `unit`."""

    material: str
    what: str
    unit: str
    energies: Floats
    reference: Floats
    value: Floats
    within: float

    @property
    def name(self) -> str:
        return f"{self.material}, {self.what}"

    @property
    def deviation(self) -> Floats:
        return PERCENT * (self.value / self.reference - 1.0)

    def row(self) -> Row:
        worst = int(np.argmax(np.abs(self.deviation)))
        deviation, tolerance = float(self.deviation[worst]), PERCENT * self.within
        return Row(
            quantity=f"{self.name}, {self.energies[0]:g} to {self.energies[-1]:g} MeV",
            reference=f"{len(self.energies)} energies",
            measured=f"worst at {self.energies[worst]:g} MeV: {self.value[worst]:.5g} {self.unit}",
            deviation=deviation,
            sigma=0.0,
            reference_sigma=0.0,
            tolerance=tolerance,
            target=None,
            unit="%",
            verdict=judge(deviation, 0.0, tolerance, tolerance),
        )

    def panel(self) -> CurvePanel:
        nothing = np.zeros_like(self.energies)
        return CurvePanel(
            name=self.name,
            axis="energy (MeV)",
            quantity=f"{self.name} ({self.unit})",
            x=self.energies,
            value=self.value,
            sigma=nothing,
            reference_x=self.energies,
            reference=self.reference,
            reference_sigma=nothing,
            compared_x=self.energies,
            difference=self.deviation,
            difference_sigma=nothing,
            tolerance=np.full_like(self.energies, PERCENT * self.within),
            difference_unit="%",
            logarithmic=True,
        )
