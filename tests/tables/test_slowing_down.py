"""The mean loss of many particles against following them in small steps."""

import numpy as np
import pytest

from mcsim.materials import material
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.electron import slowing_down
from mcsim.tables.slowing_down import mean_loss_rise

SMALL_STEPS, PARTICLES = 60, 40_000


@pytest.mark.parametrize("energy", [0.06, 0.2])
def test_straggling_raises_the_mean_loss(energy):
    """Gaussian losses in small steps, in pairs of opposite signs; the formula is that of short paths."""
    part = slowing_down(material("water"), 0, 0.05, 1.0)
    index = np.searchsorted(ENERGIES, energy)
    path = 0.04 * energy / part.stopping[index]
    step = path / SMALL_STEPS
    generator = np.random.default_rng(1)
    energies = np.full((2, PARTICLES), ENERGIES[index])
    alone = ENERGIES[index]
    for _ in range(SMALL_STEPS):
        noise = generator.standard_normal(PARTICLES) * np.array([[1.0], [-1.0]])
        spread = np.sqrt(np.interp(energies, ENERGIES, part.straggling) * step)
        energies += spread * noise - np.interp(energies, ENERGIES, part.stopping) * step
        alone -= np.interp(alone, ENERGIES, part.stopping) * step
    rise = (alone - energies.mean()) / (ENERGIES[index] - alone)
    assert rise == pytest.approx(mean_loss_rise(part)[index] * path, rel=0.15)
