import pytest

from mcsim.data import element, elements
from mcsim.errors import DataError


@pytest.mark.parametrize(
    ("key", "z", "weight", "density", "energy_eV"),
    # ICRU Report 37 and the NIST list; standard atomic weights
    [
        ("H", 1, 1.008, 8.375e-5, 19.2),
        ("aluminum", 13, 26.982, 2.699, 166.0),
        ("Cu", 29, 63.546, 8.96, 322.0),
        (74, 74, 183.84, 19.3, 727.0),
        ("Pb", 82, 207.2, 11.35, 823.0),
    ],
)
def test_known_elements(key, z, weight, density, energy_eV):
    found = element(key)
    assert found.z == z
    assert found.atomic_weight == pytest.approx(weight, rel=2e-4)
    assert found.density == pytest.approx(density, rel=1e-3)
    assert found.mean_excitation_energy * 1e6 == pytest.approx(energy_eV)


def test_all_elements_in_order():
    assert [item.z for item in elements()] == list(range(1, 101))
    assert len({item.symbol for item in elements()}) == 100
    assert element("Lead") is element("Pb") is element(82)


@pytest.mark.parametrize(
    ("key", "near"), [("lad", "'lead'"), ("Xx", "unknown element 'Xx'"), (0, "1 to 100"), (101, "1 to 100")]
)
def test_unknown_elements(key, near):
    with pytest.raises(DataError, match=near):
        element(key)


def test_excitation_energies_rise_to_the_last_element():
    heaviest = [element(z).mean_excitation_energy for z in range(92, 101)]
    assert heaviest == sorted(heaviest)
