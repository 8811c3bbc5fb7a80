import pytest

from mcsim.errors import InputError
from mcsim.materials import VACUUM, Material, from_formula, from_mass_fractions, material


def test_water_by_formula():
    water = from_formula("H2O", 1.0)
    assert water.z == (1, 8)
    assert water.mass_fractions == pytest.approx((0.111898, 0.888102), abs=1e-6)
    assert water.name == "H2O"
    assert water.z_over_a == pytest.approx(0.55508, abs=1e-5)
    assert water.electrons_per_gram == pytest.approx(3.3428e23, rel=1e-4)
    assert sum(n * z for n, z in zip(water.atoms_per_gram, water.z, strict=True)) == pytest.approx(
        water.electrons_per_gram
    )


# ICRU Report 37 (1984): mean excitation energies of compounds that follow its own rule
@pytest.mark.parametrize(
    ("formula", "density", "energy_eV"),
    [("NaI", 3.667, 452.0), ("CsI", 4.51, 553.1), ("GaAs", 5.31, 384.9), ("Bi4Ge3O12", 7.13, 534.1)],
)
def test_bragg_rule_of_compounds(formula, density, energy_eV):
    assert from_formula(formula, density).mean_excitation_energy * 1e6 == pytest.approx(energy_eV, rel=1e-3)


def test_bragg_rule_of_gases_alloys_and_elements():
    assert from_formula("CH4", 6.67e-4).mean_excitation_energy * 1e6 == pytest.approx(41.7, rel=0.06)
    copper = from_mass_fractions({"Cu": 1.0}, 8.96, conducting=True)
    assert copper.mean_excitation_energy == pytest.approx(322e-6)
    assert from_formula("C", 3.5).mean_excitation_energy == pytest.approx(81e-6)
    bronze = from_mass_fractions({"Cu": 0.9, "Sn": 0.1}, 8.8, conducting=True)
    assert 322e-6 < bronze.mean_excitation_energy < 488e-6


def test_mass_fractions_are_sorted_and_normalised():
    made = from_mass_fractions({"O": 0.8881, "hydrogen": 0.1118, "C": 0.0}, 1.0, name="my water")
    assert made.name == "my water"
    assert made.z == (1, 8)
    assert sum(made.mass_fractions) == pytest.approx(1.0, abs=1e-15)
    assert from_mass_fractions({"H": 1.0}, 1.0).name == "mixture of H"


def test_a_written_composition_reads_back_unchanged():
    made = from_mass_fractions({"H": 0.1, "C": 0.3, "N": 0.0333, "O": 0.567}, 1.0)
    fractions = dict(zip(("H", "C", "N", "O"), made.mass_fractions, strict=True))
    again = from_mass_fractions(fractions, 1.0, mean_excitation_energy=made.mean_excitation_energy)
    assert again == made


@pytest.mark.parametrize(
    ("fractions", "density", "message"),
    [
        ({"H": 11.2, "O": 88.8}, 1.0, "add up to 100"),
        ({"H": 0.1, "O": 0.8}, 1.0, "add up to 0.9"),
        ({}, 1.0, "add up to 0"),
        ({"H": -0.1, "O": 1.1}, 1.0, "fraction of H"),
        ({"H": float("nan"), "O": 1.0}, 1.0, "fraction of H"),
        ({"Hh": 1.0}, 1.0, "unknown element 'Hh'"),
        ({"H": 1.0}, 0.0, "must be positive"),
        ({"H": 1.0}, float("nan"), "must be positive"),
        ({"H": 1.0}, "heavy", "'heavy' is not a density"),
        ({"H": 1.0}, None, "'None' is not a density; write a number, or text such as '1 g/cm3'"),
        ({"H": 1.0}, True, "'True' is not a density"),
        ({"H": "much"}, 1.0, "'much' is not a percentage"),
        (None, 1.0, "'None' holds no mass fractions"),
        ({"H": 1.0}, 1000.0, "between 1e-20 and 30"),
    ],
)
def test_wrong_mixtures(fractions, density, message):
    with pytest.raises(InputError, match=message):
        from_mass_fractions(fractions, density)


@pytest.mark.parametrize("energy", [0.0, 1e-300, -1.0, 78.0, float("inf")])
def test_wrong_mean_excitation_energy(energy):
    with pytest.raises(InputError, match="mean excitation energy of 'water'"):
        material("water").with_mean_excitation_energy(energy)


def test_numbers_may_be_text_with_a_unit():
    made = from_mass_fractions({"H": "11.2 %", "O": 0.888}, "1050 kg/m3", mean_excitation_energy="75 eV")
    assert made == from_mass_fractions({"H": 0.112, "O": 0.888}, 1.05, mean_excitation_energy=75e-6)
    assert from_formula("H2O", "1 g/cm3") == from_formula("H2O", 1.0)
    assert material("water", "998 mg/cm3", "75 eV") == material("water", 0.998, 75e-6)


def test_changes_make_new_materials():
    water = material("water")
    cold = water.with_density(0.998).with_mean_excitation_energy(75e-6)
    assert (cold.density, cold.mean_excitation_energy) == (0.998, 75e-6)
    assert water == material("water")
    assert len({water, cold, material("water")}) == 2


def test_key_tells_physics_apart():
    water = material("water")
    renamed = Material("tank", water.density, water.z, water.mass_fractions, water.mean_excitation_energy)
    keys = {water.key(), renamed.key(), water.with_density(0.9).key(), VACUUM.key()}
    assert water.key() == renamed.key()
    assert len(keys) == 3
