"""Energy ledger and particle counts of a run: the lines, their order, and the quantum of energy.

Energies are counted in integer quanta of 2^-k MeV. Every line is tallied where its energy moves;
none is computed as the remainder of the others, so that

    emitted + rest mass annihilated + weight games
        = deposited + escaped (all kinds) + rest mass made + lost

is a test of the transport, exact to the last quantum. The line of the weight games is what variance
reduction makes (or, negative, destroys); its expectation is zero.
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
    "rest_mass_made",
    "rest_mass_annihilated",
    "lost",
    "weight_games",
)
EMITTED, DEPOSITED, ESCAPED, REST_MADE, REST_ANNIHILATED, LOST, WEIGHT_GAMES = 0, 1, 2, 5, 6, 7, 8

COUNT_LINES = ("lost_particles", "full_bank", "majorant_violations", "missed_geometry")
LOST_PARTICLES, FULL_BANK, MAJORANT_VIOLATIONS, MISSED_GEOMETRY = 9, 10, 11, 12

LINES = len(LEDGER_LINES) + len(COUNT_LINES)


@device
def quanta(energy, scale):
    """Energy (MeV, times weight) in whole quanta; `scale` = 2^k quanta per MeV."""
    return int(math.floor(energy * scale + 0.5))  # noqa: RUF046, a float64 on CUDA
