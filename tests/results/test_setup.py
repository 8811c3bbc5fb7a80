"""The setup that a result keeps: phantom and source, in memory and in the file."""

from __future__ import annotations

import json

import h5py
import numpy as np
import pytest

from mcsim.errors import DataError, InputError
from mcsim.geometry import Box, VoxelPhantom
from mcsim.results import Result
from mcsim.results.files import load
from mcsim.results.merge import merge
from mcsim.results.setup import Setup
from mcsim.results.stored import read_stored, shown_by
from mcsim.settings import Physics
from mcsim.simulation import Simulation
from mcsim.sources import Beam, ScannedBeam, SpotList
from tests.results.conftest import make_result

BEAM = Beam("photon", energy={"spectrum": "mohan6"}, position="0, 0, -5 cm")
SPOTS = ScannedBeam(SpotList(energy=["100 MeV"], x=["1 cm"], y=["0 cm"], weight=[1]), spot_sigma="4 mm")


def painted() -> VoxelPhantom:
    phantom = VoxelPhantom.box(size="4, 4, 6 cm", voxel="1, 2, 1 cm", material="water")
    return phantom.painted(Box("1 cm, 0 cm, 1 cm", "2, 4, 2 cm"), "aluminum", name="plate")


def same(one: Setup, other: Setup) -> None:
    for a, b in zip(one.edges, other.edges, strict=True):
        np.testing.assert_array_equal(a, b)
    for name in ("material", "densities", "region"):
        a, b = getattr(one, name), getattr(other, name)
        assert (a is None) == (b is None)
        if a is not None:
            assert a.dtype == b.dtype
            np.testing.assert_array_equal(a, b)
    assert (one.materials, one.region_names, one.source) == (
        other.materials,
        other.region_names,
        other.source,
    )


def kept(setup: Setup) -> Result:
    plain = make_result([0, 1])
    return Result(plain.provenance, plain.ledger, [plain["dose"].raw], plain.counts, setup)


def test_a_painted_phantom_needs_no_density_for_each_voxel():
    setup = Setup.of(painted().arrays(), BEAM, Physics())
    assert setup.materials == ("water", "aluminum")
    assert setup.material.dtype == np.uint8
    assert setup.densities.shape == (2,)
    assert setup.region_names == ("plate",)
    np.testing.assert_array_equal(setup.density, painted().arrays().density.astype(np.float32))
    np.testing.assert_array_equal(setup.mask("plate"), setup.mask("aluminum"))
    assert setup.mask("plate").sum() == 8
    with pytest.raises(InputError, match="did you mean 'plate'"):
        setup.mask("plates")


def test_a_phantom_from_an_image_keeps_its_densities():
    density = np.linspace(0.9, 1.1, 24).reshape(2, 3, 4)
    phantom = VoxelPhantom.from_arrays(np.zeros((2, 3, 4), int), ["water"], density=density, voxel="1 cm")
    setup = Setup.of(phantom.arrays(), BEAM, Physics())
    assert setup.region is None
    np.testing.assert_allclose(setup.density, density, rtol=1e-6)


@pytest.mark.parametrize("source", [BEAM, SPOTS])
def test_the_file_gives_it_back(tmp_path, source):
    setup = Setup.of(painted().arrays(), source, Physics())
    path = kept(setup).save(tmp_path / "a.h5")
    for found in (load(path).setup, read_stored(path).setup):
        assert found is not None
        same(setup, found)
    assert type(source)(**json.loads(setup.source)) == source


def test_a_homogeneous_phantom_takes_next_to_nothing(tmp_path):
    large = VoxelPhantom.box(size="100, 100, 100 cm", voxel="1 cm", material="water")
    with_setup = kept(Setup.of(large.arrays(), BEAM, Physics())).save(tmp_path / "a.h5")
    without = make_result([0, 1])
    plain = Result(without.provenance, without.ledger, [without["dose"].raw], without.counts)
    bare = plain.save(tmp_path / "b.h5")
    assert with_setup.stat().st_size - bare.stat().st_size < 20_000


def test_merging_keeps_it():
    setup = Setup.of(painted().arrays(), BEAM, Physics())
    shards = [make_result(range(3)), make_result(range(3, 6))]
    results = [Result(s.provenance, s.ledger, [t.raw for t in s.values()], s.counts, setup) for s in shards]
    assert merge(results).setup is setup
    assert merge([results[0], shards[1]]).setup is setup
    assert merge(shards).setup is None


def test_a_run_keeps_it():
    result = Simulation(painted(), BEAM).run(histories=20, batches=2, threads=1, device="cpu")
    assert result.setup is not None
    same(result.setup, Setup.of(painted().arrays(), BEAM, Physics()))


def test_files_without_it_still_open(tmp_path):
    path = make_result([0, 1]).save(tmp_path / "a.h5")
    assert load(path).setup is None
    assert read_stored(path).setup is None


def test_what_is_stored_are_the_values(tmp_path):
    result = make_result(range(12))
    found = read_stored(result.save(tmp_path / "a.h5"))
    assert list(found.tallies) == ["dose"]
    assert (found.histories, found.complete, found.title) == (result.histories, True, "a test")
    for other in (found, shown_by(result)):
        tally = other.tallies["dose"]
        assert tally.value.dtype == np.float32
        np.testing.assert_allclose(tally.value, result["dose"].value, rtol=1e-6)
        np.testing.assert_allclose(tally.uncertainty, result["dose"].uncertainty, rtol=1e-6)
        assert (tally.unit, tally.shape) == (result["dose"].unit, result["dose"].shape)


def test_a_checkpoint_without_a_finished_batch_says_so(tmp_path):
    with h5py.File(tmp_path / "run.h5.checkpoint", "w") as file:
        file.attrs["checkpoint_version"] = 1
    with pytest.raises(DataError, match="no batch of this run is finished yet"):
        read_stored(tmp_path / "run.h5.checkpoint")
