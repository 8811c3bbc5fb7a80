"""Ionisation of inner shells: cross sections against distorted-wave values, and the table of the shells."""

import numpy as np
import pytest

from mcsim.data.subshells import subshells
from mcsim.materials import material
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.electron import slowing_down
from mcsim.tables.impact_ionisation import (
    build_impact_ionisation,
    cross_section,
    impact_ionisation,
    ionised_shells,
)
from mcsim.tables.stopping import collision_stopping


def shell_of(z, name):
    return next(shell for shell in subshells(z) if shell.name == name)


# D. Bote et al., At. Data Nucl. Data Tables 95 (2009) 871, analytic formulas; cm2
@pytest.mark.parametrize(
    ("z", "name", "energy", "expected"),
    [
        (13, "K", 0.005, 1.368e-20),
        (13, "K", 0.02, 8.435e-21),
        (29, "K", 0.012, 2.133e-22),
        (29, "K", 0.03, 4.265e-22),
        (29, "K", 1.0, 1.823e-22),
        (47, "K", 0.04, 3.830e-23),
        (47, "L3", 0.01, 7.021e-21),
        (74, "K", 0.09, 3.839e-24),
        (74, "K", 0.15, 8.030e-24),
        (74, "K", 1.0, 1.277e-23),
        (74, "L1", 0.03, 2.141e-22),
        (74, "L2", 0.03, 3.023e-22),
        (74, "L3", 0.03, 7.988e-22),
        (82, "L3", 0.06, 4.614e-22),
    ],
)
def test_distorted_wave_values(z, name, energy, expected):
    assert cross_section(z, shell_of(z, name), np.array([energy]))[0] == pytest.approx(
        expected, rel=0.062, abs=0.0
    )


@pytest.mark.parametrize("z", [20, 47, 82])
def test_nothing_below_the_threshold_and_a_smooth_start(z):
    for _, shell in ionised_shells(z, 0.001):
        binding = shell.binding_energy
        found = cross_section(z, shell, binding * np.array([0.5, 1.0, 1.001, 1.01]))
        assert list(found[:2]) == [0.0, 0.0]
        assert 0.0 < found[2] < 0.2 * found[3]


@pytest.mark.parametrize("z", range(11, 100))
def test_cross_sections_are_positive_with_one_maximum(z):
    for _, shell in ionised_shells(z, 0.001):
        found = cross_section(z, shell, ENERGIES)
        turns = np.count_nonzero(np.diff(np.sign(np.diff(found[found > 0.0]))))
        assert np.all(found >= 0.0)
        assert turns <= 2  # up to the maximum, down, and the slow relativistic rise


def test_shells_that_emit_nothing_are_left_out():
    assert [shell.name for _, shell in ionised_shells(29, 0.001)] == ["K", "L1"]  # L2, L3 below 1 keV
    assert [shell.name for _, shell in ionised_shells(29, 0.0011)] == ["K"]
    assert [shell.name for _, shell in ionised_shells(74, 0.001)] == ["K", "L1", "L2", "L3"]
    assert [shell.name for _, shell in ionised_shells(74, 0.015)] == ["K"]
    assert [number for number, _ in ionised_shells(82, 0.01)] == [0, 1, 2, 3]
    assert ionised_shells(8, 0.001) == []


def test_light_materials_have_no_such_events():
    cross, loss = impact_ionisation(material("water"), 0.001)
    assert not cross.any()
    assert not loss.any()
    table = build_impact_ionisation([material("water")], [1, 8], 0.001)
    assert table.cumulative.nbytes < 100
    assert list(table.shells) == [0]


@pytest.mark.parametrize("charge", [0, 1])
@pytest.mark.parametrize("name", ["aluminum", "copper", "tungsten"])
def test_mean_losses_stay_those_of_the_stopping_power(name, charge):
    medium = material(name)
    with_shells = slowing_down(medium, charge, 0.001, 0.001, 0.001)
    without = slowing_down(medium, charge, 0.001, 0.001)
    _, loss = impact_ionisation(medium, 0.001)
    assert with_shells.stopping + loss == pytest.approx(without.stopping, rel=1e-12)
    assert np.all(loss < 0.2 * collision_stopping(medium, ENERGIES, charge, 0.001))


def test_shares_of_the_shells():
    brass = material("brass")
    elements = sorted(brass.z)
    table = build_impact_ionisation([material("water"), brass], elements, 0.001)
    row = int(np.searchsorted(ENERGIES, 0.05))
    parts = {}
    for z, atoms in zip(brass.z, brass.atoms_per_gram, strict=True):
        for number, shell in ionised_shells(z, 0.001):
            parts[elements.index(z), number] = atoms * cross_section(z, shell, ENERGIES)[row]
    count = table.shells[1]
    shares = np.diff(table.cumulative[1, row, :count], prepend=0.0)
    for place in range(count):
        key = (table.element[1, place], table.shell[1, place])
        assert shares[place] == pytest.approx(parts[key] / sum(parts.values()), rel=1e-12)
    assert np.all(table.cumulative[1, :, count - 1 :] == 1.0)
