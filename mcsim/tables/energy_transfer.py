"""Energy-transfer and energy-absorption coefficients of photons: what kerma and collision kerma need.

    mu_tr = sum over processes of f sigma,   mu_en = mu_tr (1 - g)

(S. M. Seltzer, Radiat. Res. 136 (1993) 147), sigma from XCOM on the grid of the transport. f is the share
of the photon's energy that becomes kinetic energy of charged particles or stays at the atom: 1 less the mean
fluorescence for the photoelectric effect, the mean transfer for Compton scattering (Klein-Nishina with
the scattering function, as it is sampled), 1 - 2 m c^2 / E for pairs and triplets. g is the share of
it that the charged particles radiate while they slow down: bremsstrahlung, and the kinetic energy of
positrons that annihilate in flight.

Neglected: fluorescence after Compton scattering and electron impact; pairs share their energy evenly in
the mean over all shares alike, triplets as pairs do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mcsim.materials.material import Material
from mcsim.physics import annihilation
from mcsim.physics.attenuation import COMPTON, PAIR, TRIPLET
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.physics.lookup import make_grid
from mcsim.physics.momentum_transfer import PLANCK_CONSTANT_C, X2_MAX, X2_MIN
from mcsim.tables.bremsstrahlung import radiative_stopping
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.photoelectric import followed_shells
from mcsim.tables.photon import PhotonTables
from mcsim.tables.relaxation import fluorescence
from mcsim.tables.stopping import collision_stopping

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(96)
_SHARES, _SHARE_WEIGHTS = np.polynomial.legendre.leggauss(24)


class EnergyTransfer(NamedTuple):
    """Mass coefficients in cm2/g of M materials on the n energies of the attenuation table."""

    transfer: np.ndarray  # (M, n): mu_tr / rho
    absorption: np.ndarray  # (M, n): mu_en / rho


def build_energy_transfer(
    materials: Sequence[Material], tables: PhotonTables, photon_cutoff: float
) -> EnergyTransfer:
    """Coefficients of `materials`, whose photon tables are given.

    photon_cutoff: fluorescence up to this energy (MeV) counts as local.
    """
    elements = sorted({z for material in materials for z in material.z})
    rows = [
        _coefficients(material, m, elements, tables, photon_cutoff) for m, material in enumerate(materials)
    ]
    transfer, absorption = (np.stack(column) for column in zip(*rows, strict=True))
    return EnergyTransfer(transfer, absorption)


def _coefficients(
    material: Material, number: int, elements: Sequence[int], tables: PhotonTables, photon_cutoff: float
) -> tuple[np.ndarray, np.ndarray]:
    """(mu_tr, mu_en) of one material, in cm2/g, shape (n,)."""
    energy = tables.attenuation.energy
    radiated = [_radiated(material, charge) for charge in (0, 1)]
    moved, lost = _compton(energy, tables.compton.scattering[number], radiated[0])
    cumulative = tables.attenuation.cumulative[number]
    compton = cumulative[:, COMPTON] - cumulative[:, COMPTON - 1]
    transfer, radiation = compton * moved, compton * lost
    for z, fraction in zip(material.z, material.mass_fractions, strict=True):
        cross_section = fraction * tables.attenuation.absorption[0, :, elements.index(z)]
        emitted = fluorescence(z, photon_cutoff)
        moved, lost = _photoelectric(energy, elements.index(z), z, tables, radiated[0], emitted)
        transfer += cross_section * moved
        radiation += cross_section * lost
    pairs = cumulative[:, TRIPLET] - cumulative[:, PAIR - 1]
    moved, lost = _pair(energy, radiated)
    transfer += pairs * moved
    radiation += pairs * lost
    return transfer / energy, (transfer - radiation) / energy


def _radiated(material: Material, charge: int) -> np.ndarray:
    """Mean energy (MeV) that an electron or positron radiates while it slows down, on `ENERGIES`.

    dR/dT = S_rad / S + (Sigma / S) (T - R): with the cross section Sigma per mass a positron annihilates in
    flight, and radiates its kinetic energy T instead of what would have followed.
    """
    radiative = radiative_stopping(material, ENERGIES, charge)
    stopping = radiative + collision_stopping(material, ENERGIES, charge)
    share = radiative / stopping
    in_flight = np.zeros(ENERGIES.shape)
    if charge == 1:
        in_flight = material.electrons_per_gram * annihilation.cross_section(ENERGIES) / stopping
    result = np.zeros(ENERGIES.shape)
    result[0] = share[0] * ENERGIES[0]
    for i, step in enumerate(np.diff(ENERGIES)):
        middle = 0.5 * (ENERGIES[i] + ENERGIES[i + 1])
        slope = 0.5 * (share[i] + share[i + 1])
        slope += 0.5 * (in_flight[i] + in_flight[i + 1]) * (middle - result[i])
        result[i + 1] = result[i] + step * slope
    return result


def _at(kinetic: np.ndarray, radiated: np.ndarray) -> np.ndarray:
    """Radiated energy (MeV) at kinetic energies (MeV)."""
    found: np.ndarray = np.interp(kinetic, ENERGIES, radiated, left=0.0)
    return found


def _compton(
    energy: np.ndarray, scattering: np.ndarray, radiated: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean energy (MeV) transferred to the electron and mean energy it radiates, shape (n,).

    The variable of integration is ln(1 + k t), with k = E / m c^2 and t = 1 - cos theta.
    """
    k = energy[:, None] / ELECTRON_MASS
    span = np.log1p(2.0 * k)
    ratio = np.exp(-0.5 * span * (_NODES + 1.0))  # E' / E
    t = (1.0 / ratio - 1.0) / k
    x2 = (energy[:, None] / PLANCK_CONSTANT_C) ** 2 * 0.5 * t
    bound = np.interp(np.clip(x2, X2_MIN, X2_MAX), make_grid(X2_MIN, X2_MAX), scattering)
    weight = _WEIGHTS * (ratio + 1.0 / ratio - t * (2.0 - t)) * ratio * bound
    weight /= weight.sum(axis=1, keepdims=True)
    kinetic = energy[:, None] * (1.0 - ratio)
    return (weight * kinetic).sum(axis=1), (weight * _at(kinetic, radiated)).sum(axis=1)


def _photoelectric(
    energy: np.ndarray,
    element: int,
    z: int,
    tables: PhotonTables,
    radiated: np.ndarray,
    fluorescence_energies: Sequence[float],
) -> tuple[np.ndarray, np.ndarray]:
    """Mean energy (MeV) left after fluorescence and mean energy the photoelectron radiates, shape (n,)."""
    table = tables.photoelectric
    shells, offset = int(table.shells[element]), int(table.offset[element])
    block = table.cumulative[offset : offset + energy.size * shells].reshape(energy.size, shells)
    shares = np.diff(block, axis=1, prepend=0.0)
    outer = 1.0 - shares.sum(axis=1)
    moved, lost = energy.copy(), outer * _at(energy, radiated)
    for s, (shell, emitted) in enumerate(zip(followed_shells(z), fluorescence_energies, strict=True)):
        moved -= shares[:, s] * emitted
        lost += shares[:, s] * _at(np.maximum(energy - shell.binding_energy, 0.0), radiated)
    return moved, lost


def _pair(energy: np.ndarray, radiated: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Mean kinetic energy (MeV) of a pair and mean energy it radiates, shape (n,)."""
    moved = np.maximum(energy - 2.0 * ELECTRON_MASS, 0.0)
    kinetic = 0.5 * (_SHARES + 1.0) * moved[:, None]
    both = _at(kinetic, radiated[0]) + _at(kinetic, radiated[1])
    return moved, both @ (0.5 * _SHARE_WEIGHTS)
