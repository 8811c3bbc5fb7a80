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
from mcsim.tables.stopping import collision_stopping
from mcsim.validation.case import Attenuation, Stopping
from mcsim.validation.numbers import PERCENT
from mcsim.validation.outcome import Row, judge
from mcsim.validation.panels import CurvePanel
from mcsim.validation.reference import find_reference, read_table

Floats = NDArray[np.float64]


def attenuation_rows(check: Attenuation, folder: Path | None) -> tuple[list[Row], list[CurvePanel]]:
    """Mass attenuation coefficients as the transport interpolates them, one row for each material.

    Raises:
        MissingReference: the table is not at hand. DataError: it lacks a column.
    """
    compared = []
    for name, energies, reference in _by_material(check, folder, check.energy_times, HIGHEST_ENERGY):
        medium = material(name)
        table = build_attenuation([medium], sorted(medium.z))
        value = np.interp(energies, table.energy, table.cumulative[0, :, -1])
        compared.append(
            _Compared(f"{name}, mass attenuation", "cm2/g", energies, reference, value, check.within)
        )
    return [each.row() for each in compared], [each.panel() for each in compared]


def stopping_rows(check: Stopping, folder: Path | None) -> tuple[list[Row], list[CurvePanel]]:
    """Mass stopping powers of electrons, one row for each material.

    Raises:
        MissingReference: the table is not at hand. DataError: it lacks a column.
    """
    compared = []
    for name, energies, reference in _by_material(check, folder, 1.0, check.highest):
        value = _stopping_power(_with_excitation_energy(name, check), energies, check.kind)
        what = f"{name}, {check.kind} stopping power"
        compared.append(_Compared(what, "MeV cm2/g", energies, reference, value, check.within))
    return [each.row() for each in compared], [each.panel() for each in compared]


def _with_excitation_energy(name: str, check: Stopping) -> Material:
    energy = check.mean_excitation_energy.get(name)
    return material(name, mean_excitation_energy=None if energy is None else energy * 1e-6)


def _stopping_power(medium: Material, energies: Floats, kind: str) -> Floats:
    stopping: Floats = collision_stopping(medium, energies)
    return stopping + radiative_stopping(medium, energies) if kind == "total" else stopping


def _by_material(
    check: Attenuation | Stopping, folder: Path | None, energy_times: float, highest: float
) -> Iterator[tuple[str, Floats, Floats]]:
    """(material, energies in MeV, reference values) of each material in the table."""
    table = read_table(find_reference(check.file, folder))
    for name in dict.fromkeys(row.get(check.material, "") for row in table.rows):
        part = table.where({check.material: name})
        energies = part.column(check.energy) * energy_times
        kept = energies <= highest
        yield name, energies[kept], part.column(check.value)[kept]


@dataclass(frozen=True)
class _Compared:
    """Values of one material at energies (MeV) beside their reference."""

    name: str
    unit: str
    energies: Floats
    reference: Floats
    value: Floats
    within: float

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
