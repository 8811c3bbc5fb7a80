"""Deflections of protons and light ions in a material: Coulomb scattering by nuclei and electrons.

With mu = (1 - cos theta) / 2 the cross section per unit mass is the sum over elements of

* scattering by the screened nucleus,

      dsigma/dmu = pi (z Z r_e m / (p beta))^2 / (mu + A)^2  F_N^2(q),

  with Moliere's screening (as for electrons, z Z in place of Z) and the form factor of a uniformly charged
  sphere, which ends the Coulomb tail where nuclear elastic scattering, an event of its own, takes over;

* scattering by the atomic electrons, in collisions with transfers W up to the production threshold of delta
  electrons or the largest possible one: dsigma = 2 pi z^2 r_e^2 m / beta^2 dW / W^2 (1 - beta^2 W / W_max),
  with the deflection q / p, q^2 = 2 m W + W^2, and the incoherent scattering function for the binding. It
  replaces the Z (Z + 1) of Moliere's theory. An electron turns a proton by at most m / M = 0.5 mrad.

Neglected: the spin and magnetic moment of the particle (1e-4 at the angles that count), the recoil of the
nucleus in the angle (hydrogen: 1 % of the tail), and corrections of higher order in z Z alpha / beta to
Rutherford's formula.
"""

from __future__ import annotations

import numpy as np

from mcsim.data.elements import element
from mcsim.materials import Material
from mcsim.physics.hadrons import Hadron
from mcsim.physics.kinematics import (
    AVOGADRO,
    CLASSICAL_ELECTRON_RADIUS,
    ELECTRON_MASS,
    THOMSON_CONSTANT,
)
from mcsim.tables.angles import MU
from mcsim.tables.elastic import electrons_in_reach, screening_parameter, sphere_form_factor
from mcsim.tables.hadron_stopping import largest_transfer


def hadron_deflection_cross_section(
    material: Material, energies: np.ndarray, hadron: Hadron, threshold: float | None = None
) -> np.ndarray:
    """dSigma/dmu at the nodes `MU` in cm2/g, shape (energies, nodes).

    energies: kinetic energies, MeV, shape (energies,); threshold: production threshold of delta electrons,
    MeV, above which collisions are left out (None: all count).
    """
    total = np.zeros((len(energies), len(MU)))
    for z, fraction in zip(material.z, material.mass_fractions, strict=True):
        atoms = fraction * AVOGADRO / element(z).atomic_weight
        total += atoms * (_by_nucleus(z, energies, hadron) + _by_electrons(z, energies, hadron, threshold))
    return total


def _by_nucleus(z: int, energies: np.ndarray, hadron: Hadron) -> np.ndarray:
    momentum, beta = _momentum(energies, hadron)
    screening = screening_parameter(z, momentum, beta, hadron.charge)
    strength = hadron.charge * z * CLASSICAL_ELECTRON_RADIUS * ELECTRON_MASS / (momentum * beta)
    transfer = 2.0 * momentum[:, None] * np.sqrt(MU)
    cross_section: np.ndarray = np.pi * strength[:, None] ** 2 / (MU + screening[:, None]) ** 2
    cross_section *= sphere_form_factor(z, transfer) ** 2
    return cross_section


def _by_electrons(z: int, energies: np.ndarray, hadron: Hadron, threshold: float | None) -> np.ndarray:
    """dsigma/dmu of collisions with atomic electrons, cm2 per atom."""
    momentum, beta = _momentum(energies, hadron)
    largest = largest_transfer(energies, hadron)[:, None]
    greatest = largest if threshold is None else np.minimum(largest, threshold)
    # q^2 = 4 p^2 mu = 2 m W + W^2.
    square = 4.0 * momentum[:, None] ** 2 * MU
    loss = square / (ELECTRON_MASS + np.sqrt(ELECTRON_MASS**2 + square))
    slope = 2.0 * momentum[:, None] ** 2 / (ELECTRON_MASS + loss)
    least = element(z).mean_excitation_energy / beta[:, None]
    bound = (square / (square + least**2)) ** 2 * electrons_in_reach(z, np.sqrt(square + least**2))
    beta2 = beta[:, None] ** 2
    formula = THOMSON_CONSTANT * hadron.charge**2 / beta2 / loss**2 * (1.0 - beta2 * loss / largest)
    cross_section: np.ndarray = np.where(loss < greatest, formula * slope * bound, 0.0)
    return cross_section


def _momentum(energies: np.ndarray, hadron: Hadron) -> tuple[np.ndarray, np.ndarray]:
    """Momentum p c in MeV and beta."""
    momentum = np.sqrt(energies * (energies + 2.0 * hadron.mass))
    return momentum, momentum / (energies + hadron.mass)
