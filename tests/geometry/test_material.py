"""Materials as run files describe them."""

from __future__ import annotations

import pytest

from mcsim.errors import InputError
from mcsim.geometry import MaterialDescription, VoxelPhantom, Voxels
from mcsim.materials import from_formula, from_mass_fractions, material


def _voxels(given):
    return Voxels(size="1, 1, 1 cm", voxel="1 cm", material=given)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("water", lambda: material("water")),
        ({"name": "water"}, lambda: material("water")),
        (
            {"name": "water", "density": "0.998 g/cm3", "mean_excitation_energy": "75 eV"},
            lambda: material("water", 0.998, 75e-6),
        ),
        ({"formula": "C5H8O2", "density": "1.19 g/cm3"}, lambda: from_formula("C5H8O2", 1.19)),
        (
            {"name": "gel", "mass_fractions": {"H": "11.2 %", "O": "0.888"}, "density": "1050 kg/m3"},
            lambda: from_mass_fractions({"H": 0.112, "O": 0.888}, 1.05, name="gel"),
        ),
        (
            {"mass_fractions": {"W": "0.9", "Ni": "0.1"}, "density": "17 g/cm3", "conducting": "true"},
            lambda: from_mass_fractions({"W": 0.9, "Ni": 0.1}, 17.0, conducting=True),
        ),
    ],
)
def test_ways_to_write_a_material(given, made):
    voxels = _voxels(given)
    assert voxels.material == made()
    assert Voxels.model_validate(voxels.to_mapping()).material == made()


def test_materials_go_through_as_they_are():
    made = from_formula("SiO2", 2.2)
    assert _voxels(made).material is made


def test_vacuum_is_a_material():
    phantom = VoxelPhantom.box(size="1, 1, 1 cm", voxel="1 cm", material="vacuum")
    assert phantom.arrays().density.max() == 0.0
    assert VoxelPhantom.model_validate(phantom.to_mapping()) == phantom


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("watr", "Voxels.material: unknown material 'watr'; did you mean 'water'"),
        ({"name": "watr"}, "Voxels.material: unknown material 'watr'"),
        ({"formula": "H2O"}, "Voxels.material.density: is missing; a material of your own needs one"),
        ({"formula": "Xx2", "density": "1 g/cm3"}, "Xx"),
        (
            {"mass_fractions": {"H": "0.1", "O": "0.8"}, "density": "1 g/cm3"},
            "add up to 0.9; they must add up to 1",
        ),
        ({"mass_fractions": {"Q": "1"}, "density": "1 g/cm3"}, "unknown element 'Q'"),
        (
            {"mass_fractions": {"H": "-0.1", "O": "1.1"}, "density": "1 g/cm3"},
            "mass_fractions.H: '-0.1' must not be below 0",
        ),
        ({"formula": "H2O", "mass_fractions": {"H": "1"}, "density": "1 g/cm3"}, "exclude each other"),
        ({"name": "water", "density": "0 g/cm3"}, "material.density: '0 g/cm3' must be above 0"),
        ({"name": "water", "density": "1"}, "material.density: '1' has no unit; write a density"),
        ({"name": "water", "mean_excitation_energy": "75 V"}, "is a voltage"),
        ({"nme": "water"}, "Voxels.material.nme: unknown key; did you mean 'name'?"),
        ({}, "write a name, a formula or mass_fractions"),
        (["water"], "text is needed"),
    ],
)
def test_wrong_materials(given, message):
    with pytest.raises(InputError) as caught:
        _voxels(given)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_descriptions_can_be_made_in_python():
    assert MaterialDescription("water").material() == material("water")
