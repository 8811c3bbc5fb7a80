"""Energy ledger and particle counts of a run: the lines, their order, and the quantum of energy.

Energies are counted in integer quanta of 2^-k MeV. Every line is tallied where its energy moves;
none is computed as the remainder of the others, so that

    emitted + rest mass annihilated + nuclear Q + weight games
        = deposited + escaped (all kinds) + rest mass made + neutrons + nuclear gammas + lost

is a test of the transport, exact to the last quantum. The line of the weight games is what variance
reduction makes (or, negative, destroys); its expectation is zero. Nuclear Q is what nuclear reactions make
(mostly negative: binding energies); neutrons and the gammas of nuclei leave with their energy.
"""

from __future__ import annotations

import math

from mcsim.jit import device

LEDGER_LINES = (
    "emitted",
    "deposited",
    "escaped_photon",
    "escaped_electron",
    "escaped_positron",
    "escaped_proton",
    "escaped_deuteron",
    "escaped_triton",
    "escaped_helion",
    "escaped_alpha",
    "rest_mass_made",
    "rest_mass_annihilated",
    "nuclear_q",
    "neutrons",
    "nuclear_gammas",
    "lost",
    "weight_games",
)
EMITTED, DEPOSITED, ESCAPED = 0, 1, 2  # and one line of ESCAPED for each kind of particle
REST_MADE, REST_ANNIHILATED, NUCLEAR_Q, NEUTRONS, NUCLEAR_GAMMAS, LOST, WEIGHT_GAMES = (
    10,
    11,
    12,
    13,
    14,
    15,
    16,
)

COUNT_LINES = ("lost_particles", "full_bank", "majorant_violations", "missed_geometry")
LOST_PARTICLES, FULL_BANK, MAJORANT_VIOLATIONS, MISSED_GEOMETRY = 17, 18, 19, 20

LINES = len(LEDGER_LINES) + len(COUNT_LINES)


@device
def quanta(energy, scale):
    """Energy (MeV, times weight) in whole quanta; `scale` = 2^k quanta per MeV."""
    return int(math.floor(energy * scale + 0.5))  # noqa: RUF046, a float64 on CUDA
