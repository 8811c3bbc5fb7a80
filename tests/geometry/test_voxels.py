"""Voxel phantoms: painting, arrays, memory."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mcsim import memory
from mcsim.errors import InputError, ResourceError
from mcsim.geometry import Box, Cylinder, GridEdges, Paint, Slab, Sphere, VoxelPhantom
from mcsim.materials import material


def _tank(**fields):
    return VoxelPhantom.box(size="10, 8, 6 cm", voxel="1, 0.5, 0.25 cm", material="water", **fields)


def test_plain_box():
    arrays = _tank().arrays()
    assert (
        arrays.shape == arrays.material.shape == arrays.density.shape == arrays.region.shape == (24, 16, 10)
    )
    assert (arrays.z_edges[0], arrays.z_edges[-1]) == (0.0, 6.0)
    assert arrays.materials == (material("water"),)
    assert np.all(arrays.density == 1.0)
    assert np.all(arrays.region == -1)
    assert arrays.volumes().sum() == pytest.approx(480.0)
    frame = arrays.frame()
    assert frame is not None
    assert frame.spacing == pytest.approx((1.0, 0.5, 0.25))


def test_the_last_paint_wins_and_names_make_regions():
    phantom = _tank(
        paint=[
            Paint(slab=Slab("z", "1 cm", "3 cm"), material="aluminum", name="plate"),
            Paint(box=Box("0, 0, 1.5 cm", "2, 2, 1 cm"), material={"name": "water", "density": "0.5 g/cm3"}),
            Paint(box=Box("0, 0, 5 cm", "2, 2, 1 cm"), material="aluminum", name="plate"),
        ]
    )
    arrays = phantom.arrays()
    assert arrays.region_names == phantom.region_names == ("plate",)
    assert len(arrays.materials) == 3
    hole = arrays.material[4:8, 6:10, 4:6]
    assert np.all(arrays.density[4:8, 6:10, 4:6] == 0.5)
    assert np.all(arrays.region[4:8, 6:10, 4:6] == -1)
    assert hole.size == 32
    plate = arrays.region == 0
    assert plate.sum() == 8 * 160 - 32 + 4 * 4 * 2
    assert np.all(arrays.density[plate] == material("aluminum").density)


def test_painted_volume_of_curved_shapes():
    phantom = VoxelPhantom.box(size="4, 4, 4 cm", voxel="0.5 mm", material="water", center="0, 0, 0 cm")
    phantom = phantom.painted(Sphere("0, 0, 0 cm", "1.5 cm"), "air", name="ball")
    phantom = phantom.painted(Cylinder("0, 0, 0 cm", "0.5 cm", "3 cm", "y"), "aluminum", name="rod")
    arrays = phantom.arrays()
    volumes = [float((arrays.region == number).sum()) * 0.05**3 for number in range(2)]
    rod = math.pi * 0.25 * 3.0
    assert volumes[1] == pytest.approx(rod, rel=0.02)
    assert volumes[0] == pytest.approx(4 / 3 * math.pi * 1.5**3 - rod, rel=0.05)


def test_a_voxel_belongs_to_a_shape_when_its_centre_does():
    phantom = VoxelPhantom.box(size="4, 1, 1 cm", voxel="1 cm", material="water", center="2, 0, 0 cm")
    painted = phantom.painted(Slab("x", "0.6 cm", "2.5 cm"), "air", "layer").arrays()
    assert painted.region.ravel().tolist() == [-1, 0, 0, -1]


@pytest.mark.parametrize(
    "shape",
    [Box("0, 0, -5 cm", "1, 1, 1 cm"), Slab("z", "1.01 cm", "1.02 cm"), Sphere("50, 0, 0 cm", "1 cm")],
)
def test_paint_that_reaches_no_voxel(shape):
    with pytest.raises(InputError, match=r"geometry\.voxels\.paint\.0: holds no voxel centre"):
        _tank().painted(shape, "air").arrays()


def test_non_uniform_grids_are_painted_too():
    phantom = VoxelPhantom.rectilinear(
        x="-5, 5 cm",
        y="-5, 5 cm",
        z="0 to 1 cm by 1 mm, 1 to 1.1 cm by 0.1 mm, 1.1 to 5.1 cm by 2 cm",
        material="water",
    ).painted(Slab("z", "1 cm", "1.1 cm"), "aluminum", "foil")
    arrays = phantom.arrays()
    assert arrays.shape == (22, 1, 1)
    assert (arrays.region == 0).sum() == 10
    assert arrays.frame() is None


def test_from_arrays():
    index = np.zeros((2, 3, 4), dtype=int)
    index[1] = 1
    density = np.where(index == 1, 0.3, 1.01)
    region = np.where(index == 1, 0, -1)
    phantom = VoxelPhantom.from_arrays(
        index,
        ["water", material("lung")],
        density,
        voxel="1, 2, 3 mm",
        center="0, 0, 1 cm",
        region=region,
        region_names=["lung"],
    )
    arrays = phantom.arrays()
    assert arrays.shape == (2, 3, 4)
    np.testing.assert_allclose(arrays.x_edges, [-0.2, -0.1, 0.0, 0.1, 0.2], atol=1e-12)
    assert arrays.z_edges == pytest.approx([0.7, 1.0, 1.3])
    np.testing.assert_array_equal(arrays.density, density)
    assert arrays.material.dtype == np.int16
    assert phantom.region_names == arrays.region_names == ("lung",)
    assert not arrays.density.flags.writeable


def test_identity_of_arrays_follows_their_content():
    index = np.zeros((2, 2, 2), dtype=int)
    one = VoxelPhantom.from_arrays(index, ["water"], voxel=1.0)
    same = VoxelPhantom.from_arrays(index.copy(), ["water"], voxel="1 cm")
    other = VoxelPhantom.from_arrays(index, ["water"], density=np.full(index.shape, 1.1), voxel=1.0)
    assert one.canonical() == same.canonical()
    assert one.canonical() != other.canonical()


def test_from_arrays_with_edges():
    edges = GridEdges(x=[0.0, 1.0, 3.0], y=[0.0, 1.0], z=[0.0, 0.1])
    assert VoxelPhantom.from_arrays(np.zeros((1, 1, 2), int), ["water"], edges=edges).shape() == (1, 1, 2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"material_index": np.ones((1, 1, 1), int)}, "runs from 1 to 1; allowed are 0 to 0"),
        ({"material_index": None}, "the material index array is empty or holds other things than numbers"),
        ({"material_index": np.zeros((0, 1, 1), int)}, "the material index array is empty"),
        ({"density": "x"}, "the density array is empty or holds other things than numbers"),
        ({"materials": 5}, "'5' is no list of materials"),
        ({"material_index": np.zeros((1, 1), int)}, "has 2 dimensions"),
        ({"material_index": np.zeros((1, 1, 1))}, "whole numbers are needed"),
        ({"density": np.ones((2, 1, 1))}, r"has shape \(2, 1, 1\); the grid is \(1, 1, 1\)"),
        ({"density": [[[math.nan]]]}, "runs from nan to nan; g/cm3 are needed, 1e-20 to 30, or 0"),
        ({"density": [[[1e-300]]]}, "runs from 1e-300 to 1e-300"),
        ({"density": [[[1e300]]]}, "g/cm3 are needed"),
        ({"density": [[[0.0]]]}, "left to the material 'vacuum'"),
        ({"region": [[[0]]]}, "allowed are -1 to -1"),
        ({"voxel": None}, "needs 'voxel'"),
        ({"voxel": "0 cm"}, "must be above 0"),
        ({"materials": ["watr"]}, "unknown material 'watr'"),
    ],
)
def test_arrays_that_do_not_fit(arguments, message):
    fields = {"material_index": np.zeros((1, 1, 1), int), "materials": ["water"], "voxel": 1.0, **arguments}
    with pytest.raises(InputError, match=message):
        VoxelPhantom.from_arrays(**fields)


def test_phantoms_from_arrays_are_not_painted():
    phantom = VoxelPhantom.from_arrays(np.zeros((1, 1, 1), int), ["water"], voxel=1.0)
    with pytest.raises(InputError, match="cannot be painted"):
        phantom.painted(Slab("z", 0.0, 1.0), "air")


def test_worlds():
    assert _tank().world.is_vacuum
    world = _tank(world={"material": "air", "margin": "50 cm"}).world
    assert (world.material, world.margin, world.is_vacuum) == (material("air"), 50.0, False)
    assert _tank(world="air").world.margin == 100.0


def test_memory_is_estimated_before_anything_is_allocated(monkeypatch):
    phantom = VoxelPhantom.box(size="30, 30, 30 m", voxel="0.1 mm", material="water")
    with pytest.raises(
        ResourceError, match=r"a phantom of 2\.7e\+16 voxels needs about .* TiB .* use larger voxels"
    ):
        phantom.arrays()
    monkeypatch.setattr(memory, "available_memory", lambda: 1000)
    with pytest.raises(ResourceError, match="use larger voxels"):
        _tank().arrays()
    monkeypatch.setattr(memory, "available_memory", lambda: None)
    assert _tank().arrays().shape == (24, 16, 10)


def test_the_machine_says_how_much_memory_it_has():
    available = memory.available_memory()
    assert available is None or available > 0


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "needs exactly one shape of box, sphere, cylinder, slab; found none"),
        (
            {"box": Box("0, 0, 0 cm", "1, 1, 1 cm"), "slab": Slab("z", 0.0, 1.0)},
            "needs exactly one shape of box, sphere, cylinder, slab; found box and slab",
        ),
    ],
)
def test_paint_needs_one_shape(fields, message):
    with pytest.raises(InputError, match=message):
        Paint(material="water", **fields)
