import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.geometry import VoxelPhantom
from mcsim.materials import material
from mcsim.settings import Physics
from mcsim.sources import Beam
from mcsim.tallies import Dose, Escape
from mcsim.transport.navigation import interface_distance
from mcsim.world.build import build_world
from mcsim.world.grid import build_voxel_world


def slabs(world="vacuum"):
    """Six voxels along z: water, water, aluminum, water (dense), vacuum, water."""
    index = np.array([0, 0, 1, 0, 2, 0]).reshape(6, 1, 1)
    density = np.array([1.0, 1.0, 2.7, 1.5, 0.0, 1.0]).reshape(6, 1, 1)
    names = ["water", "aluminum", "vacuum"]
    return VoxelPhantom.from_arrays(
        index, names, density=density, voxel="1 cm", center="0, 0, 3 cm", world=world
    )


def test_vacuum_is_density_zero_and_no_material():
    built = build_voxel_world(slabs())
    assert [each.name for each in built.materials] == ["water", "aluminum"]
    assert built.grid.material.max() == 1
    assert built.grid.density.tolist() == [1.0, 1.0, 2.7, 1.5, 0.0, 1.0]


def test_a_world_of_air_is_one_more_voxel_on_every_side():
    built = build_voxel_world(slabs(world={"material": "air", "margin": "20 cm"}))
    assert built.shape == (8, 3, 3)
    assert built.grid.z_edges[[0, 1, -2, -1]].tolist() == [-20.0, 0.0, 6.0, 26.0]
    density = built.grid.density.reshape(built.shape)
    assert density[0, 0, 0] == material("air").density
    assert density[built.inner].reshape(-1).tolist() == [1.0, 1.0, 2.7, 1.5, 0.0, 1.0]


def test_interfaces_are_walls_between_media_not_between_densities():
    grid = build_voxel_world(slabs(), with_interfaces=True).grid
    low, high = grid.interfaces[:, 4], grid.interfaces[:, 5]
    assert low.tolist() == [0.0, 0.0, 2.0, 3.0, 4.0, 5.0]
    assert high.tolist() == [2.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    assert interface_distance(grid, 1, 0.0, 0.0, 1.4) == pytest.approx(0.5)  # the side walls are at 0.5 cm
    assert interface_distance(grid, 1, 0.0, 0.0, 1.9) == pytest.approx(0.1)


def test_the_majorant_bounds_every_voxel():
    world = build_world(slabs(), Beam("photon", energy=1.0), Physics(), [Dose("dose")], 30).world
    total = world.attenuation.cumulative[:, :, -1]
    for number, density in zip(world.grid.material, world.grid.density, strict=True):
        assert np.all(density * total[number] <= world.majorant)
        assert np.all(density * total[number, 1:] <= world.majorant[:-1])


def test_mass_on_a_tally_grid_is_that_of_the_phantom():
    tally = Dose("own", grid={"size": "2, 1, 9 cm", "voxel": "0.4, 0.5, 0.75 cm", "center": "0.1, 0, 3 cm"})
    layout = build_world(slabs(), Beam("photon", energy=1.0), Physics(), [tally], 30).layout
    density = layout.stretches[0].extra["density"]
    assert density.sum() * 0.4 * 0.5 * 0.75 == pytest.approx(1.0 + 1.0 + 2.7 + 1.5 + 0.0 + 1.0)


def test_two_results_of_one_name_are_refused():
    tallies = [Escape("edge"), Dose("edge_energy")]
    with pytest.raises(InputError, match=r"edge_energy.*rename"):
        build_world(slabs(), Beam("photon", energy=1.0), Physics(), tallies, 30)
