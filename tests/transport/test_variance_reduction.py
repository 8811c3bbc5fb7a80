"""Games with weights: the means are those of the run without them, and the ledger closes.

The fields are chosen so that the mean over many voxels is known to a few parts in a thousand.
"""

import numpy as np
import pytest

from mcsim.geometry import VoxelPhantom
from mcsim.materials import material
from mcsim.settings import Cutoff, Physics, VarianceReduction
from mcsim.simulation import Simulation
from mcsim.sources import Beam, Rectangle
from mcsim.tables.photon import mass_attenuation
from mcsim.tallies import Dose, EnergyBins, Escape, PlaneFluence

MEDIA = ["water", "lung", "cortical bone", "vacuum"]
LAYERS = [0, 0, 0, 1, 1, 2, 3, 0, 0, 0]


def slabs(games, histories, accuracy="standard", transport="woodcock"):
    """3 MeV photons on 1 cm layers of water, lung, bone and vacuum, in columns of 2 cm."""
    phantom = VoxelPhantom.from_arrays(
        np.broadcast_to(np.array(LAYERS).reshape(10, 1, 1), (10, 5, 5)), MEDIA, voxel="2, 2, 1 cm"
    )
    beam = Beam("photon", energy="3 MeV", shape=Rectangle("4, 4 cm"))
    physics = Physics(
        cutoff=Cutoff(electron=0.2, photon=0.05),
        accuracy=accuracy,
        photon_transport=transport,
        variance_reduction=games,
    )
    tallies = (
        Dose("dose"),
        Dose("coarse", grid={"size": "4, 4, 10 cm", "voxel": "4, 4, 2.5 cm"}),
        Escape("escape", energy_bins=EnergyBins(edges="0, 2.99, 3 MeV")),
        PlaneFluence("plane", axis="z", position="3 cm", energy_bins=EnergyBins(edges="0, 2.99, 3 MeV")),
    )
    return Simulation(phantom, beam, physics, tallies).run(histories, batches=40, seed=17, threads=2)


@pytest.fixture(scope="module")
def analog():
    return slabs(VarianceReduction(), 2_000_000)


GAMES = {
    "splitting": ({"photon_splitting": 24}, 60_000),
    "forcing": ({"interaction_forcing": True}, 200_000),
    "splitting and forcing": ({"photon_splitting": 10, "interaction_forcing": True}, 60_000),
    "radiation": ({"bremsstrahlung_splitting": 5}, 200_000),
    "roulette": ({"photon_splitting": 24, "russian_roulette": {"photon": 0.5, "electron": 0.1}}, 60_000),
    "everything": (
        {
            "photon_splitting": 24,
            "bremsstrahlung_splitting": 4,
            "interaction_forcing": True,
            "russian_roulette": {"electron": 0.02},
            "range_rejection": "0.5 MeV",
        },
        60_000,
    ),
}


def agree(one, other, limit=4.0):
    """No value differs by more than `limit` of the standard uncertainties, and all together by chi2."""
    sigma = np.hypot(one.uncertainty, other.uncertainty)
    counts = (one.value > 0.0) & (other.value > 0.0) & (sigma < 0.1 * np.abs(one.value))
    assert counts.sum() > 3
    deviation = ((one.value - other.value) / np.where(counts, sigma, 1.0))[counts]
    assert np.abs(deviation).max() < limit + 0.3 * np.log10(deviation.size)
    return deviation


@pytest.mark.parametrize("name", GAMES)
def test_means_stay_what_they_are(analog, name):
    games, histories = GAMES[name]
    played = slabs(VarianceReduction(**games), histories)
    assert played.ledger.closes
    assert played.lost_particles == 0
    for tally in ("dose", "coarse", "escape", "escape_energy", "plane", "plane_crossings"):
        agree(played[tally], analog[tally])
    layers = [
        analog["dose"].value[:, 1:4, 1:4].sum(axis=(1, 2)),
        played["dose"].value[:, 1:4, 1:4].sum(axis=(1, 2)),
    ]
    solid = [k for k, medium in enumerate(LAYERS) if medium != 3]
    assert layers[1][solid] == pytest.approx(layers[0][solid], rel=0.04, abs=0.0)


@pytest.mark.parametrize("name", ["splitting", "roulette", "everything"])
def test_games_make_no_energy_in_the_mean(name):
    games, histories = GAMES[name]
    played = slabs(VarianceReduction(**games), histories)
    assert abs(played.energies["weight_games"]) < 0.01 * played.energies["emitted"]
    assert played.ledger["weight_games"] != 0


def test_nothing_is_played_by_default(analog):
    assert analog.ledger["weight_games"] == 0


def test_splitting_with_finer_steps_near_interfaces():
    detailed = slabs(VarianceReduction(), 60_000, accuracy="detailed")
    played = slabs(VarianceReduction(photon_splitting=12), 20_000, accuracy="detailed")
    assert played.ledger.closes
    agree(played["dose"], detailed["dose"])


def test_forced_photons_all_interact():
    """A thin layer: deposits and escapes of a forced run against the attenuation in it."""
    phantom = VoxelPhantom.rectilinear(x="-5, 5 cm", y="-5, 5 cm", z="0, 0.01 cm", material="water")
    beam = Beam("photon", energy="0.3 MeV")
    physics = Physics(
        cutoff=Cutoff(electron=0.3, photon=0.05),
        variance_reduction=VarianceReduction(interaction_forcing=True),
    )
    escape = Escape("escape", energy_bins=EnergyBins(edges="0, 0.2999, 0.3001 MeV"))
    histories = 2000
    result = Simulation(phantom, beam, physics, (Dose("dose"), escape)).run(histories, seed=3)
    depth = 0.01 * mass_attenuation(material("water"), np.array([0.3]))["total"][0]
    passing = result["escape"].value[0, 5, 0, 1].sum()
    assert passing == pytest.approx(np.exp(-depth), rel=1e-6)
    without = Simulation(phantom, beam, Physics(cutoff=physics.cutoff), (Dose("dose"),)).run(
        histories, seed=3
    )
    gain = without["dose"].uncertainty.sum() / result["dose"].uncertainty.sum()
    assert gain > 10.0


def test_forced_photons_in_vacuum_just_leave():
    """Half of the beam meets nothing but vacuum, where there is no depth to spread interactions over."""
    phantom = VoxelPhantom.from_arrays(
        np.array([0, 1]).reshape(1, 1, 2),
        ["vacuum", "water"],
        edges={"x": "-1, 0, 1 cm", "y": "-1, 1 cm", "z": "0, 1 cm"},
    )
    beam = Beam("photon", energy="0.3 MeV", shape=Rectangle("2, 2 cm"))
    games = VarianceReduction(interaction_forcing=True, photon_splitting=5)
    escape = Escape("escape", energy_bins=EnergyBins(edges="0, 0.2999, 0.3001 MeV"))
    physics = Physics(variance_reduction=games)
    result = Simulation(phantom, beam, physics, (Dose("dose"), escape)).run(20_000, batches=20, seed=3)
    assert result.ledger.closes
    assert result.lost_particles == 0
    assert result["dose"].value[0, 0, 0] == 0.0
    depth = mass_attenuation(material("water"), np.array([0.3]))["total"][0]
    unscattered = result["escape"].value[0, 5, 0, 1].sum()
    assert unscattered == pytest.approx(0.5 + 0.5 * np.exp(-depth), abs=0.015)


@pytest.mark.parametrize(("particle", "energy", "splitting"), [("electron", 50.0, 1), ("photon", 20.0, 256)])
def test_the_bank_has_room_for_all_that_is_set_free_at_low_cutoffs(particle, energy, splitting):
    phantom = VoxelPhantom.box(size="30, 30, 40 cm", voxel="10 cm", material="water")
    cutoff = Cutoff(electron=0.001, photon=0.001)
    physics = Physics(cutoff=cutoff, variance_reduction=VarianceReduction(photon_splitting=splitting))
    result = Simulation(phantom, Beam(particle, energy=energy), physics).run(20, batches=2, seed=1)
    assert result.lost_particles == 0
    assert result.counts["full_bank"] == 0
    assert result.ledger.closes


def test_split_radiation_makes_that_many_photons():
    phantom = VoxelPhantom.rectilinear(x="-1, 1 cm", y="-1, 1 cm", z="0, 0.2 mm", material="tungsten")
    beam = Beam("electron", energy="0.1 MeV")
    escape = Escape("escape", energy_bins=EnergyBins(to="0.1 MeV", number=10))
    results = []
    for splitting in (1, 30):
        physics = Physics(
            cutoff=Cutoff(electron=0.02, photon=0.01),
            variance_reduction=VarianceReduction(bremsstrahlung_splitting=splitting),
        )
        results.append(Simulation(phantom, beam, physics, (escape,)).run(20_000, batches=40, seed=3))
    photons = [result["escape"].value[0].sum() for result in results]
    sigma = [np.sqrt((result["escape"].uncertainty[0] ** 2).sum()) for result in results]
    assert abs(photons[0] - photons[1]) < 4.0 * np.hypot(*sigma)
    assert sigma[1] < 0.5 * sigma[0]
    assert all(result.ledger.closes for result in results)


def test_range_rejection_moves_no_energy_between_voxels():
    """The dose around a narrow beam, where electrons below the limit might have carried it."""
    phantom = VoxelPhantom.box(size="4, 4, 4 cm", voxel="1 cm", material="water")
    beam = Beam("photon", energy="2 MeV", shape=Rectangle("1.8, 1.8 cm"))
    doses = []
    for limit in (None, "0.8 MeV"):
        physics = Physics(
            cutoff=Cutoff(electron=0.05, photon=0.05),
            variance_reduction=VarianceReduction(range_rejection=limit),
        )
        seed = len(doses) + 1
        doses.append(Simulation(phantom, beam, physics).run(200_000, batches=40, seed=seed)["dose"])
    deviation = agree(*doses)
    assert np.mean(deviation**2) < 1.5
    assert doses[1].value.sum() == pytest.approx(doses[0].value.sum(), rel=0.01, abs=0.0)


def test_range_rejection_stops_nothing_that_might_come_to_another_medium():
    """Electrons that reach the cutoff before a wall in the mean, but not all of them: the air behind it."""
    phantom = VoxelPhantom.from_arrays(
        np.array([0, 1]).reshape(2, 1, 1), ["water", "air"],
        edges={"x": "-9, 9 cm", "y": "-9, 9 cm", "z": "0, 1, 3 cm"},
    )  # fmt: skip
    doses = []
    for limit in (None, "2 MeV"):
        physics = Physics(
            cutoff=Cutoff(electron=0.2, photon=0.1),
            variance_reduction=VarianceReduction(range_rejection=limit),
        )
        found = Simulation(phantom, Beam("electron", energy="3 MeV"), physics).run(20_000, batches=20, seed=3)
        doses.append(found["dose"].value)
    assert doses[1][1] == pytest.approx(doses[0][1], rel=2e-3, abs=0.0)
