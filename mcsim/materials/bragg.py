"""Mean excitation energy of a mixture by Bragg's additivity rule.

ln I = sum(w Z/A ln I_Z) / sum(w Z/A). In compounds the atoms are bound otherwise than in the pure
substance: ICRU Report 37 (1984), table 5.1, gives values for the elements as constituents, which
reproduce the tabulated compounds with a median deviation of 0.1 % (nine out of ten within 4 %).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from mcsim.data.elements import element

LARGEST_GAS_DENSITY = 0.02  # g/cm3
_IN_CONDENSED_COMPOUNDS = {1: 19.2, 6: 81.0, 7: 82.0, 8: 106.0, 9: 112.0, 17: 180.0}  # eV
_IN_GASES = {1: 19.2, 6: 70.0, 7: 82.0, 8: 97.0}  # eV
_OTHERS_IN_CONDENSED_COMPOUNDS = 1.13  # times the value of the pure element


def bragg_mean_excitation_energy(fractions: Mapping[int, float], density: float, conducting: bool) -> float:
    """Mean excitation energy of a mixture, MeV.

    Args:
        fractions: mass fraction of each element by atomic number.
        density: g/cm3; below 0.02 the mixture is taken as a gas.
        conducting: an alloy: its elements keep the values of the pure metals.
    """
    weights = {z: fraction * z / element(z).atomic_weight for z, fraction in fractions.items()}
    pure = conducting or len(fractions) == 1
    logs = {z: math.log(element(z).mean_excitation_energy if pure else _bound(z, density)) for z in weights}
    return math.exp(sum(weights[z] * logs[z] for z in weights) / sum(weights.values()))


def _bound(z: int, density: float) -> float:
    """Mean excitation energy of an element in a compound, MeV."""
    pure = element(z).mean_excitation_energy
    if density < LARGEST_GAS_DENSITY:
        return _IN_GASES.get(z, pure * 1e6) * 1e-6
    return _IN_CONDENSED_COMPOUNDS.get(z, _OTHERS_IN_CONDENSED_COMPOUNDS * pure * 1e6) * 1e-6
