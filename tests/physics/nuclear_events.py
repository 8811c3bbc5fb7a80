"""What the tests of nuclear reactions share: tables of single elements and summed events."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import kernel
from mcsim.physics.nuclear_event import sample_event
from mcsim.physics.nuclear_residual import MAXIMUM_PRODUCTS, ROWS
from mcsim.tables.nuclear_reactions import build_nuclear_reactions
from tests.physics.sampling import started

PROTON, DEUTERON, TRITON, HELION, ALPHA = range(3, 8)


@kernel
def follow(table, element, energy, state, products, outcomes):
    """Row k of `products` and of `outcomes` (count, recoil, neutron, gamma, Q): event k."""
    for k in range(outcomes.shape[0]):
        count, recoil, neutron, gamma, q_value = sample_event(table, element, energy, state, products[k])
        products[k, count:] = 0.0  # work space
        outcomes[k, 0] = count
        outcomes[k, 1] = recoil
        outcomes[k, 2] = neutron
        outcomes[k, 3] = gamma
        outcomes[k, 4] = q_value


class Events(NamedTuple):
    """Events of one element at one energy; rows beyond the count of an event hold zeros."""

    energy: float
    products: np.ndarray  # (n, MAXIMUM_PRODUCTS, 4)
    count: np.ndarray
    recoil: np.ndarray
    neutron: np.ndarray
    gamma: np.ndarray
    q_value: np.ndarray
    state: np.ndarray

    def kinetic(self):
        """Kinetic energy of the charged particles of every event."""
        return self.products[:, :, 1].sum(axis=1)

    def multiplicity(self, code):
        return np.count_nonzero(self.products[:, :, 0] == code) / len(self.count)

    def share(self, code):
        """Percent of T that goes to a kind."""
        chosen = self.products[:, :, 0] == code
        return 100.0 * self.products[:, :, 1][chosen].sum() / len(self.count) / self.energy


def events(z: int, energy: float, number: int, seed: int = 1) -> Events:
    table = build_nuclear_reactions([z])
    products, outcomes, state = np.zeros((number, ROWS, 4)), np.zeros((number, 5)), started(seed)
    follow(table, 0, energy, state, products, outcomes)
    return Events(energy, products[:, :MAXIMUM_PRODUCTS], *outcomes.T, state)
