"""Compton profiles: normalisation, order of the shells, values from theory."""

import itertools

import numpy as np
import pytest

from mcsim.data import compton_profiles, subshells
from mcsim.errors import DataError

ALL = range(1, 101)


def fine(z):
    """Momenta and profiles of an element on a fine grid, ln J linear between the points."""
    momentum, profile = compton_profiles(z)
    grid = np.unique(np.concatenate([np.linspace(a, b, 40) for a, b in itertools.pairwise(momentum)]))
    return grid, np.array([np.exp(np.interp(grid, momentum, np.log(row))) for row in profile])


def by_name(z):
    """(J(0), J(100)) of each subshell by name."""
    rows = compton_profiles(z).profile
    return {shell.name: (row[0], row[-1]) for shell, row in zip(subshells(z), rows, strict=True)}


@pytest.mark.parametrize("z", ALL)
def test_every_subshell_has_a_normalised_falling_profile(z):
    momentum, profile = compton_profiles(z)
    assert profile.shape == (len(subshells(z)), len(momentum))
    assert momentum[0] == 0.0
    assert np.all(profile > 0.0)
    assert np.all(np.diff(profile, axis=1) <= 0.0)
    grid, values = fine(z)
    assert 2.0 * np.trapezoid(values, grid) == pytest.approx(np.ones(len(profile)), abs=5e-4)


def test_hydrogen_is_the_analytic_profile():
    momentum, profile = compton_profiles(1)
    expected = 8.0 / (3.0 * np.pi) / (1.0 + momentum**2) ** 3
    slow = momentum <= 10.0
    assert profile[0, slow] == pytest.approx(expected[slow], rel=5e-3)


@pytest.mark.parametrize(("z", "energy"), [(2, 2.8617), (10, 128.547), (18, 526.817)])
def test_kinetic_energy_is_that_of_hartree_and_fock(z, energy):
    """T = 3 sum f integral p^2 J dp = -E by the virial theorem; E of Hartree-Fock in hartree."""
    grid, values = fine(z)
    kinetic = 3.0 * np.trapezoid(grid**2 * values, grid)
    occupancy = [shell.occupancy for shell in subshells(z)]
    assert occupancy @ kinetic == pytest.approx(energy, rel=0.01)


@pytest.mark.parametrize("z", [26, 53, 74, 82])
def test_k_shells_are_hydrogen_like(z):
    assert by_name(z)["K"][0] == pytest.approx(8.0 / (3.0 * np.pi) / (z - 0.3), rel=0.2)


@pytest.mark.parametrize("z", [59, 70, 74, 79, 82, 92])
def test_f_electrons_have_their_own_broad_profile(z):
    """The 4f orbital has few slow electrons and hardly any very fast ones; 5s has many of both."""
    shells = by_name(z)
    assert shells["N6"][0] < 0.5 * shells["O1"][0]
    assert shells["N6"][1] < 1e-3 * shells["O1"][1]


@pytest.mark.parametrize("z", [13, 29, 50, 82])
def test_outer_electrons_are_slower(z):
    shells = by_name(z)
    peaks = [shells[name][0] for name in ("K", "L1", "M1", "N1", "O1", "P1") if name in shells]
    assert peaks == sorted(peaks)


def test_no_such_element():
    with pytest.raises(DataError, match="101"):
        compton_profiles(101)
