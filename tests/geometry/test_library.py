"""Phantoms in `geometries/`, by name."""

from __future__ import annotations

import pytest

from mcsim.errors import InputError
from mcsim.geometry import VoxelPhantom, geometry_names


@pytest.mark.parametrize("name", geometry_names())
def test_every_shipped_phantom_is_whole(name):
    phantom = VoxelPhantom.named(name)
    arrays = phantom.arrays()
    assert arrays.shape == phantom.shape()
    assert {int(number) for number in set(arrays.region.ravel())} >= set(range(len(arrays.region_names)))


def test_what_the_design_promises_is_there():
    assert {"water_tank", "water_aluminum_lung_water", "lung_bone_slabs"} <= set(geometry_names())


def test_water_tank():
    tank = VoxelPhantom.named("water_tank")
    assert tank.shape() == (60, 60, 60)
    assert tank == VoxelPhantom.box(size="30, 30, 30 cm", voxel="5 mm", material="water")


def test_slab_stack_has_its_layers():
    stack = VoxelPhantom.named("water_aluminum_lung_water").arrays()
    names = [stack.materials[stack.material[number, 0, 0]].name for number in range(stack.shape[0])]
    assert names == ["water"] * 10 + ["aluminum"] * 5 + ["lung (ICRU)"] * 15 + ["water"] * 120


def test_unknown_names():
    with pytest.raises(InputError, match="no geometry is called 'wter_tank'; did you mean 'water_tank'"):
        VoxelPhantom.named("wter_tank")
    with pytest.raises(InputError, match="there are: lung_bone_slabs"):
        VoxelPhantom.named("xyz")
