"""Physics tables of a run: all that depends on the materials, cutoffs and accuracy, and on no geometry."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
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
from mcsim.tables.electron import build_slowing
from mcsim.tables.hadron import (
    HADRON_STEPS,
    build_hadron_scattering,
    hadron_parts,
    hadron_step_lengths,
)
from mcsim.tables.impact_ionisation import build_impact_ionisation
from mcsim.tables.nuclear import build_nuclear_tables
from mcsim.tables.photon import PhotonTables, build_photon_tables
from mcsim.tables.scattering import build_scattering, joined
from mcsim.tables.slowing_down import SlowingDown
from mcsim.tables.steps import STEP_CONTROL, build_step_lengths, finer_step_lengths
from mcsim.transport.nuclear_collision import NuclearTables

_LOG = logging.getLogger(__name__)


class PhysicsTables(NamedTuple):
    """Tables of the materials of a run."""

    photon: PhotonTables
    slowing: SlowingTable
    impact_ionisation: ImpactTable
    bremsstrahlung: BremsstrahlungTable
    scattering: ScatteringTable
    finer_levels: int  # of condensed steps near interfaces
    cutoffs: np.ndarray  # (species,) MeV: electrons, positrons, and hadrons where they may come up
    nuclear: NuclearTables | None  # None without hadrons, or without their nuclear collisions


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


def build_tables(
    materials: Sequence[Material], physics: Physics, with_hadrons: bool = False
) -> PhysicsTables:
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
    hadrons = _build_hadrons(materials, physics) if with_hadrons else _NO_HADRONS
    slowing = cached(
        "slowing", SlowingTable,
        (
            key, thresholds, lowest_vacancy, steps, hadrons.step_lengths, physics.nuclear,
            physics.delta_electrons,
        ),
        lambda: build_slowing(
            materials, *thresholds, steps, lowest_vacancy, hadrons.slowing(), hadrons.step_lengths
        ),
    )  # fmt: skip
    all_steps = finer_step_lengths(steps, control.finer_levels)
    scattering = cached(
        "scattering", ScatteringTable, (key, thresholds[0], all_steps),
        lambda: _build_scattering(materials, thresholds[0], all_steps, control.finer_levels),
    )  # fmt: skip
    if with_hadrons:
        scattering = joined(
            scattering, _hadron_scattering(materials, hadrons.step_lengths, control.finer_levels)
        )
    bremsstrahlung = cached(
        "bremsstrahlung", BremsstrahlungTable, (key,), lambda: build_bremsstrahlung(materials)
    )
    cutoffs = [physics.cutoff.electron] * 2 + [physics.cutoff.hadron] * (len(slowing.by_energy) - 2)
    elements = sorted({z for material in materials for z in material.z})
    return PhysicsTables(
        build_photon_tables(materials, lowest_vacancy),
        slowing,
        build_impact_ionisation(materials, elements, lowest_vacancy),
        bremsstrahlung,
        scattering,
        control.finer_levels,
        np.array(cutoffs),
        hadrons.nuclear,
    )


class _Hadrons(NamedTuple):
    """What hadrons add to the tables."""

    step_lengths: np.ndarray  # (5, M, n) g/cm2, or empty
    slowing: Callable[[], list[list[SlowingDown]]]
    nuclear: NuclearTables | None


_NO_HADRONS = _Hadrons(np.zeros((0, 0, 0)), list, None)


def _build_hadrons(materials: Sequence[Material], physics: Physics) -> _Hadrons:
    """Tables of protons and light ions."""
    limits = HADRON_STEPS[physics.accuracy]
    key = tuple(material.key() for material in materials)
    lengths = cached(
        "hadron_steps",
        _StepLengths,
        (key, limits),
        lambda: _StepLengths(hadron_step_lengths(materials, limits)),
    ).lengths
    nuclear = build_nuclear_tables(materials) if physics.nuclear else None
    collision = None if nuclear is None else nuclear.collision
    threshold = physics.production_electron if physics.delta_electrons else None
    return _Hadrons(lengths, lambda: hadron_parts(materials, collision, threshold), nuclear)


def _hadron_scattering(
    materials: Sequence[Material], lengths: np.ndarray, finer_levels: int
) -> ScatteringTable:
    key = tuple(material.key() for material in materials)
    steps = finer_step_lengths(lengths, finer_levels)
    return cached(
        "hadron_scattering", ScatteringTable, (key, steps),
        lambda: build_hadron_scattering(list(materials) * (1 + finer_levels), steps),
    )  # fmt: skip
