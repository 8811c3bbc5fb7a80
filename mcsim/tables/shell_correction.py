"""Correction of the collision stopping power of slow electrons and positrons for the binding of the shells.

Bethe's formula counts every electron at every energy: shells that a slow particle cannot excite any more
enter with negative terms. The oscillator model of D. Liljequist (J. Phys. D 16 (1983) 1567), with the
resonance energies W_k of the density effect (F. Salvat and J. M. Fernandez-Varea, Nucl. Instrum. Methods B
63 (1992) 255; J. Sempau et al., ibid. 207 (2003) 107), has no such terms. Per electron, in units of
2 pi r_e^2 m / beta^2, a level takes

    distant, W_k < T:      ln[W_k (Q + 2m) / (Q (W_k + 2m))] + ln(gamma^2) - beta^2,
    close, W_k < Delta:    F(tau, Delta) - F(tau, W_k),

Q the least recoil energy for a loss W_k, F the Moller or Bhabha form of the close collisions with losses up
to its second argument, Delta the largest loss. Far above all levels the sum is Bethe's formula with
ln I = sum f_k ln W_k. The correction is the difference of the two.

It applies below 5 keV and fades out over the octave to 10 keV, above which the stopping powers are those of
ICRU 37, also where its neglect of shells shows (gold at 10 keV: 6 % low).

Neglected: the spread of a level's oscillator strength above its edge, and the motion of bound electrons.
With the strengths of the inner shells spread as their photoelectric cross sections, the correction is 25 to
35 % smaller in gold and 30 to 50 % in copper.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from mcsim.materials import Material
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.tables.density_effect import oscillators, plasma_energy

FULL_BELOW = 0.005
"""Kinetic energy below which the correction applies in full, MeV."""
NONE_ABOVE = 0.010
"""Lowest energy of the tables of ICRU 37, MeV; no correction from here on."""

Form = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def shell_correction(material: Material, energies: np.ndarray, largest: np.ndarray, form: Form) -> np.ndarray:
    """What the bracket of Bethe's formula is to be raised by, shape of `energies` (n,); mostly positive.

    energies: kinetic energies in MeV; largest: the largest loss Delta / m, shape (n,); form: F(tau, cut) of
    close collisions with losses up to `cut` (units of m), called as form(tau, beta^2, cut).
    """
    correction = np.zeros(energies.shape)
    slow = energies < NONE_ABOVE
    tau = energies[slow] / ELECTRON_MASS
    excitation = material.mean_excitation_energy / ELECTRON_MASS
    bound = _oscillator_terms(material, tau, largest[slow], form)
    correction[slow] = bound - np.log(2.0 * (tau + 2.0) / excitation**2)
    correction *= _share(energies)
    return correction


def _oscillator_terms(material: Material, tau: np.ndarray, largest: np.ndarray, form: Form) -> np.ndarray:
    """Sum of the terms of all levels less F(tau, Delta), shape of `tau` (n,)."""
    strength, _, resonance2 = oscillators(material)
    levels = np.sqrt(resonance2) * plasma_energy(material) / ELECTRON_MASS
    tau, beta2 = tau[:, None], (tau * (tau + 2.0) / (tau + 1.0) ** 2)[:, None]
    loss = np.minimum(levels, tau)
    recoil = _least_recoil(tau, loss)
    distant = np.log(loss * (recoil + 2.0) / (recoil * (loss + 2.0))) - np.log1p(-beta2) - beta2
    close = form(tau, beta2, np.minimum(levels, largest[:, None]))
    terms: np.ndarray = (np.where(levels < tau, distant, 0.0) - close) @ strength
    return terms


def _least_recoil(tau: np.ndarray, loss: np.ndarray) -> np.ndarray:
    """Least recoil energy of a free electron for a loss of energy, all in units of m."""
    momentum, rest = np.sqrt(tau * (tau + 2.0)), tau - loss
    transfer = loss * (2.0 * (tau + 1.0) - loss) / (momentum + np.sqrt(rest * (rest + 2.0)))
    recoil: np.ndarray = transfer**2 / (np.sqrt(transfer**2 + 1.0) + 1.0)
    return recoil


def _share(energies: np.ndarray) -> np.ndarray:
    """Share of the correction that applies: 1 below `FULL_BELOW`, smoothly to 0 at `NONE_ABOVE`."""
    octave = math.log(NONE_ABOVE / FULL_BELOW)
    place = np.clip(np.log(energies / FULL_BELOW) / octave, 0.0, 1.0)
    share: np.ndarray = 1.0 - place**2 * (3.0 - 2.0 * place)
    return share
