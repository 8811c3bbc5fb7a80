"""Doppler broadening of Compton scattering: the electron's momentum before the collision, and its shell.

Impulse approximation (P. Eisenberger and P. M. Platzman, Phys. Rev. A 2 (1970) 415; R. Ribberfors, Phys.
Rev. B 12 (1975) 2067) in the form of D. Brusa, G. Stutz, J. A. Riveros, J. M. Fernandez-Varea and F. Salvat,
Nucl. Instrum. Meth. A 379 (1996) 167. At a given angle, with p the component of the electron's momentum
along the momentum transfer, in units of m c,

    p q = E E' (1 - cos theta) / m c^2 - (E - E'),    q^2 = E^2 + E'^2 - 2 E E' cos theta,
    p(E', i) dE' ~ n_i J_i(p) F(p) Theta(E - E' - U_i) dp.

n_i electrons in the shell i have the Compton profile J_i and the binding energy U_i. F is the factor of
Brusa et al., linear in p between -0.2 and 0.2 and constant outside:

    F(p) = 1 + a p,    a = (q_C / E) [1 + E_C (E_C - E cos theta) / q_C^2],

E_C and q_C for the free electron at rest. The angle itself follows mcsim.physics.compton: the law above only
shares out the energy at that angle, and its integral over E' does not enter twice.

Neglected: whatever the impulse approximation neglects (final-state interaction, resonant Raman scattering
just below an edge, infrared divergence), and the free motion of conduction electrons of metals, whose
profiles are those of atoms.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.kinematics import MAXIMUM_TRIES
from mcsim.physics.rng import uniform

THRESHOLD, START, WIDTH, SLOPE, BINDING = 0, 1, 2, 3, 4
COLUMNS = 5
LINEAR_UP_TO = 0.2  # m c: the factor F is linear up to this momentum


class DopplerTable(NamedTuple):
    """Alias tables over pieces of the profiles of all shells of M materials, T rows in all."""

    highest: np.ndarray  # (M,) MeV: photons above are scattered as by electrons at rest
    first: np.ndarray  # (M,) int64: first row of the material
    rows: np.ndarray  # (M,) int64: number of its rows
    pieces: np.ndarray  # (T, 5): keep the row below this fraction, else take its alias; start and width of
    # the piece in |p| (m c); slope s of the density 1 + s (1 - 2 x) in it; binding energy of the shell, MeV
    alias: np.ndarray  # (T,) int64, row number
    element: np.ndarray  # (T,) int64: element number of the run
    shell: np.ndarray  # (T,) int64: shell as in mcsim.physics.photoelectric, -1 where it is not followed


@device
def sample(table, material, energy, at_rest, one_minus_cos, state):
    """Energy in MeV of the scattered photon, and the row of the electron that was hit (-1: at rest).

    energy: of the incident photon, MeV; at_rest: E_C, of the photon scattered by an electron at rest, MeV;
    one_minus_cos: 1 - cos theta. `table.element[row]` and `table.shell[row]` say where the vacancy is.

    A try draws a piece of a profile of any electron, |p| in it, and the sign with the probability F(|p|) / 2,
    as J is even; it counts when the energy transfer exceeds the binding energy. So shells that cannot be
    ionised drop out. Three random numbers a try; tries per sample, averaged over the angles: in water 20 at
    1 keV, 1.37 at 10 keV, 1.03 at 60 keV; in lead 45, 3.1 and 1.35.
    """
    ratio = at_rest / energy
    across = ratio * ratio * one_minus_cos * (2.0 - one_minus_cos)
    transfer2 = (1.0 - ratio) * (1.0 - ratio) + 2.0 * ratio * one_minus_cos  # (q_C / E)^2
    transfer = math.sqrt(transfer2)
    cosine = 1.0 - one_minus_cos
    slope = transfer + ratio * (ratio - cosine) / transfer
    rows = table.rows[material]
    for _ in range(MAXIMUM_TRIES):
        place = uniform(state) * float(rows)
        row = int(place)
        keep = place - float(row)
        row += table.first[material]
        if keep >= table.pieces[row, THRESHOLD]:
            row = table.alias[row]
        piece = table.pieces[row]
        u = uniform(state)
        falling = 1.0 + piece[SLOPE]
        u *= 2.0 / (falling + math.sqrt(falling * falling - 4.0 * piece[SLOPE] * u))
        momentum = piece[START] + piece[WIDTH] * u
        if 2.0 * uniform(state) > 1.0 + slope * min(momentum, LINEAR_UP_TO):
            momentum = -momentum
        square = momentum * momentum
        shift = 1.0 - square * ratio * cosine + momentum * math.sqrt(transfer2 - square * across)
        scattered = at_rest * shift / (1.0 - square * ratio * ratio)
        if energy - scattered >= piece[BINDING]:
            return scattered, row
    return at_rest, -1
