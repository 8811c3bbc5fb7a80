"""Physics tables of a run: all that depends on the materials, cutoffs and accuracy, and on no geometry."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mcsim.materials import Material
from mcsim.physics.bremsstrahlung import BremsstrahlungTable
from mcsim.physics.impact_ionisation import ImpactTable
from mcsim.physics.scattering import ScatteringTable
from mcsim.physics.slowing import SlowingTable
from mcsim.settings import Physics
from mcsim.tables.bremsstrahlung import build_bremsstrahlung
from mcsim.tables.cache import cached
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.electron import build_slowing
from mcsim.tables.impact_ionisation import build_impact_ionisation
from mcsim.tables.photon import PhotonTables, build_photon_tables
from mcsim.tables.scattering import build_scattering
from mcsim.tables.steps import STEP_CONTROL, build_step_lengths, finer_step_lengths

_LOG = logging.getLogger(__name__)


class PhysicsTables(NamedTuple):
    """Tables of the materials of a run."""

    photon: PhotonTables
    slowing: SlowingTable
    impact_ionisation: ImpactTable
    bremsstrahlung: BremsstrahlungTable
    scattering: ScatteringTable
    finer_levels: int  # of condensed steps near interfaces
    range_at_cutoff: np.ndarray  # (2, M) g/cm2


class _StepLengths(NamedTuple):
    lengths: np.ndarray


def _build_scattering(
    materials: Sequence[Material], threshold: float, steps: np.ndarray, finer_levels: int
) -> ScatteringTable:
    """Deflections of all levels; says so first where that takes long."""
    if finer_levels > 0:
        names = ", ".join(material.name for material in materials)
        _LOG.info("building tables of multiple scattering for %s, once; some 10 s a material", names)
    return build_scattering(list(materials) * (1 + finer_levels), threshold, steps)


def build_tables(materials: Sequence[Material], physics: Physics, with_hadrons: bool = False) -> PhysicsTables:
    """Tables for `materials`, in their order; from disk where they were built before.

    with_hadrons: protons and light ions may come up.
    """
    key = tuple(material.key() for material in materials)
    thresholds = (physics.production_electron, physics.production_photon)
    lowest_vacancy = min(physics.cutoff.photon, physics.cutoff.electron)
    control = STEP_CONTROL[physics.accuracy]
    steps = cached(
        "steps", _StepLengths, (key, thresholds, control),
        lambda: _StepLengths(build_step_lengths(materials, *thresholds, control)),
    ).lengths  # fmt: skip
    slowing = cached(
        "slowing", SlowingTable, (key, thresholds, lowest_vacancy, steps),
        lambda: build_slowing(materials, *thresholds, steps, lowest_vacancy),
    )  # fmt: skip
    all_steps = finer_step_lengths(steps, control.finer_levels)
    scattering = cached(
        "scattering", ScatteringTable, (key, thresholds[0], all_steps),
        lambda: _build_scattering(materials, thresholds[0], all_steps, control.finer_levels),
    )  # fmt: skip
    bremsstrahlung = cached(
        "bremsstrahlung", BremsstrahlungTable, (key,), lambda: build_bremsstrahlung(materials)
    )
    ranges = [
        [np.interp(physics.cutoff.electron, ENERGIES, rows[:, 0]) for rows in by_material]
        for by_material in slowing.by_energy
    ]
    elements = sorted({z for material in materials for z in material.z})
    return PhysicsTables(
        build_photon_tables(materials, lowest_vacancy),
        slowing,
        build_impact_ionisation(materials, elements, lowest_vacancy),
        bremsstrahlung,
        scattering,
        control.finer_levels,
        np.array(ranges, dtype=np.float64),
    )
