"""Linear energy transfer of protons: stopping powers at known energies, means over tracks, same integers."""

import os
import subprocess
import sys

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.geometry import VoxelPhantom
from mcsim.materials import material
from mcsim.physics.hadrons import PROTON
from mcsim.results.merge import merge
from mcsim.results.ratio import parts_of
from mcsim.settings import Physics
from mcsim.simulation import Simulation
from mcsim.sources import Beam
from mcsim.tables.hadron_grid import ENERGIES
from mcsim.tables.hadron_stopping import csda_range, electronic_stopping, total_stopping
from mcsim.tallies import LinearEnergyTransfer as Let

KEV_PER_UM = 0.1  # in 1 MeV/cm
EVERY = tuple(
    Let(f"{average} {particles}", average, particles=particles)
    for average in ("dose", "track")
    for particles in ("primary protons", "protons", "all hadrons")
)


def stopping(medium, energy, density=1.0):
    """Electronic stopping power, keV/um."""
    return KEV_PER_UM * density * electronic_stopping(material(medium), np.atleast_1d(energy), PROTON)


def run(phantom, energy, tallies, histories, batches=20, **options):
    return Simulation(phantom, Beam("proton", energy=energy), tallies=tallies).run(
        histories, batches=batches, seed=5, **options
    )


def tank(voxel="4, 4, 0.2 cm"):
    return VoxelPhantom.box(size="4, 4, 18 cm", voxel=voxel, material="water")


@pytest.fixture(scope="module")
def depths():
    return run(tank(), "150 MeV", EVERY, 20_000)


@pytest.mark.parametrize(("medium", "density"), [("water", 1.0), ("pmma", 1.19)])
def test_a_thin_layer_has_the_stopping_power(medium, density):
    phantom = VoxelPhantom.rectilinear(x="-1, 1 cm", y="-1, 1 cm", z="0, 10 um", material=medium)
    tallies = [
        Let(f"{average} {of}", average, particles="primary protons", medium=of)
        for average in ("dose", "track")
        for of in ("water", "medium")
    ]
    result = run(phantom, "100 MeV", tallies, 400)
    own = material(medium).density
    assert own == pytest.approx(density, rel=0.01)
    for tally in result.values():
        expected = stopping("water", 100.0) if "water" in tally.name else stopping(medium, 100.0, own)
        assert tally.unit == "keV/um"
        assert tally.value.item() == pytest.approx(expected.item(), rel=3e-4), tally.name
        assert tally.uncertainty.item() < 1e-4 * tally.value.item()


def test_primaries_in_water_follow_the_stopping_power_of_their_mean_energy(depths):
    """LETt within 2 %, and the values that are known for 150 MeV, in keV/um."""
    track, dose = depths["track primary protons"], depths["dose primary protons"]
    water, z = material("water"), track.axis("z").centers
    ranges = csda_range(water, PROTON)
    left = np.interp(150.0, ENERGIES, ranges) - z
    expected = stopping("water", np.interp(np.maximum(left, 0.1), ranges, ENERGIES))
    plateau = z < 14.0
    np.testing.assert_allclose(track.value[plateau, 0, 0], expected[plateau], rtol=0.02)
    at = np.array([4.0, 8.0, 10.0, 12.0, 14.0])
    known = np.array([0.61, 0.72, 0.82, 0.97, 1.34])
    np.testing.assert_allclose(np.interp(at, z, track.value[:, 0, 0]), known, rtol=0.03)
    # a few slow protons, scattered by hydrogen, weigh more in the dose average
    above = dose.value[plateau, 0, 0] / expected[plateau]
    assert 1.0 < above.mean() < 1.05


def test_primaries_without_nuclear_collisions_have_the_stopping_power_of_their_mean_energy():
    """LETd too: the spread of energies adds less than 0.3 % to 14 cm."""
    result = Simulation(tank(), Beam("proton", energy="150 MeV"), Physics(nuclear=False), (Let("let"),)).run(
        1_000, seed=5
    )
    z = result["let"].axis("z").centers
    ranges = csda_range(material("water"), PROTON)
    left = np.interp(150.0, ENERGIES, ranges) - z
    plateau = z < 13.0
    expected = stopping("water", np.interp(left[plateau], ranges, ENERGIES))
    np.testing.assert_allclose(result["let"].value[plateau, 0, 0], expected, rtol=0.01)


def test_ends_of_tracks_may_be_left_out():
    """Protons of 10 MeV that stop in the first voxel, above 2 MeV."""
    phantom = VoxelPhantom.rectilinear(x="-1, 1 cm", y="-1, 1 cm", z="0, 1, 2 cm", material="water")
    result = run(phantom, "10 MeV", [Let("let", above="2 MeV")], 1_000)
    energies = np.linspace(2.0, 10.0, 2_001)
    expected = np.trapezoid(stopping("water", energies), energies) / 8.0
    assert result["let"].value[0].item() == pytest.approx(expected, rel=0.005)


def test_secondaries_add_to_it(depths):
    middle = slice(20, 60)
    for average, factors in (("dose", (1.15, 1.4)), ("track", (1.01, 1.005))):
        primary, protons, hadrons = (
            depths[f"{average} {kind}"].value[middle, 0, 0].mean()
            for kind in ("primary protons", "protons", "all hadrons")
        )
        assert protons > primary * factors[0]
        assert hadrons > protons * factors[1]


def test_a_stopping_particle_has_the_mean_over_its_whole_track():
    """Protons of 10 MeV that stop in the first voxel: integrals of the stopping power by quadrature."""
    phantom = VoxelPhantom.rectilinear(x="-1, 1 cm", y="-1, 1 cm", z="0, 1, 2 cm", material="pmma")
    tallies = [Let(average, average, medium="medium") for average in ("dose", "track")]
    result = run(phantom, "10 MeV", tallies, 2_000)
    medium = material("pmma")
    energies = np.geomspace(0.001, 10.0, 20_001)
    transfer = stopping("pmma", energies, medium.density)
    per_path = total_stopping(medium, energies, PROTON)
    expected = {
        "dose": np.trapezoid(transfer, energies) / 10.0,
        "track": np.trapezoid(transfer / per_path, energies) / np.trapezoid(1.0 / per_path, energies),
    }
    for tally in result.values():
        assert tally.value[0].item() == pytest.approx(expected[tally.name], rel=0.005), tally.name
        assert tally.value[1].item() == 0.0


def test_coarse_voxels_hold_the_sums_of_fine_ones(depths):
    """Walls in one medium change no history, so that only the mean inside a voxel differs."""
    coarse = run(tank("4, 4, 2 cm"), "150 MeV", EVERY, 20_000)
    for name, fine in depths.items():
        sums = [part.total[:, 0, 0, 0].astype(np.int64) for part in parts_of(fine.raw)]
        above, below, _ = (part.reshape(9, 10).sum(axis=1) for part in sums)
        scored = below > 1e-4 * below.max()
        ratio = fine.raw.scale * above[scored] / below[scored]
        np.testing.assert_allclose(coarse[name].value[scored, 0, 0], ratio, rtol=2e-3)


def test_density_and_vacuum():
    """LETt to water does not know of the density; to the medium it is proportional to it; none in vacuum."""
    phantom = VoxelPhantom.from_arrays(
        np.array([0, 1, 0]).reshape(3, 1, 1),
        ["water", "vacuum"],
        density=np.array([1.0, 0.0, 0.25]).reshape(3, 1, 1),
        voxel="2, 2, 0.1 cm",
    )
    tallies = [Let(of, "track", particles="primary protons", medium=of) for of in ("water", "medium")]
    result = run(phantom, "100 MeV", tallies, 1_000)
    water, medium = (result[name].value[:, 0, 0] for name in ("water", "medium"))
    assert water[1] == medium[1] == 0.0
    assert water[2] == pytest.approx(water[0], rel=0.01)
    np.testing.assert_allclose(medium, water * [1.0, 0.0, 0.25], rtol=1e-6)


def small(**options):
    return run(tank("2, 2, 1 cm"), "60 MeV", EVERY, options.pop("histories", 600), batches=6, **options)


def numbers(result):
    """All integers of the result."""
    parts = [part for tally in result.values() for part in parts_of(tally.raw)]
    windows = [window.squares for part in parts for window in part.windows]
    arrays = [array for part in parts for array in (part.total, part.squares)] + windows
    return [array.tolist() for array in arrays]


def test_the_same_integers_for_threads_and_shards():
    whole = small(threads=1)
    assert numbers(small(threads=2)) == numbers(whole)
    assert numbers(merge([small(shard=(number, 3)) for number in (2, 3, 1)])) == numbers(whole)


def test_the_same_integers_without_jit():
    code = "from tests.transport.test_linear_energy_transfer import *; print(numbers(small(histories=6)))"
    texts = [
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | extra, capture_output=True, text=True, check=True
        ).stdout
        for extra in ({}, {"NUMBA_DISABLE_JIT": "1"})
    ]
    assert texts[0] == texts[1] != ""


def test_beams_that_make_no_hadrons_are_refused():
    with pytest.raises(InputError, match="a beam of photons makes none"):
        Simulation(tank(), Beam("photon", energy="6 MeV"), tallies=EVERY).run(100)
