"""`Simulation`: wrong arguments are refused before anything is computed."""

from __future__ import annotations

import pytest

import mcsim as mc

PHANTOM = mc.VoxelPhantom.box(size="2, 2, 2 cm", voxel="1 cm", material="water")
BEAM = mc.Beam("photon", energy="1 MeV")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"geometry": None}, "geometry: None stands where a VoxelPhantom is needed"),
        ({"source": "photon"}, "source: 'photon' stands where a Beam or a ScannedBeam is needed"),
        ({"physics": 5}, "physics: 5 stands where a Physics is needed"),
        ({"tallies": 5}, "tallies: 5 stands where a list of tallies is needed"),
        ({"tallies": mc.Dose("d")}, "tallies: Dose(name='d') stands where a list of tallies is needed"),
        ({"tallies": [mc.Dose("d"), 5]}, "tallies.1: 5 stands where a tally such as Dose('dose') is needed"),
        (
            {"tallies": [mc.Dose("d"), mc.Escape("d")]},
            "tallies.d: two tallies are called 'd'; rename one",
        ),
    ],
)
def test_what_is_no_simulation(arguments, message):
    with pytest.raises(mc.InputError) as caught:
        mc.Simulation(**{"geometry": PHANTOM, "source": BEAM, **arguments})
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"shard": "1/2"}, "shard: '1/2' stands where a pair of whole numbers such as (1, 4) is needed"),
        ({"shard": (1, 2, 3)}, "shard: (1, 2, 3) stands where a pair of whole numbers"),
        ({"shard": (1.5, 2)}, "shard: (1.5, 2) stands where a pair of whole numbers"),
        ({"device": 5}, "device: 5 stands where a name such as 'cpu' is needed"),
        ({"output": 5}, "output: 5 stands where the path of a file is needed"),
        ({"threads": 1e9}, "Run.threads: '1000000000.0' must not be above 4096"),
    ],
)
def test_what_is_no_run(arguments, message):
    with pytest.raises(mc.InputError) as caught:
        mc.Simulation(PHANTOM, BEAM).run(histories=100, **arguments)
    assert str(caught.value).startswith(message)
