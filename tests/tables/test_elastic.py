"""Cross sections for deflections against closed forms and their own differences."""

import numpy as np
import pytest

from mcsim.data.elements import element
from mcsim.data.mott import mott_ratio
from mcsim.materials import material
from mcsim.physics import bhabha, moller
from mcsim.physics.kinematics import AVOGADRO, ELECTRON_MASS, FINE_STRUCTURE
from mcsim.tables.angles import MU, THETA, WEIGHTS, place
from mcsim.tables.elastic import (
    deflection_cross_section,
    elastic_cross_section,
    first_transport_coefficient,
    moliere_screening,
    soft_inelastic_cross_section,
)
from tests.physics.sampling import bin_integrals

ONE_MINUS_COS = 2.0 * MU * WEIGHTS
EVERYTHING = 1e3  # MeV; a threshold that leaves no hard collision


@pytest.mark.parametrize("screening", [1e-9, 1e-6, 1e-3, 1.0])
def test_quadrature_of_screened_rutherford_scattering(screening):
    cross_section = 1.0 / (MU + screening) ** 2
    assert cross_section @ WEIGHTS == pytest.approx(1.0 / (screening * (1.0 + screening)), rel=2e-6)
    first = 2.0 * (np.log1p(1.0 / screening) - 1.0 / (1.0 + screening))
    assert cross_section @ ONE_MINUS_COS == pytest.approx(first, rel=1e-7)


def test_quadrature_of_legendre_polynomials():
    for order in (1, 20, 150, 300):
        polynomial = np.polynomial.legendre.Legendre.basis(order)(1.0 - 2.0 * MU)
        assert polynomial @ WEIGHTS == pytest.approx(0.0, abs=1e-7)
        assert polynomial**2 @ WEIGHTS == pytest.approx(1.0 / (2.0 * order + 1.0), rel=1e-4)


def test_places_of_the_nodes():
    assert np.sin(0.5 * THETA) ** 2 == pytest.approx(MU)
    assert np.diff(place(MU[:-30])) == pytest.approx(0.08, rel=1e-6)


@pytest.mark.parametrize("charge", [0, 1])
def test_large_angles_are_mott_scattering(charge):
    energies = np.array([5.0])
    momentum = np.sqrt(energies * (energies + 2.0 * ELECTRON_MASS))
    beta = momentum / (energies + ELECTRON_MASS)
    rutherford = np.pi * (13 * FINE_STRUCTURE * 197.3269804e-13 / (beta * momentum)) ** 2 / MU**2
    expected = rutherford * mott_ratio(13, charge, energies, np.sqrt(MU))[0]
    seen = (1e3 * moliere_screening(13, energies) < MU) & (MU < 0.1)  # above, the nucleus is not a point
    ours = elastic_cross_section(13, energies, charge)[0]
    assert ours[seen] == pytest.approx(expected[seen], rel=0.006, abs=0.0)


def test_extended_nucleus_scatters_less_backward():
    energies = np.array([20.0])
    light, heavy = (elastic_cross_section(z, energies, 0)[0] for z in (6, 82))
    point = [mott_ratio(z, 0, energies, np.sqrt(MU))[0] for z in (6, 82)]
    here = np.searchsorted(MU, 0.3)
    forward = np.searchsorted(MU, 1e-4)
    ratio = [s[here] / s[forward] * p[forward] / p[here] for s, p in zip((light, heavy), point, strict=True)]
    assert ratio[0] == pytest.approx(0.3**-2 / 1e-4**-2, rel=0.12)
    assert ratio[1] < 0.85 * ratio[0]


@pytest.mark.parametrize(("charge", "formula"), [(0, moller), (1, bhabha)])
def test_thresholds_only_divide_the_collisions(charge, formula):
    """What a higher threshold adds to the soft part is the hard part between: free electrons at rest."""
    energies, low, high = np.array([0.7, 8.0]), 0.05, 0.3
    soft = [soft_inelastic_cross_section(8, energies, charge, limit) @ ONE_MINUS_COS for limit in (low, high)]
    for energy, added in zip(energies, soft[1] - soft[0], strict=True):

        def deflection(transfer, energy=energy):
            sine2 = 2.0 * ELECTRON_MASS * transfer / (energy * (energy - transfer + 2.0 * ELECTRON_MASS))
            one_minus_cos = 1.0 - np.sqrt(1.0 - sine2)
            return formula.differential_cross_section(energy, transfer) * one_minus_cos

        hard = 8 * bin_integrals(deflection, np.linspace(low, high, 9)).sum()
        assert added == pytest.approx(hard, rel=0.02, abs=0.0)


def test_electrons_deflect_like_one_more_unit_of_charge():
    """Z (Z + 1) with Fano's correction (Phys. Rev. 93 (1954) 117): somewhat less than Z^2 -> Z^2 + Z."""
    energies = np.array([0.1, 1.0, 10.0])
    for z in (1, 6, 8, 13):
        elastic = elastic_cross_section(z, energies, 0) @ ONE_MINUS_COS
        inelastic = soft_inelastic_cross_section(z, energies, 0, EVERYTHING) @ ONE_MINUS_COS
        assert np.all(z * inelastic / elastic < 1.07)
        assert np.all(z * inelastic / elastic > 0.85)


def test_mixture_adds_its_elements():
    water, energies = material("water"), np.array([0.01, 1.0])
    total = 0.0
    for z, fraction in zip(water.z, water.mass_fractions, strict=True):
        atoms = fraction * AVOGADRO / element(z).atomic_weight
        total = total + atoms * elastic_cross_section(z, energies, 1)
        total = total + atoms * soft_inelastic_cross_section(z, energies, 1, 0.2)
    assert deflection_cross_section(water, energies, 1, 0.2) == pytest.approx(total)
    assert first_transport_coefficient(water, energies, 1, 0.2) == pytest.approx(total @ ONE_MINUS_COS)


def test_cross_sections_are_positive_at_all_energies():
    energies = np.geomspace(2.0**-10, 64.0, 40)
    for name in ("water", "lead", "uranium", "vacuum"):
        for charge in (0, 1):
            cross_section = deflection_cross_section(material(name), energies, charge, 0.001)
            assert np.all(np.isfinite(cross_section))
            assert np.all(cross_section >= 0.0)
            first = cross_section @ ONE_MINUS_COS
            assert np.all(np.diff(first) < 0.0)
