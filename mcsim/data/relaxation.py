"""Atomic relaxation: how a vacancy is filled (EADL probabilities, energies from binding energies).

EADL: S. T. Perkins et al., UCRL-50400 vol. 30 (1991). The energies are differences of the binding
energies of `mcsim.data.subshells`, so that a cascade conserves energy exactly; the shift of the levels
of an ionised atom, at most some ten eV, is neglected.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mcsim.data.store import element_slice, read_arrays
from mcsim.data.subshells import subshells

_NO_SHELL = 255


@dataclass(frozen=True)
class Transition:
    """One way to fill a vacancy.

    Attributes:
        vacancy: name of the shell that has the hole, such as `K`.
        radiative: True for a fluorescence photon, False for an Auger or Coster-Kronig electron.
        fills: name of the shell that the filling electron comes from.
        ejected: name of the shell that the Auger electron leaves, None for a photon.
        probability: per vacancy; the transitions of one vacancy sum to 1.
        energy: of the photon or electron, MeV.
    """

    vacancy: str
    radiative: bool
    fills: str
    ejected: str | None
    probability: float
    energy: float


@cache
def relaxation(z: int) -> tuple[Transition, ...]:
    """Transitions of element `z` for vacancies bound by more than 0.9 keV.

    Nothing above 1 keV comes out of shells less bound; light elements have no transitions at all.

    Raises:
        DataError: no such element.
    """
    arrays = read_arrays("relaxation.h5")
    first = arrays["transition_offset"]
    shells = subshells(z)
    transitions = []
    for i in range(*element_slice(arrays["offset"], z).indices(len(first))):
        vacancy = shells[arrays["vacancy"][i]]
        rows = slice(int(first[i]), int(first[i + 1]))
        columns = (arrays[name][rows].tolist() for name in ("fills", "ejected", "probability"))
        for fills, ejected, probability in zip(*columns, strict=True):
            radiative = ejected == _NO_SHELL
            energy = vacancy.binding_energy - shells[fills].binding_energy
            if not radiative:
                energy -= shells[ejected].binding_energy
            other = None if radiative else shells[ejected].name
            transitions.append(
                Transition(vacancy.name, radiative, shells[fills].name, other, probability, energy)
            )
    return tuple(transitions)
