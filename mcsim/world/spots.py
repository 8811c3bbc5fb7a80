"""The spots of a scanned beam as the numbers that the transport emits protons from."""

from __future__ import annotations

import numpy as np

from mcsim.settings import HADRON_ENERGIES
from mcsim.sources.energy import relative_weights
from mcsim.sources.scanned import ScannedBeam
from mcsim.transport import spots as columns
from mcsim.transport.spots import SpotTable


def no_spots() -> SpotTable:
    """The empty table of a source without spots."""
    return SpotTable(np.zeros(0, np.int64), np.zeros((0, columns.COLUMNS)), *HADRON_ENERGIES, drift=0.0)


def build_spots(beam: ScannedBeam) -> SpotTable:
    """Numbers of the spots of a beam, in the frame of their plane."""
    spots = beam.resolved()
    acceptance, alias = alias_table(spots.weight)
    numbers = np.empty((len(alias), columns.COLUMNS))
    numbers[:, columns.ACCEPTANCE] = acceptance
    numbers[:, columns.ENERGY] = spots.energy
    numbers[:, columns.ENERGY_SIGMA] = spots.energy_sigma
    for axis, offset, sigma, tangent, divergence, correlation in (
        (0, spots.x, spots.sigma_x, spots.tangent_x, spots.divergence_x, spots.correlation_x),
        (1, spots.y, spots.sigma_y, spots.tangent_y, spots.divergence_y, spots.correlation_y),
    ):
        numbers[:, columns.OFFSET + axis] = offset
        numbers[:, columns.SIGMA + axis] = sigma
        numbers[:, columns.TANGENT + axis] = tangent
        numbers[:, columns.FOLLOWS + axis] = correlation * divergence
        numbers[:, columns.FREE + axis] = np.sqrt(1.0 - correlation**2) * divergence
    return SpotTable(alias, numbers, *HADRON_ENERGIES, drift=beam.drift)


def alias_table(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Probability to accept each entry, and the entry taken instead, both of shape (n,); weights above 0.

    M. D. Vose, IEEE Trans. Softw. Eng. 17 (1991) 972.
    """
    relative = relative_weights(weights)
    share = relative * (len(relative) / np.sum(relative))
    acceptance, alias = np.ones(len(weights)), np.arange(len(weights), dtype=np.int64)
    small, large = list(np.flatnonzero(share < 1.0)), list(np.flatnonzero(share >= 1.0))
    while small and large:
        poor, rich = small.pop(), large[-1]
        acceptance[poor], alias[poor] = share[poor], rich
        share[rich] -= 1.0 - share[poor]
        if share[rich] < 1.0:
            small.append(large.pop())
    return acceptance, alias
