"""Closure sums of subshells, form factors, scattering functions, relaxation and electron tables."""

import numpy as np
import pytest

from mcsim.data import (
    bremsstrahlung,
    element,
    form_factor,
    relaxation,
    scattering_function,
    sternheimer_levels,
    subshells,
    xcom_interpolate,
)
from mcsim.data.subshells import binding_energies

ALL = range(1, 101)
NODES = np.polynomial.legendre.leggauss(128)


@pytest.mark.parametrize("z", ALL)
def test_shells_hold_all_electrons(z):
    assert sum(shell.occupancy for shell in subshells(z)) == pytest.approx(z, abs=1e-4)


@pytest.mark.parametrize("z", ALL)
def test_subshell_cross_sections_start_at_the_binding_energy(z):
    for shell in subshells(z):
        assert shell.energy[0] == max(shell.binding_energy, 5e-4)
        assert np.all(np.diff(shell.energy) > 0.0)
        assert np.all(shell.cross_section > 0.0)


@pytest.mark.parametrize("z", [1, 6, 8, 13, 29, 53, 74, 82, 92])
def test_subshells_sum_to_xcom(z):
    energies = np.array([0.0035, 0.01, 0.05, 0.2, 1.0])
    total = np.zeros(5)
    for shell in subshells(z):
        sigma = np.exp(np.interp(np.log(energies), np.log(shell.energy), np.log(shell.cross_section)))
        total += np.where(energies >= shell.binding_energy, sigma, 0.0)
    mass = total * 0.602214076 / element(z).atomic_weight
    assert mass == pytest.approx(xcom_interpolate(z, energies)["photoelectric"], rel=1e-2)


def test_binding_energies_are_not_those_of_eadl():
    # A. Thompson et al., X-ray Data Booklet (2009); EADL has 69.689 keV
    assert binding_energies(74)["K"] == pytest.approx(69.525e-3, rel=1e-6)
    assert binding_energies(82)["L3"] == pytest.approx(13.0352e-3, rel=1e-6)


@pytest.mark.parametrize("z", ALL)
def test_form_factor_limits(z):
    x, factor = form_factor(z)
    assert x[0] == 0.0
    assert factor[0] == z
    assert np.all(np.diff(x) > 0.0)
    assert np.all(np.diff(factor) <= 0.0)


@pytest.mark.parametrize("z", ALL)
def test_scattering_function_limits(z):
    x, function = scattering_function(z)
    assert x[0] == function[0] == 0.0
    assert function[-1] == pytest.approx(z, rel=1e-6)
    assert np.all(np.diff(x) > 0.0)
    assert np.all(np.diff(function) >= 0.0)


@pytest.mark.parametrize(("z", "x", "expected"), [(6, 0.5, 1.685), (8, 0.2, 5.634), (8, 0.5, 2.338)])
def test_published_form_factors(z, x, expected):
    # International Tables for Crystallography C, table 6.1.1.1
    assert interpolate(form_factor(z), np.array([x])) == pytest.approx([expected], rel=4e-3)


@pytest.mark.parametrize(
    ("z", "energy", "tolerance"),
    [(6, 0.02, 1e-2), (8, 0.03, 1e-2), (13, 0.05, 1e-2), (29, 0.1, 1e-2), (82, 0.15, 0.1)],
)
def test_integrals_are_the_cross_sections_of_xcom(z, energy, tolerance):
    """Thomson x F^2 and Klein-Nishina x S over all angles.

    XCOM's coherent totals come from relativistic form factors (Hubbell and Oeverboe 1979), which are larger
    for heavy atoms.
    """
    nodes, weights = NODES
    x = energy / 12.398419843e-3 * np.sqrt(0.5 * (1.0 - nodes))
    ratio = 1.0 / (1.0 + energy / 0.51099895 * (1.0 - nodes))
    scale = np.pi * 2.8179403262e-13**2 * 6.02214076e23 / element(z).atomic_weight
    thomson = 1.0 + nodes**2
    klein_nishina = ratio**2 * (ratio + 1.0 / ratio - 1.0 + nodes**2)
    coherent = scale * weights @ (thomson * interpolate(form_factor(z), x) ** 2)
    incoherent = scale * weights @ (klein_nishina * interpolate(scattering_function(z), x))
    expected = xcom_interpolate(z, np.array(energy))
    assert coherent == pytest.approx(float(expected["coherent"]), rel=tolerance)
    assert incoherent == pytest.approx(float(expected["incoherent"]), rel=1e-2)


def interpolate(table, x):
    grid, values = table
    return np.exp(np.interp(np.log(x), np.log(grid[1:]), np.log(values[1:])))


@pytest.mark.parametrize("z", ALL)
def test_relaxation_probabilities_sum_to_one(z):
    sums: dict[str, float] = {}
    for transition in relaxation(z):
        assert transition.energy > 0.0
        assert (transition.ejected is None) == transition.radiative
        sums[transition.vacancy] = sums.get(transition.vacancy, 0.0) + transition.probability
    assert list(sums.values()) == pytest.approx([1.0] * len(sums), abs=1e-6)


@pytest.mark.parametrize("z", [29, 53, 74, 82])
def test_relaxation_conserves_energy(z):
    binding = binding_energies(z)
    for transition in relaxation(z):
        left = binding[transition.fills] + binding.get(transition.ejected or "", 0.0)
        assert transition.energy + left == pytest.approx(binding[transition.vacancy], rel=1e-12)


# E. Schoenfeld and H. Janssen, Nucl. Instrum. Methods A 369 (1996) 527
@pytest.mark.parametrize(
    ("z", "expected", "tolerance"), [(42, 0.767, 0.01), (53, 0.883, 0.005), (82, 0.963, 0.005)]
)
def test_k_fluorescence_yields(z, expected, tolerance):
    found = sum(t.probability for t in relaxation(z) if t.vacancy == "K" and t.radiative)
    assert found == pytest.approx(expected, rel=tolerance)


def test_k_alpha_line_of_tungsten():
    # X-ray Data Booklet: 59.318 keV
    energies = [t.energy for t in relaxation(74) if t.vacancy == "K" and t.radiative and t.fills == "L3"]
    assert energies == pytest.approx([59.318e-3], rel=1e-4)


def test_seltzer_berger_table():
    table = bremsstrahlung(1)
    assert table.scaled.shape == (57, 30)
    assert (table.energy[0], table.energy[-1]) == (1e-3, 1e4)
    assert (table.kappa[0], table.kappa[-1]) == (0.0, 1.0)
    # S. M. Seltzer and M. J. Berger, At. Data Nucl. Data Tables 35 (1986) 345
    assert table.scaled[0, 0] == pytest.approx(7.85327)
    assert bremsstrahlung(100).scaled.min() > 0.0


@pytest.mark.parametrize("z", ALL)
def test_sternheimer_levels(z):
    levels = sternheimer_levels(z)
    assert levels.occupation.sum() == pytest.approx(1.0)
    assert np.all(levels.binding_energy > 0.0)


def test_conduction_electrons():
    assert sternheimer_levels(13).conduction.tolist() == [False, False, False, False, True]
    assert not sternheimer_levels(8).conduction.any()
