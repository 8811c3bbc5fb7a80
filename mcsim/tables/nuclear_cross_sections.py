"""Nuclear cross sections of protons per element: elastic and non-elastic, 0.5 to 300 MeV.

* Non-elastic: the fit of J. Letaw, R. Silberberg and C. Tsao (Astrophys. J. Suppl. 51 (1983) 271), in mb,

      45 A^0.7 [1 + 0.016 sin(5.3 - 2.63 ln A)] [1 - 0.62 exp(-T/200) sin(10.9 T^-0.28)],

  T in MeV, with their factors for helium and beryllium. The energy factor is an average over elements; at low
  energies it is multiplied by the Coulomb factor of the element over that of aluminium, both relative to
  150 MeV, 1 - B/E with the barrier B of R. Tripathi, F. Cucinotta and J. Wilson (NASA TP-3621, 1997).
  Oxygen: the fit of M. Fippel and M. Soukup (Med. Phys. 31 (2004) 2263). Nitrogen: the factor between this
  fit and the formula above, to the power 1/2.
  Below 10 MeV, where no formula holds, the value at 10 MeV falls linearly to zero at 5 MeV.
* Elastic on nuclei, Coulomb scattering left out: total less non-elastic cross section of neutrons, which have
  no Coulomb scattering and differ little from protons in nuclei with as many of both. Values evaluated by
  V. S. Barashenkov (preprint JINR P2-89-770, Dubna 1989) for ten elements from carbon to lead, 20 to 300 MeV,
  are within 8 % (below 50 MeV 16 %) of

      ln sigma = s(T) + p(T) ln(A/16) + q(T) ln^2(A/16),

  whose coefficients are a fit of this project. The Coulomb factor above, at most 1, stands for the barrier.
* Elastic on hydrogen: Fippel and Soukup's fit to free proton-proton data; constant below 10 MeV.

Natural elements enter with their atomic weight. Neglected: resonances, odd-even effects, pion production
(above 290 MeV).
"""

from __future__ import annotations

import numpy as np

from mcsim.data.elements import element
from mcsim.physics.kinematics import AVOGADRO

_MILLIBARN = 1e-27  # cm2
_WATER_WEIGHT = 18.0153  # g/mol
_LOWEST = 10.0  # MeV: validity of the fits
_THRESHOLD = 5.0  # MeV
_REFERENCE = 150.0  # MeV
_ELASTIC_ENERGY = (20.0, 30.0, 40.0, 50.0, 70.0, 100.0, 150.0, 200.0, 300.0)  # MeV
_ELASTIC = (
    (6.83, 6.87, 6.80, 6.66, 6.34, 5.79, 5.03, 4.67, 4.54),  # ln of mb
    (-0.26, 0.06, 0.48, 0.77, 0.93, 0.99, 1.01, 0.88, 1.03),
    (0.304, 0.122, -0.057, -0.145, -0.125, -0.060, -0.028, 0.019, -0.029),
)
_HYDROGEN, _HELIUM, _BERYLLIUM, _NITROGEN, _OXYGEN, _ALUMINIUM = 1, 2, 4, 7, 8, 13


def hydrogen_elastic(energy: np.ndarray) -> np.ndarray:
    """Cross section in mb per hydrogen atom, at proton energies in MeV."""
    t = np.maximum(energy, _LOWEST)
    per_gram_of_water = 0.315 * t**-1.126 + 3.78e-6 * t
    return _per_atom(per_gram_of_water) / 2.0


def nonelastic(z: int, energy: np.ndarray) -> np.ndarray:
    """Cross section in mb per atom of an element, at proton energies in MeV; 0 for hydrogen."""
    if z == _HYDROGEN:
        return np.zeros_like(energy)
    t = np.maximum(energy, _LOWEST)
    result: np.ndarray = _letaw(z, t) * np.minimum(_coulomb_ratio(z, t), 1.15)
    if z == _OXYGEN:
        result = _oxygen_nonelastic(t)
    elif z == _NITROGEN:
        oxygen = _letaw(_OXYGEN, t) * _coulomb_ratio(_OXYGEN, t)
        result *= np.sqrt(_oxygen_nonelastic(t) / oxygen)
    result = result * _low_energies(energy)
    return result


def elastic(z: int, energy: np.ndarray) -> np.ndarray:
    """Nuclear elastic cross section in mb per atom, at proton energies in MeV."""
    if z == _HYDROGEN:
        return hydrogen_elastic(energy)
    t = np.maximum(energy, _LOWEST)
    size = np.log(element(z).atomic_weight / 16.0)
    constant, linear, square = (np.interp(np.log(t), np.log(_ELASTIC_ENERGY), row) for row in _ELASTIC)
    fit = np.exp(constant + size * (linear + size * square))
    result: np.ndarray = fit * np.minimum(_coulomb_ratio(z, t), 1.0) * _low_energies(energy)
    return result


def _low_energies(energy: np.ndarray) -> np.ndarray:
    """Share of the cross section at 10 MeV that is left below."""
    return np.clip((energy - _THRESHOLD) / (_LOWEST - _THRESHOLD), 0.0, 1.0)


def per_gram(z: int, millibarn: np.ndarray) -> np.ndarray:
    """Cross sections in cm2/g of an element from mb per atom."""
    return millibarn * (_MILLIBARN * AVOGADRO / element(z).atomic_weight)


def _per_atom(per_gram_of_water: np.ndarray) -> np.ndarray:
    """From cm2 per gram of water to mb per molecule, which has one oxygen atom."""
    return per_gram_of_water * (_WATER_WEIGHT / (AVOGADRO * _MILLIBARN))


def _oxygen_nonelastic(t: np.ndarray) -> np.ndarray:
    result: np.ndarray = _per_atom(0.001 * (1.64 * (t - 7.9) * np.exp(-0.064 * t + 7.85 / t) + 9.86))
    return result


def _letaw(z: int, t: np.ndarray) -> np.ndarray:
    mass = element(z).atomic_weight
    high = 45.0 * mass**0.7 * (1.0 + 0.016 * np.sin(5.3 - 2.63 * np.log(mass)))
    result: np.ndarray = high * (1.0 - 0.62 * np.exp(-t / 200.0) * np.sin(10.9 * t**-0.28))
    if z == _HELIUM:
        result *= 0.8
    elif z == _BERYLLIUM:
        result *= 1.0 + 0.75 * np.exp(-t / 75.0)
    return result


def _coulomb_ratio(z: int, t: np.ndarray) -> np.ndarray:
    """Coulomb factor over that of aluminium, relative to the same at 150 MeV."""
    reference = np.array([_REFERENCE])
    here = _coulomb_factor(z, t) / _coulomb_factor(_ALUMINIUM, t)
    result: np.ndarray = here * _coulomb_factor(_ALUMINIUM, reference) / _coulomb_factor(z, reference)
    return result


def _coulomb_factor(z: int, t: np.ndarray) -> np.ndarray:
    """1 - B/E, at least 0, with Tripathi's barrier B and the energy E in the centre of mass, both MeV."""
    root = np.cbrt(element(z).atomic_weight)
    energy = t * root**3 / (root**3 + 1.0)
    radius = 1.29 * 0.85 + 1.29 * (0.84 * root + 0.55) + 1.2 * (1.0 + root) / np.cbrt(energy)
    factor: np.ndarray = np.maximum(1.0 - 1.44 * z / (radius * energy), 0.0)
    return factor
