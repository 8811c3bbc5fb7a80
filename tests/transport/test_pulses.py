"""Pulse-height spectra: exact limits, and agreement with the energies of regions."""

import numpy as np
import pytest

from mcsim.geometry import VoxelPhantom
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.settings import Cutoff, Physics
from mcsim.simulation import Simulation
from mcsim.sources import Beam, Volume
from mcsim.tallies import EnergyBins, PulseHeight, RegionEnergy

HISTORIES = 2000


def run(phantom, beam, *tallies, histories=HISTORIES, cutoff=(0.01, 0.01), seed=3):
    physics = Physics(cutoff=Cutoff(electron=cutoff[0], photon=cutoff[1]))
    result = Simulation(phantom, beam, physics, tallies).run(histories, seed=seed, batches=20)
    assert result.ledger.closes
    return result


def slab(*paint, size="40, 40, 40 m", material="water"):
    return VoxelPhantom(voxels={"size": size, "voxel": size, "material": material, "paint": paint})


@pytest.mark.parametrize("particle", ["photon", "electron"])
def test_a_phantom_that_nothing_leaves_has_one_line(particle):
    """All energy lies in the last bin, whose upper edge it is."""
    beam = Beam(particle, energy="1.7 MeV", position="0, 0, 20 m")
    bins = EnergyBins(edges=(0.0, 1.0, 1.7 - 1e-8, 1.7))
    pulses = run(slab(), beam, PulseHeight("p", bins), histories=200)["p"]
    assert pulses.value.tolist() == [0.0, 0.0, 1.0]
    assert pulses.uncertainty.tolist() == [0.0, 0.0, 0.0]
    assert (pulses.quantity, pulses.unit) == ("pulses", "1 per source particle")


def test_a_positron_brings_its_rest_mass_and_an_electrons():
    beam = Beam("positron", energy="1.7 MeV", position="0, 0, 20 m")
    line = 1.7 + 2.0 * ELECTRON_MASS
    bins = EnergyBins(edges=(0.0, line - 1e-8, line + 1e-8, 4.0))
    pulses = run(slab(), beam, PulseHeight("p", bins), histories=200)["p"]
    assert pulses.value.tolist() == [0.0, 1.0, 0.0]


def test_no_deposit_is_no_pulse():
    beam = Beam("photon", energy="100 keV")
    thin = slab(size="10, 10, 0.1 cm")
    bins = EnergyBins(to="100 keV", number=1)
    pulses = run(thin, beam, PulseHeight("p", bins), cutoff=(1.0, 0.01))["p"]
    attenuation = 0.1707 * 0.1  # XCOM, cm2/g, times g/cm2
    assert pulses.value[0] == pytest.approx(attenuation, abs=3.5 * np.sqrt(attenuation / HISTORIES))


LAYERS = VoxelPhantom.rectilinear(
    x="-5, 5 cm", y="-5, 5 cm", z="0, 1, 1.5, 3 cm", material="water"
).voxels.to_mapping() | {
    "paint": [
        {"slab": {"from": "0 cm", "to": "1 cm"}, "material": "sodium iodide", "name": "front"},
        {"slab": {"from": "1 cm", "to": "1.5 cm"}, "material": "silicon", "name": "back"},
    ]
}


def test_pulses_hold_the_energy_of_the_region():
    """In fine bins, the sum of counts times energies is the energy deposited."""
    fine = EnergyBins(to="1.4 MeV", number=2800)
    phantom = VoxelPhantom(voxels=LAYERS, world={"material": "air", "margin": "1 cm"})
    tallies = RegionEnergy("energy"), PulseHeight("front", fine, "front"), PulseHeight("back", fine, "back")
    result = run(phantom, Beam("photon", energy="1.25 MeV"), *tallies)
    energies = dict(zip(result["energy"].axes[0].labels, result["energy"].value, strict=True))
    for name in ("front", "back"):
        pulses = result[name]
        summed = pulses.value @ pulses.axes[0].centers
        assert pulses.value.sum() * HISTORIES == pytest.approx(round(pulses.value.sum() * HISTORIES))
        assert summed == pytest.approx(energies[name], abs=0.25e-3 * pulses.value.sum())


def test_one_history_is_one_pulse_of_all_its_particles():
    """The whole phantom, in which both layers and the water are summed history by history."""
    fine = EnergyBins(to="1.3 MeV", number=1300)
    phantom = VoxelPhantom(voxels=LAYERS)
    inside = Volume(box={"center": "0, 0, 1.5 cm", "size": "1, 1, 1 cm"})
    beam = Beam("electron", energy="1.25 MeV", shape=inside, direction="isotropic")
    result = run(phantom, beam, PulseHeight("all", fine), PulseHeight("front", fine, "front"))
    assert result["all"].value.sum() == pytest.approx(1.0, abs=2e-3)
    assert 0.0 < result["front"].value.sum() < 1.0
    deposited = result["all"].value @ result["all"].axes[0].centers
    assert deposited == pytest.approx(result.energies["deposited"], abs=0.5e-3)


def test_counts_follow_the_binomial_law():
    """Pulses of independent histories: the uncertainty from batches is that of a count."""
    bins = EnergyBins(to="100 keV", number=1)
    beam = Beam("photon", energy="60 keV")
    pulses = run(
        slab(size="10, 10, 2 cm"), beam, PulseHeight("p", bins), cutoff=(1.0, 0.01), histories=40_000
    )["p"]
    share = pulses.value[0]
    assert pulses.uncertainty[0] == pytest.approx(np.sqrt(share * (1.0 - share) / 40_000), rel=0.5)
