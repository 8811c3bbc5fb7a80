"""Mass attenuation of materials: XCOM values of mixtures, and the transport table on a common grid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from mcsim.data.photons import PROCESSES, Side, photon_cross_sections, xcom_interpolate
from mcsim.data.subshells import subshells
from mcsim.materials.material import Material
from mcsim.physics.attenuation import AttenuationTable
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.physics.lookup import grid_code, make_grid

ENERGY_MIN = 2.0**-10  # MeV
ENERGY_MAX = 64.0  # MeV
LOWEST_BINDING = 1.0e-3  # MeV: shells that are bound less are not followed


def mass_attenuation(material: Material, energies: np.ndarray, side: Side = "right") -> dict[str, np.ndarray]:
    """Mass attenuation coefficients of a material in cm2/g, straight from XCOM, per process and in total.

    `energies` in MeV, any shape. At an absorption edge `side` takes the value above it ("right") or below
    ("left"). Keys: coherent, incoherent, photoelectric, pair, triplet, total (coherent included).
    """
    points = np.atleast_1d(np.asarray(energies, dtype=np.float64))
    sums = {name: np.zeros(points.shape) for name in PROCESSES}
    for z, fraction in zip(material.z, material.mass_fractions, strict=True):
        element = xcom_interpolate(z, points, side=side)
        for name in PROCESSES:
            sums[name] += fraction * element[name]
    sums["total"] = np.sum([sums[name] for name in PROCESSES], axis=0)
    return {name: values.reshape(np.shape(energies)) for name, values in sums.items()}


def build_attenuation(materials: Sequence[Material], elements: Sequence[int]) -> AttenuationTable:
    """Transport table of `materials`; `elements` are the atomic numbers of the run in ascending order."""
    energy = energy_grid(tuple(elements))
    width = np.diff(energy)
    inverse_width = np.divide(1.0, width, out=np.zeros_like(width), where=width > 0.0)
    per_element = np.stack([_on_grid(z, tuple(elements)) for z in elements])  # (E, 5, n)
    slots = max(len(material.z) for material in materials)
    numbers = np.full((len(materials), slots), -1, dtype=np.int64)
    fractions = np.zeros((len(materials), slots))
    cumulative = np.empty((len(materials), energy.size, len(PROCESSES)))
    for m, material in enumerate(materials):
        order = np.argsort(material.z)[::-1]  # the heaviest first: most photoelectric events stop there
        count = len(order)
        numbers[m, :count] = [elements.index(material.z[j]) for j in order]
        fractions[m, :count] = [material.mass_fractions[j] for j in order]
        mixture = np.tensordot(fractions[m, :count], per_element[numbers[m, :count]], axes=1)
        cumulative[m] = np.cumsum(mixture, axis=0).T
    return AttenuationTable(
        first_code=grid_code(ENERGY_MIN),
        start=np.minimum(np.searchsorted(energy, _half_bins(), side="right") - 1, energy.size - 2),
        energy=energy,
        inverse_width=inverse_width,
        cumulative=cumulative,
        elements=numbers,
        mass_fraction=fractions,
        absorption=np.ascontiguousarray(per_element[:, 2:].transpose(1, 2, 0)),
    )


def edges(z: int) -> np.ndarray:
    """Energies in MeV of XCOM's absorption edges of an element and of all shells that are followed.

    XCOM leaves out edges of 0.05 %; as grid points they keep a photon from ionising a shell that is
    bound more strongly than the photon's energy.
    """
    bindings = [shell.binding_energy for shell in subshells(z) if shell.binding_energy >= LOWEST_BINDING]
    return np.union1d(photon_cross_sections(z).edges, bindings)


def _half_bins() -> np.ndarray:
    """Starts and middles of the lookup bins, MeV, and the end of the last one."""
    points = make_grid(ENERGY_MIN, ENERGY_MAX)
    return np.sort(np.concatenate([points, 0.5 * (points[1:] + points[:-1])]))


@cache
def energy_grid(elements: tuple[int, ...]) -> np.ndarray:
    """Energies in MeV, shape (n,): 128 bins per factor of two, all of XCOM's energies, edges twice.

    The pair and triplet thresholds are points too. XCOM's energies are needed near M edges, where its
    photoelectric cross section bends by up to 3 % within a bin.
    """
    thresholds = np.array([2.0, 4.0]) * ELECTRON_MASS
    listed = [photon_cross_sections(z).energy for z in elements]
    all_edges = np.concatenate([edges(z) for z in elements])
    smooth = np.setdiff1d(np.concatenate([_half_bins(), thresholds, *listed]), all_edges)
    energy = np.sort(np.concatenate([smooth, np.unique(all_edges), np.unique(all_edges)]))
    return energy[(energy >= ENERGY_MIN) & (energy <= ENERGY_MAX)]


@cache
def _on_grid(z: int, elements: tuple[int, ...]) -> np.ndarray:
    """Mass coefficients in cm2/g of element `z` on the grid of `elements`, shape (5, n)."""
    energy = energy_grid(elements)
    above = xcom_interpolate(z, energy, side="right")
    lower_copies = np.flatnonzero(np.diff(energy) == 0.0)
    below = xcom_interpolate(z, energy[lower_copies], side="left")
    for name in PROCESSES:
        above[name][lower_copies] = below[name]
    return np.stack([above[name] for name in PROCESSES])
