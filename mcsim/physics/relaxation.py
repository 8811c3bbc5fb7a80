"""Atomic relaxation: fluorescence X rays, Auger and Coster-Kronig electrons, one transition at a time.

A vacancy in a shell of binding energy B is filled from a shell further out; the transition emits a
photon, or ejects an electron from a third shell. Shells are numbered as in mcsim.physics.photoelectric;
vacancies in shells bound by less than 1 keV are not followed. Probabilities: EADL (S. T. Perkins et al.,
UCRL-50400 vol. 30, 1991).

In every table row the emitted energy plus the binding energies of the new vacancies that are followed
is at most B; the rest stays where the atom is. So a cascade never gives out more than B. When the last
vacancy is always filled first, at most 4 wait at one time in any element.

Neglected: changes of the energies and rates by further vacancies, and directional correlations
(emission is isotropic).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.rng import uniform


class RelaxationTable(NamedTuple):
    """Alias tables of the transitions of E elements with at most S shells, T rows in all."""

    first: np.ndarray  # (E, S) int64: first row of the shell
    rows: np.ndarray  # (E, S) int64: number of rows; 0 where the shell does not relax
    threshold: np.ndarray  # (T,) keep the row below this fraction, else take its alias
    alias: np.ndarray  # (T,) int64, row number
    radiative: np.ndarray  # (T,) bool: photon, else electron
    energy: np.ndarray  # (T,) MeV of the emitted particle; 0 when nothing is followed
    vacancy1: np.ndarray  # (T,) int64: shell of the electron that filled the vacancy, or -1
    vacancy2: np.ndarray  # (T,) int64: shell of the ejected electron, or -1


@device
def sample_transition(table, element, shell, state):
    """(radiative, energy in MeV, vacancy1, vacancy2) of one transition that fills `shell`.

    Energy 0 means that all of the binding energy less the one of the new vacancies stays local. One
    random number (A. J. Walker, ACM Trans. Math. Softw. 3 (1977) 253), none when the shell does not relax.
    """
    rows = table.rows[element, shell]
    if rows == 0:
        return False, 0.0, -1, -1
    place = uniform(state) * float(rows)
    row = int(place)
    keep = place - float(row)
    row += table.first[element, shell]
    if keep >= table.threshold[row]:
        row = table.alias[row]
    return table.radiative[row], table.energy[row], table.vacancy1[row], table.vacancy2[row]
