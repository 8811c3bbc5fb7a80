"""The rules of variance reduction, as the transport reads them."""

from __future__ import annotations

import numpy as np

from mcsim.settings import VarianceReduction
from mcsim.transport.games import Games
from mcsim.transport.particles import ELECTRON, KINDS, PHOTON, POSITRON


def build_games(settings: VarianceReduction, highest_energy: float) -> Games:
    """Rules for a source whose highest energy is given, in MeV."""
    splitting = settings.photon_splitting
    roulette = settings.russian_roulette
    lowest = np.zeros(KINDS)
    plays = splitting > 1 or settings.interaction_forcing or settings.bremsstrahlung_splitting > 1
    natural = 1.0 / settings.bremsstrahlung_splitting if plays else 0.0
    lowest[PHOTON] = natural if roulette.photon is None else roulette.photon
    lowest[[ELECTRON, POSITRON]] = 0.0 if roulette.electron is None else roulette.electron
    return Games(
        flights_per_energy=splitting / highest_energy if splitting > 1 else 0.0,
        forcing=settings.interaction_forcing,
        bremsstrahlung_splitting=settings.bremsstrahlung_splitting,
        lowest_weight=lowest,
        range_rejection=settings.range_rejection or 0.0,
    )
