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
    """Single losses by Rutherford's law in small steps; the formula is that of short paths."""
    part = slowing_down(material("water"), 0, 0.05, 1.0)
    index = np.searchsorted(ENERGIES, energy)
    start, largest = ENERGIES[index], part.largest_loss[index]
    path = 0.03 * start / part.stopping[index]
    step = path / SMALL_STEPS
    smallest = 0.02 * largest
    strength = part.straggling[index] / largest
    rate = strength * (1.0 / smallest - 1.0 / largest) * step  # of losses drawn one by one
    drawn = strength * np.log(largest / smallest)  # and their sum, per path
    generator = np.random.default_rng(1)
    slope = np.gradient(part.stopping, ENERGIES)[index]
    energies = np.full(PARTICLES, start)
    alone, lost = start, 0.0
    for _ in range(SMALL_STEPS):
        stopping = np.interp(energies, ENERGIES, part.stopping)
        by_chance = energies.mean() - (start - lost)  # of the mean energy, which takes most of the noise away
        lost += (stopping.mean() - slope * by_chance) * step
        alone -= np.interp(alone, ENERGIES, part.stopping) * step
        numbers = generator.poisson(rate, PARTICLES)
        singles = 1.0 / generator.uniform(1.0 / largest, 1.0 / smallest, numbers.sum())
        energies -= (stopping - drawn) * step
        np.subtract.at(energies, np.repeat(np.arange(PARTICLES), numbers), singles)
    rise = lost / (start - alone) - 1.0
    assert rise == pytest.approx(mean_loss_rise(part)[index] * path, rel=0.15)


def test_small_losses_raise_it_by_the_curvature():
    """L'' Omega^2 / 4 L where single losses are small against the energy."""
    part = slowing_down(material("water"), 0, 0.002, 1.0)
    logarithm = np.log(ENERGIES)
    power = np.gradient(np.log(part.stopping), logarithm)
    curvature = (power * (power - 1.0) + np.gradient(power, logarithm)) / ENERGIES**2
    at = np.searchsorted(ENERGIES, 0.5)
    expected = 0.25 * curvature * part.straggling
    assert mean_loss_rise(part)[at] == pytest.approx(expected[at], rel=0.02)
