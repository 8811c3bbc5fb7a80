"""Which electrons a collision can knock on: those bound by less than the energy transferred.

A hard collision of transfer W is sampled as with a free electron and kept with the share n(W) of the
electrons whose binding energy is at most W. What the others would have taken is lost continuously, so that
the stopping power stays the same. The knock-on electron has the energy W; its binding energy stands
for what the vacancy emits. Occupations and binding energies of the subshells are those of EPDL97.
"""

from __future__ import annotations

import numpy as np

from mcsim.data.subshells import subshells
from mcsim.materials import Material
from mcsim.physics import bhabha, moller
from mcsim.tables.charged_grid import ENERGIES

_LARGEST_SHARE = (0.5, 1.0)  # of the energy that an electron, a positron can lose in a collision
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(3)


def within_reach(material: Material, transfers: np.ndarray) -> np.ndarray:
    """Share n(W) of the electrons bound by at most W (MeV), shape of `transfers` (n,); 0 to 1, rising."""
    shells = [
        (shell.binding_energy, atoms * shell.occupancy)
        for z, atoms in zip(material.z, material.atoms_per_gram, strict=True)
        for shell in subshells(z)
    ]
    binding, electrons = np.array(sorted(shells)).T
    sums = np.concatenate([[0.0], np.cumsum(electrons)])
    return np.asarray(sums[np.searchsorted(binding, transfers, side="right")] / sums[-1])


def loss_out_of_reach(material: Material, charge: int, threshold: float) -> np.ndarray:
    """Loss in free collisions above `threshold` (MeV) that are not kept, MeV cm2/g, on the energy grid.

    The integral of (1 - n) W dsigma, with n linear between the points of the grid as the transport reads it.
    """
    formula = (moller, bhabha)[charge].differential_cross_section
    bound = 1.0 - within_reach(material, ENERGIES)
    first = int(np.searchsorted(ENERGIES, threshold, side="right")) - 1
    edges = ENERGIES[max(first, 0) : int(np.count_nonzero(bound)) + 1]
    energies = ENERGIES[:, None]
    loss = np.zeros(ENERGIES.shape)
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        low = np.clip(edges[:-1], threshold, _LARGEST_SHARE[charge] * energies)
        high = np.clip(edges[1:], threshold, _LARGEST_SHARE[charge] * energies)
        transfers = 0.5 * (low + high) + 0.5 * node * (high - low)
        kept_from = np.maximum(energies, transfers / _LARGEST_SHARE[charge])
        share = np.interp(transfers, ENERGIES, bound)
        terms = share * transfers * formula(kept_from, transfers) * (high - low)
        loss += 0.5 * weight * terms.sum(axis=1)
    return np.asarray(material.electrons_per_gram * loss)
