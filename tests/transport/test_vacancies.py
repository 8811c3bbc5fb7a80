"""Vacancies: what a relaxing atom emits, and that not a quantum is lost."""

import numpy as np
import pytest

from mcsim.data import relaxation
from mcsim.geometry import VoxelPhantom
from mcsim.jit import JIT_DISABLED, kernel
from mcsim.physics.rng import seed_history
from mcsim.settings import Cutoff, Physics
from mcsim.sources import Beam
from mcsim.tallies import Dose
from mcsim.transport.atom import bank_vacancy, relax
from mcsim.transport.charged import _collide
from mcsim.transport.ledger import DEPOSITED
from mcsim.transport.particles import ELECTRON, PHOTON, VACANCY
from mcsim.transport.world import make_work
from mcsim.world.build import build_world

ATOMS = 1_000 if JIT_DISABLED else 50_000
EXPONENT = 30


def built(name, cutoff=0.001):
    phantom = VoxelPhantom.box("1, 1, 1 cm", "1 cm", name)
    physics = Physics(cutoff=Cutoff(electron=cutoff, photon=cutoff))
    return build_world(phantom, Beam("electron", energy="1 MeV"), physics, [Dose("dose")], EXPONENT)


@kernel
def relax_atoms(world, work, bins, shell, energies, kinds, surplus):
    """Relax an atom per row of `energies`; -1 marks unused places. `surplus`: quanta that do not add up."""
    bank = work.bank
    for i in range(energies.shape[0]):
        work.ledger[DEPOSITED] = 0
        given = bank_vacancy(world, work, 0, shell, 0.0, 0.0, 0.5, 1.0, 0, 0, 0)
        vacancy, energy = bank.integers[0, 4], bank.reals[0, 6]
        bank.size[0] = 0
        relax(world, work, bins, 0.0, 0.0, 0.5, energy, 1.0, 0, 0, 0, 0, vacancy)
        left = given - work.ledger[DEPOSITED]
        for place in range(bank.size[0]):
            energies[i, place], kinds[i, place] = bank.reals[place, 6], bank.integers[place, 0]
            left -= int(bank.reals[place, 6] * world.scale + 0.5)
        surplus[0] = max(surplus[0], abs(left))
        bank.size[0] = 0


@kernel
def collide(world, work, energy, vacancies):
    """Count what hard collisions of an electron bank: number of vacancies, and energy lost to them."""
    for _ in range(vacancies.shape[0]):
        work.bank.size[0] = 0
        after = _collide(world, work, 0, 0, 0.0, 0.0, 0.5, 0.0, 0.0, 1.0, energy, 1.0, 0, 0, 0)
        if work.bank.size[0] == 1 and work.bank.integers[0, 0] == VACANCY:
            vacancies[_] = energy - after[0]


def emitted(name, shell, cutoff=0.001):
    """Energies and kinds of what atoms emit, (ATOMS, 16), and the largest surplus in quanta."""
    world = built(name, cutoff)
    work, surplus = make_work(), np.zeros(1, np.int64)
    seed_history(work.state, np.uint64(3), np.uint64(0))
    energies, kinds = np.zeros((ATOMS, 16)), np.full((ATOMS, 16), -1)
    relax_atoms(world.world, work, np.zeros(world.layout.size, np.int64), shell, energies, kinds, surplus)
    return energies, kinds, surplus[0]


@pytest.mark.parametrize(("name", "z"), [("copper", 29), ("silver", 47), ("tungsten", 74)])
def test_k_lines_have_tabulated_energies_and_yields(name, z):
    energies, kinds, surplus = emitted(name, 0)
    assert surplus == 0
    photons = energies[kinds == PHOTON]
    lines = [t for t in relaxation(z) if t.vacancy == "K" and t.radiative]
    assert np.all(np.isin(photons[photons > max(t.energy for t in lines) * 0.8], [t.energy for t in lines]))
    for line in lines:
        share = np.count_nonzero(photons == line.energy) / ATOMS
        assert share == pytest.approx(line.probability, abs=4.5 * np.sqrt(line.probability / ATOMS))


def test_a_cascade_never_gives_more_than_the_binding_energy():
    energies, _, surplus = emitted("tungsten", 0)
    world = built("tungsten").world
    assert surplus == 0
    assert energies.sum(axis=1).max() <= world.photoelectric.binding[0, 0] * (1.0 + 1e-12)


def test_particles_below_the_cutoff_stay():
    energies, kinds, surplus = emitted("tungsten", 0, cutoff=0.012)
    assert surplus == 0
    assert energies[kinds >= 0].min() > 0.012
    assert {PHOTON, ELECTRON} == set(kinds[kinds >= 0])


def test_share_and_energy_of_ionisations_among_hard_collisions():
    world = built("silver").world
    work, vacancies = make_work(), np.zeros(ATOMS)
    seed_history(work.state, np.uint64(4), np.uint64(0))
    collide(world, work, 0.1, vacancies)
    by_energy = world.slowing.by_energy[0, 0]
    expected = np.interp(0.1, 2.0**-10 * 2.0 ** (np.arange(len(by_energy)) / 64.0), by_energy[:, 3])
    share = np.count_nonzero(vacancies) / ATOMS
    assert share == pytest.approx(expected, rel=0.02, abs=4.5 * np.sqrt(expected / ATOMS))
    lost = np.unique(np.round(vacancies[vacancies > 0.0], 9))
    assert lost == pytest.approx(np.sort(world.photoelectric.binding[0, :4]), abs=1e-8)
