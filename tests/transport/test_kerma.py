"""Kerma from photon tracks: it is the dose where electrons stay where they are, and costs fewer histories."""

import numpy as np
import pytest

from mcsim.geometry import VoxelPhantom
from mcsim.materials import material
from mcsim.settings import Cutoff, Physics
from mcsim.simulation import Simulation
from mcsim.sources import Beam, Rectangle
from mcsim.tables.energy_transfer import build_energy_transfer
from mcsim.tables.photon import build_photon_tables, mass_attenuation
from mcsim.tallies import Dose, Kerma
from mcsim.units import GRAY_PER_MEV_PER_GRAM


def layers(energy, histories, tallies, cutoff, **options):
    """Layers of 1 cm of water, bone, vacuum, lung and water, in columns of 2 cm, in air."""
    phantom = VoxelPhantom.from_arrays(
        np.broadcast_to(np.array([0, 0, 1, 2, 3, 0]).reshape(6, 1, 1), (6, 3, 3)),
        ["water", "cortical bone", "vacuum", "lung"],
        voxel="2, 2, 1 cm",
        world={"material": "air", "margin": "10 cm"},
    )
    beam = Beam("photon", energy=energy, shape=Rectangle("4, 4 cm"), position="0, 0, -5 cm")
    physics = Physics(cutoff=Cutoff(electron=cutoff, photon=0.005), **options)
    return Simulation(phantom, beam, physics, tallies).run(histories, batches=40, seed=9)


@pytest.mark.parametrize("options", [{}, {"photon_transport": "ray tracing"}])
def test_without_electron_transport_kerma_is_dose(options):
    result = layers("60 keV", 200_000, (Dose("dose"), Kerma("kerma", "total")), cutoff=1.0, **options)
    dose, kerma = result["dose"], result["kerma"]
    assert kerma.unit == dose.unit
    assert kerma.shape == dose.shape
    solid = np.array([0, 1, 2, 4, 5])
    deviation = (kerma.value - dose.value)[solid] / np.hypot(kerma.uncertainty, dose.uncertainty)[solid]
    assert np.abs(deviation).max() < 4.5
    assert kerma.value[3].max() == 0.0  # vacuum
    sums = [each.value[solid].sum(axis=(1, 2)) for each in (dose, kerma)]
    variance = (dose.uncertainty[solid] ** 2 + kerma.uncertainty[solid] ** 2).sum(axis=(1, 2))
    assert np.all(np.abs(sums[1] - sums[0]) < 4.0 * np.sqrt(variance))
    assert kerma.value[:2].sum() == pytest.approx(dose.value[:2].sum(), rel=0.01, abs=0.0)
    gain = (dose.uncertainty[solid] / kerma.uncertainty[solid]) ** 2
    assert np.median(gain) > 3.0


def test_with_split_photons():
    games = {"photon_splitting": 8, "interaction_forcing": True}
    plain = layers("60 keV", 50_000, (Kerma("kerma", "total"),), cutoff=1.0)["kerma"]
    split = layers("60 keV", 20_000, (Kerma("kerma", "total"),), cutoff=1.0, variance_reduction=games)[
        "kerma"
    ]
    solid = np.array([0, 1, 2, 4, 5])
    deviation = (plain.value - split.value)[solid] / np.hypot(plain.uncertainty, split.uncertainty)[solid]
    assert np.abs(deviation).max() < 4.5


def test_first_collision_kerma_of_a_pencil_is_exact():
    """A pencil beam on a thin slab: the mean over its depth, without noise but for photons scattered once."""
    phantom = VoxelPhantom.rectilinear(x="-1, 1 um", y="-1, 1 um", z="0, 1 cm", material="water")
    result = Simulation(phantom, Beam("photon", energy="0.5 MeV"), tallies=(Kerma("k"),)).run(200, seed=1)
    water = material("water")
    mu = mass_attenuation(water, np.array([0.5]))["total"][0]
    tables = build_photon_tables([water])
    absorption = build_energy_transfer([water], tables, 0.01).absorption[0]
    expected = 0.5 * np.interp(0.5, tables.attenuation.energy, absorption) * (1.0 - np.exp(-mu)) / mu
    expected *= GRAY_PER_MEV_PER_GRAM / (4e-8)
    assert result["k"].value.item() == pytest.approx(expected, rel=0.002)


def test_collision_kerma_is_the_dose_in_equilibrium():
    """1 MeV photons in the middle of a tank: charged-particle equilibrium within 1 %."""
    phantom = VoxelPhantom.rectilinear(x="-20, 20 cm", y="-20, 20 cm", z="0, 3, 5, 7, 9 cm", material="water")
    beam = Beam("photon", energy="1 MeV", shape=Rectangle("10, 10 cm"))
    tallies = (Dose("dose"), Kerma("kerma"))
    result = Simulation(phantom, beam, tallies=tallies).run(100_000, batches=40, seed=2)
    dose, kerma = result["dose"], result["kerma"]
    assert np.all(dose.uncertainty[1:] < 0.01 * dose.value[1:])
    ratio = dose.value[1:].sum() / kerma.value[1:].sum()
    assert ratio == pytest.approx(1.004, abs=0.012)
