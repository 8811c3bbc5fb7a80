import pytest

from mcsim.data import elements
from mcsim.errors import InputError
from mcsim.materials import VACUUM, entry, material, material_names


@pytest.mark.parametrize(
    ("name", "density", "energy_eV"),
    # NIST and ICRU Reports 37, 44 and 90
    [
        ("water", 1.0, 78.0),
        ("air", 1.20479e-3, 85.7),
        ("PMMA", 1.19, 74.0),
        ("polystyrene", 1.06, 68.7),
        ("aluminum", 2.699, 166.0),
        ("graphite", 2.21, 81.0),
        ("NaI", 3.667, 452.0),
        ("cortical bone", 1.92, 112.0),
        ("lung (ICRU)", 0.26, 75.2),
        ("lead", 11.35, 823.0),
    ],
)
def test_known_materials(name, density, energy_eV):
    found = material(name)
    assert found.density == pytest.approx(density)
    assert found.mean_excitation_energy * 1e6 == pytest.approx(energy_eV)


@pytest.mark.parametrize(
    "names",
    [
        ("water", "Water", "H2O", "liquid_water", " water "),
        ("aluminum", "aluminium", "Al", "ALUMINIUM"),
        ("PMMA", "pmma", "Plexiglas", "Lucite", "perspex"),
        ("tungsten", "W"),
        ("lung (ICRU)", "lung"),
        ("sodium iodide", "NaI(Tl)", "NaI"),
        ("Solid Water", "solid-water", "SOLID WATER"),
        ("LYSO", "LYSO:Ce"),
    ],
)
def test_names_of_one_material(names):
    assert len({material(name) for name in names}) == 1


def test_symbols_are_not_folded():
    assert material("Co").name == "cobalt"
    with pytest.raises(InputError, match="unknown material 'CO'"):
        material("CO")


def test_every_material_is_sound():
    names = material_names()
    assert len(names) == len(set(names)) > 350
    for name in names:
        found = entry(name)
        made = found.material
        assert made.name == name
        assert sum(made.mass_fractions) == pytest.approx(1.0, abs=1e-9)
        assert list(made.z) == sorted(set(made.z))
        assert made.density > 0.0 or made is VACUUM
        assert 15e-6 < made.mean_excitation_energy < 1.1e-3
        assert found.source
        for alias in found.aliases:
            assert material(alias) == made, alias


def test_all_elements_are_there():
    for item in elements():
        assert material(item.name) == material(item.symbol)
        assert material(item.symbol).z == (item.z,)


def test_bragg_agrees_with_the_values_of_icru_44():
    from mcsim.materials.bragg import bragg_mean_excitation_energy

    for name in ("adipose", "muscle", "soft tissue", "blood", "cortical bone", "brain"):
        made = material(name)
        fractions = dict(zip(made.z, made.mass_fractions, strict=True))
        found = bragg_mean_excitation_energy(fractions, made.density, made.conducting)
        assert found == pytest.approx(made.mean_excitation_energy, rel=1e-3)


def test_metals_conduct():
    conducting = ("copper", "brass", "stainless steel", "tungsten alloy", "graphite", "silicon")
    assert all(material(name).conducting for name in conducting)
    assert not any(material(name).conducting for name in ("water", "PMMA", "diamond", "BGO", "argon"))


def test_vacuum():
    assert material("vacuum") is VACUUM
    assert VACUUM.density == 0.0
    assert VACUUM.z == (1,)


def test_overrides():
    found = material("water", density=0.99821, mean_excitation_energy=75e-6)
    assert (found.density, found.mean_excitation_energy) == (0.99821, 75e-6)
    assert found.name == "water"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("watr", "'water'"),
        ("cortical bon", "'cortical bone'"),
        ("aluminun", "'aluminum'"),
        ("qqq", "mcsim m"),
    ],
)
def test_unknown_names_get_near_ones(name, near):
    with pytest.raises(InputError, match=near):
        material(name)


@pytest.mark.parametrize("density", [0.0, -1.0, 1000.0, float("nan")])
def test_wrong_densities(density):
    with pytest.raises(InputError, match="density of 'water'"):
        material("water", density=density)


@pytest.mark.parametrize("name", [5, None, ["water"]])
def test_names_are_text(name):
    with pytest.raises(InputError, match="is no name of a material; write text such as 'water'"):
        material(name)
