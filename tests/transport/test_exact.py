"""Transport against what can be known without it: attenuation, ranges, straight lines, annihilation."""

import numpy as np
import pytest

from mcsim.geometry import VoxelPhantom
from mcsim.materials import material
from mcsim.settings import Physics
from mcsim.simulation import Simulation
from mcsim.sources import Beam
from mcsim.tables.photon import mass_attenuation
from mcsim.tallies import Dose, EnergyBins, Escape, PlaneFluence

LAYERS = {"x": "-50, 50 cm", "y": "-50, 50 cm", "z": "0, 1, 2, 4, 6, 7 cm"}


def layered(**options):
    """1 cm of water, 1 cm of vacuum, 2 cm of aluminum, 2 cm of lung, 1 cm of vacuum."""
    phantom = VoxelPhantom.from_arrays(
        np.array([0, 1, 2, 3, 1]).reshape(5, 1, 1),
        ["water", "vacuum", "aluminum", "lung"],
        edges=LAYERS,
    )
    plane = PlaneFluence("plane", axis="z", position="6 cm")
    return Simulation(phantom, Beam("photon", energy="0.3 MeV"), Physics(**options), (plane, Dose("dose")))


@pytest.mark.parametrize("way", ["woodcock", "ray tracing"])
def test_unscattered_photons_are_attenuated_exponentially(way):
    histories = 200_000
    result = layered(photon_transport=way).run(histories, seed=3)
    depth = sum(
        thickness * each.density * mass_attenuation(each, np.array([0.3]))["total"][0]
        for each, thickness in zip(map(material, ("water", "aluminum", "lung")), (1.0, 2.0, 2.0), strict=True)
    )
    crossings = result["plane_crossings"]
    unscattered = crossings.value[0, 0, 0].sum()
    expected = np.exp(-depth)
    assert unscattered == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / histories))
    assert result.ledger.closes


def test_delta_tracking_and_ray_tracing_agree():
    doses = [
        layered(photon_transport=way).run(200_000, seed=5)["dose"] for way in ("woodcock", "ray tracing")
    ]
    difference = doses[0].value - doses[1].value
    sigma = np.hypot(doses[0].uncertainty, doses[1].uncertainty)
    assert doses[0].value[1, 0, 0] == 0.0  # vacuum
    assert np.all(np.abs(difference[[0, 2, 3]]) < 4.5 * sigma[[0, 2, 3]])


def test_electrons_lose_nothing_in_vacuum():
    phantom = VoxelPhantom.from_arrays(
        np.array([0, 1]).reshape(2, 1, 1),
        ["vacuum", "water"],
        edges={"x": "-1, 1 cm", "y": "-1, 1 cm", "z": "0, 5, 9 cm"},
    )
    energies = EnergyBins(edges="2.9999, 3.0001 MeV")
    plane = PlaneFluence("plane", axis="z", position="5 cm", energy_bins=energies)
    result = Simulation(phantom, Beam("electron", energy="3 MeV"), tallies=(plane, Dose("dose"))).run(2000)
    assert result["plane_crossings"].value[1, 0, 0].sum() == 1.0
    assert result["dose"].value[0, 0, 0] == 0.0


@pytest.mark.parametrize("particle", ["electron", "positron"])
def test_nothing_below_the_cutoff_leaves_a_medium(particle):
    """What falls below the cutoff on its way to a wall stops before it; positrons annihilate there."""
    phantom = VoxelPhantom.from_arrays(
        np.array([0, 1, 0]).reshape(3, 1, 1), ["water", "air"],
        edges={"x": "-9, 9 cm", "y": "-9, 9 cm", "z": "0, 1, 3, 3.1 cm"},
    )  # fmt: skip
    bins = EnergyBins(edges="0, 0.2, 3 MeV")
    plane = PlaneFluence("plane", axis="z", position="1 cm", energy_bins=bins)
    escape = Escape("escape", energy_bins=bins)
    physics = Physics(cutoff={"electron": "200 keV", "photon": "100 keV"})
    beam = Beam(particle, energy="3 MeV")
    result = Simulation(phantom, beam, physics, (plane, escape)).run(10_000, seed=3)
    kind = ("photon", "electron", "positron").index(particle)
    for name in ("plane_crossings", "escape"):
        tally = result[name]
        energies = [axis.name for axis in tally.axes].index("energy")
        crossed = np.moveaxis(tally.value, energies, -1)[kind].reshape(-1, 2).sum(axis=0)
        assert crossed[0] == 0.0
        assert crossed[1] > 0.01
    assert result.ledger.closes
    assert result.counts["lost_particles"] == 0


def test_positrons_at_rest_give_two_photons_of_the_electron_mass():
    phantom = VoxelPhantom.box("0.2, 0.2, 0.2 cm", "0.2 cm", "water")
    beam = Beam("positron", energy="0.25 MeV", position="0, 0, 0.1 cm")
    energies = EnergyBins(edges="0, 0.5109, 0.5111, 1 MeV")
    result = Simulation(phantom, beam, tallies=(Escape("escape", energy_bins=energies),)).run(20_000)
    photons = result["escape"].value[0].sum(axis=(0, 1, 3))
    assert photons[1] > 1.9
    assert photons[1] + photons[0] <= 2.02
    assert (
        result.ledger["rest_mass_annihilated"]
        > 0.99 * 20_000 * 2 * 0.511 * 2.0**result.provenance.quantum_exponent
    )
    assert result.ledger.closes


@pytest.mark.parametrize("accuracy", ["fast", "standard", "detailed"])
def test_a_cavity_of_other_density_does_not_change_the_dose(accuracy):
    """Fano: a uniform source per mass gives a uniform dose; every step length, straggling and all."""
    index = np.zeros((20, 1, 1), int)
    density = np.ones((20, 1, 1))
    density[8:12] = 1e-3
    edges = {"x": "-500, 500 cm", "y": "-500, 500 cm", "z": "0 to 2 cm by 0.1 cm"}
    phantom = VoxelPhantom.from_arrays(index, ["water"], density=density, edges=edges)
    box = {"center": "0, 0, 1 cm", "size": "100, 100, 2 cm"}
    beam = Beam(
        "electron", energy="0.5 MeV", direction="isotropic", shape={"volume": {"box": box, "by": "mass"}}
    )
    physics = Physics(cutoff={"electron": "50 keV", "photon": "50 MeV"}, accuracy=accuracy)
    result = Simulation(phantom, beam, physics).run(40_000, seed=2)
    dose = result["dose"]
    inner = slice(4, 16)  # beyond the range of 0.5 MeV electrons from the surface
    mean = np.average(dose.value[inner, 0, 0], weights=1.0 / dose.uncertainty[inner, 0, 0] ** 2)
    pulls = (dose.value[inner, 0, 0] - mean) / dose.uncertainty[inner, 0, 0]
    assert np.all(np.abs(pulls) < 4.5)
    assert np.mean(dose.uncertainty[inner, 0, 0]) < 0.05 * mean
