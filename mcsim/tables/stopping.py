"""Stopping powers of electrons and positrons: collision with density effect; radiative from the spectra.

M. Berger and S. Seltzer, NBSIR 82-2550-A (1982); ICRU Report 37 (1984). Bethe's formula as there from
10 keV; below, with a correction for the binding of the shells (`shell_correction.py`).
"""

from __future__ import annotations

import numpy as np

from mcsim.errors import DataError
from mcsim.materials import Material
from mcsim.physics.kinematics import ELECTRON_MASS, THOMSON_CONSTANT
from mcsim.tables.bremsstrahlung import radiative_stopping
from mcsim.tables.density_effect import density_effect
from mcsim.tables.shell_correction import shell_correction

__all__ = ["collision_stopping", "radiative_stopping"]

_LEAST_BRACKET = 1e-9  # 0 to rounding, where no level is within reach


def collision_stopping(
    material: Material, energies: np.ndarray, charge: int = 0, threshold: float | None = None
) -> np.ndarray:
    """Mass collision stopping power in MeV cm2/g, shape of `energies`.

        S = 2 pi r_e^2 m n / beta^2 [ln(2 (tau + 2) / (I/m)^2) + F(tau, Delta) - delta + C]

    energies: kinetic energies in MeV, shape (n,); charge: 0 electron, 1 positron; threshold: energy losses
    up to this one are counted, in MeV (None: all). tau = T/m, Delta the largest loss in units of m: at
    most tau/2 for electrons (Moller), tau for positrons (Bhabha). C is 0 from 10 keV. It does not depend on
    the threshold, as electrons count as free in collisions above it.

    Raises:
        DataError: the formula gives no positive value, or the density is impossible.

    """
    tau = energies / ELECTRON_MASS
    beta2 = tau * (tau + 2.0) / (tau + 1.0) ** 2
    largest = 0.5 * tau if charge == 0 else tau
    cut = largest if threshold is None else np.minimum(largest, threshold / ELECTRON_MASS)
    form = _moller_form if charge == 0 else _bhabha_form
    excitation = material.mean_excitation_energy / ELECTRON_MASS
    bracket = np.log(2.0 * (tau + 2.0) / excitation**2) + form(tau, beta2, cut)
    bracket += shell_correction(material, energies, largest, form) - density_effect(material, energies)
    if np.any(bracket <= _LEAST_BRACKET):
        raise DataError(f"{material.name}: mean excitation energy too high for particles this slow")
    stopping: np.ndarray = THOMSON_CONSTANT * material.electrons_per_gram / beta2 * bracket
    return stopping


def _moller_form(tau: np.ndarray, beta2: np.ndarray, cut: np.ndarray) -> np.ndarray:
    """F for electrons: Moller losses up to `cut` (units of m), cut <= tau / 2."""
    rest = tau - cut
    form: np.ndarray = -1.0 - beta2 + np.log(rest * cut) + tau / rest
    form += (0.5 * cut**2 + (2.0 * tau + 1.0) * np.log1p(-cut / tau)) / (tau + 1.0) ** 2
    return form


def _bhabha_form(tau: np.ndarray, beta2: np.ndarray, cut: np.ndarray) -> np.ndarray:
    """F for positrons: Bhabha losses up to `cut` (units of m), cut <= tau."""
    y = 1.0 / (tau + 2.0)
    inner = 0.5 * cut**2 - tau * cut**3 / 3.0 + 0.25 * cut**4
    series = tau + 2.0 * cut - y * (1.5 * cut**2 + y * (cut - cut**3 / 3.0 + y * inner))
    form: np.ndarray = np.log(tau * cut) - beta2 / tau * series
    return form
