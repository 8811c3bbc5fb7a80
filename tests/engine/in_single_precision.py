"""The CPU in single precision, run by `test_single_precision.py` in a process of its own."""

import math
import os

import numpy as np
import pytest

from mcsim.geometry import VoxelPhantom
from mcsim.materials import material
from mcsim.physics import attenuation
from mcsim.physics.rng import uniform
from mcsim.results.files import load
from mcsim.settings import Cutoff, Physics
from mcsim.simulation import Simulation
from mcsim.sources import Beam, Rectangle, ScannedBeam, SpotList
from mcsim.tables.photon import mass_attenuation
from mcsim.tallies import Dose
from mcsim.transport.ray import follow_ray
from mcsim.transport.spots import sample_spot
from mcsim.world.build import build_world
from mcsim.world.single import single
from mcsim.world.source import build_source
from tests.engine.runs import ALL_GAMES, integers, run

DOUBLE = "MCSIM_TEST_DOUBLE"
"""Where the result of the same run in double precision is."""
SUMS = ("emitted", "deposited", "escaped_photon", "rest_mass_made")


def uniform_from(word):
    """What `uniform` makes of one word of the generator."""
    state = np.array([0, ((word >> 17) | (word << 47)) & (2**64 - 1)], np.uint64)
    return uniform(state)


def test_uniform_numbers_reach_far_down_and_stay_below_one():
    for exponent in range(13, 64):
        value = uniform_from((1 << exponent) | 0xFFF)
        assert isinstance(value, float)
        assert value == pytest.approx(((1 << (exponent - 12)) + 0.5) * 2.0**-52, rel=1e-7)
        assert value == np.float32(value)
    assert -math.log(uniform_from(0)) == pytest.approx(53.0 * math.log(2.0))
    assert uniform_from(2**64 - 1) == 1.0 - 2.0**-24


@pytest.mark.parametrize("games", [None, ALL_GAMES])
def test_the_ledger_closes_and_threads_agree(games):
    one = run(games=games, threads=1)
    assert one.ledger.closes
    assert one.lost_particles == 0
    assert one.provenance.identity_parts["arithmetic"] == "cpu float32"
    assert integers(run(games=games, threads=2)) == integers(one)


def test_histories_are_those_of_double_precision():
    """The same random numbers: rounding changes what happens in few histories, and sums hardly at all."""
    double = load(os.environ[DOUBLE])
    one = run(histories=double.histories)
    assert {name: one.energies[name] for name in SUMS} == pytest.approx(
        {name: double.energies[name] for name in SUMS}, rel=3e-4
    )
    for name, tally in double.items():
        if [axis.name for axis in tally.axes] == ["z", "y", "x"]:
            curve = tally.value.sum(axis=(1, 2))
            change = one[name].value.sum(axis=(1, 2)) - curve
            assert np.abs(change).max() < 1e-2 * curve.max(), name


def test_attenuation_over_thirty_mean_free_paths():
    """A ray through 512 thin voxels reaches an optical depth of 30 where the attenuation coefficient says."""
    energy, depth = 0.1, 200.0
    medium = material("water")
    coefficient = float(mass_attenuation(medium, np.array([energy]))["total"][0]) * medium.density
    phantom = VoxelPhantom.box(size=(1.0, 1.0, depth), voxel=(1.0, 1.0, depth / 512), material="water")
    beam = Beam("photon", energy=energy)
    world = single(build_world(phantom, beam, Physics(), (Dose("dose"),), 30).world)
    index, fraction = attenuation.locate(world.attenuation, np.float32(energy))
    zero, one = np.float32(0.0), np.float32(1.0)
    for optical_depth in (0.5, 5.0, 30.0):
        reached, path, _, _, iz = follow_ray(
            world, zero, zero, zero, zero, zero, one, 0, 0, 0, index, fraction, np.float32(optical_depth)
        )
        assert reached
        assert path * coefficient == pytest.approx(optical_depth, rel=1e-4)
        assert iz == int(path / depth * 512)


def test_grids_of_512_voxels():
    """Walls every 0.5 mm along two axes: no particle is lost, and coarse sums are those of coarse voxels."""
    sums = []
    for voxel in ("0.5, 10, 0.5 mm", "16, 10, 16 mm"):
        phantom = VoxelPhantom.box(size="25.6, 5, 25.6 cm", voxel=voxel, material="water")
        beam = Beam("photon", energy="6 MeV", shape=Rectangle("10, 2 cm"))
        physics = Physics(cutoff=Cutoff(electron=0.2, photon=0.01))
        result = Simulation(phantom, beam, physics, (Dose("dose"),)).run(60_000, batches=20, threads=2)
        assert result.ledger.closes
        assert result.lost_particles == 0
        sums.append((result.energies["deposited"], result.energies["escaped_photon"]))
    assert sums[0] == pytest.approx(sums[1], rel=0.01)


def test_spots_come_by_weight_and_with_their_phase_space():
    count, places = 20_000, np.arange(50.0)
    beam = ScannedBeam(
        SpotList(np.full(50, 100.0), places, -places, places + 1.0), spot_sigma="1 mm", divergence="3 mrad"
    )
    table = single(build_source(beam).spots)
    state = np.array([1, 2], np.uint64)
    samples = [sample_spot(table, state) for _ in range(count)]
    assert all(value == np.float32(value) for value in samples[0])
    energy, x, y, slope, _ = np.array(samples).T
    np.testing.assert_array_equal(energy, 100.0)
    spots = np.rint(x)
    expected = (places + 1.0) / 1275.0 * count
    chi2 = np.sum((np.bincount(spots.astype(int), minlength=50) - expected) ** 2 / expected)
    assert chi2 < 85.4  # 0.1 % at 49 degrees of freedom
    error = 4.0 / math.sqrt(count)
    assert np.std(x - spots) == pytest.approx(0.1, rel=error)
    assert np.std(y + spots) == pytest.approx(0.1, rel=error)
    assert np.std(slope) == pytest.approx(3e-3, rel=error)
