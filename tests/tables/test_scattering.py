"""Goudsmit-Saunderson distributions against exact moments, single scattering, Moliere and measurements."""

import numpy as np
import pytest
from scipy.special import eval_legendre, j0

from mcsim.materials import material
from mcsim.physics.scattering import OTHER_BITS, OWN_BITS, SLOPE_BITS
from mcsim.tables.angles import MU, THETA, WEIGHTS
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.elastic import deflection_cross_section
from mcsim.tables.scattering import (
    BINS,
    SCATTERING_ENERGIES,
    build_scattering,
    deflection_density,
)

WATER, GOLD = material("water"), material("gold")
EVERYTHING = 1e3  # MeV; a threshold that leaves no hard collision


def legendre(order):
    return eval_legendre(order, 1.0 - 2.0 * MU)


@pytest.mark.parametrize("medium", [WATER, GOLD], ids=lambda medium: medium.name)
@pytest.mark.parametrize("energy", [0.001, 0.02, 0.5, 20.0])
@pytest.mark.parametrize("collisions", [0.3, 3.0, 30.0, 300.0, 30000.0])
def test_moments_are_exact(medium, energy, collisions):
    """Mean of P_l = exp(-s G_l), with the undeflected part in it."""
    cross_section = deflection_cross_section(medium, np.array([energy]), 0, 0.2)
    path = collisions / (cross_section @ WEIGHTS)
    # Plural deflections of a few collisions at very small angles are smeared.
    smearing = {0.5: 0.002, 20.0: 0.6}.get(energy, 0.0) if collisions < 10.0 else 3e-5
    density, undeflected = deflection_density(cross_section, path)
    assert np.all(density >= 0.0)
    assert density @ WEIGHTS + undeflected == pytest.approx(1.0, abs=2e-7)
    for order in (1, 2, 5):
        decay = path * (cross_section @ (WEIGHTS * (1.0 - legendre(order))))
        mean = density @ (WEIGHTS * legendre(order)) + undeflected
        assert 1.0 - mean == pytest.approx(-np.expm1(-decay), rel=1e-7 + smearing)


def test_no_collision_and_one_collision_dominate_a_thin_layer():
    cross_section = deflection_cross_section(GOLD, np.array([0.1]), 0, 0.1)
    path = 1e-3 / (cross_section @ WEIGHTS)
    density, undeflected = deflection_density(cross_section, path)
    assert undeflected == pytest.approx(np.exp(-1e-3))
    assert density == pytest.approx(np.exp(-1e-3) * path * cross_section, rel=0.01)


def test_tail_is_single_scattering():
    """Far outside the core, s dSigma/dmu with a correction of the order of <theta^2> / theta^2."""
    cross_section = deflection_cross_section(WATER, np.array([10.0]), 0, 0.2)
    path = np.array([0.02])
    density, _ = deflection_density(cross_section, path)
    tail = (THETA > 0.4) & (THETA < 1.5)
    single = path * cross_section[0, tail]
    assert density[0, tail] == pytest.approx(single, rel=0.04)
    assert np.all(density[0, tail] > single)


def moliere(theta, chi_c2, chi_a2):
    """Density over the solid angle times 2 pi (H. A. Bethe, Phys. Rev. 89 (1953) 1256)."""
    logarithm = np.log(chi_c2 / chi_a2) + 1.0 - 2.0 * 0.5772156649015329
    expansion = logarithm
    for _ in range(100):
        expansion = logarithm + np.log(expansion)
    scale = chi_c2 * expansion
    y = np.linspace(1e-6, 12.0, 4001)
    weight = np.exp(0.25 * y * y * (np.log(0.25 * y * y) / expansion - 1.0)) * y
    integral = np.trapezoid(j0(np.outer(theta / np.sqrt(scale), y)) * weight, y, axis=1)
    return integral / scale


def test_small_angles_are_molieres_theory():
    screening, strength = 1e-9, 1.0
    collisions = 1e4
    cross_section = strength / (MU + screening)[None] ** 2
    path = np.array([collisions * screening])
    density, _ = deflection_density(cross_section, path)
    chi_c2, chi_a2 = 4.0 * strength * path[0], 4.0 * screening
    chord = 2.0 * np.sqrt(MU)  # 2 sin(theta / 2), with d(chord^2 / 2) = 2 dmu
    small = chord < 4.0 * np.sqrt(chi_c2 * np.log(collisions))
    expected = 2.0 * moliere(chord[small], chi_c2, chi_a2)
    assert density[0, small] == pytest.approx(expected, rel=0.004)


# Angle where the intensity per solid angle behind a foil falls to 1/e, degrees: L. A. Kulchitsky and G. D.
# Latyshev, Phys. Rev. 61 (1942) 254; A. O. Hanson et al., Phys. Rev. 84 (1951) 634.
MEASURED = [
    ("aluminum", 2.25, 0.0266, 9.5, 0.4),
    ("gold", 15.7, 0.01866, 2.51, 0.06),
    ("gold", 15.7, 0.03728, 3.79, 0.06),
]


@pytest.mark.parametrize(("name", "energy", "thickness", "angle", "uncertainty"), MEASURED)
def test_measured_angles(name, energy, thickness, angle, uncertainty):
    middle = np.array([energy - 0.5 * 1.5 * thickness])  # after half the foil, at 1.5 MeV cm2/g
    cross_section = deflection_cross_section(material(name), middle, 0, EVERYTHING)
    density, _ = deflection_density(cross_section, np.array([thickness]))
    fallen = np.log(density[0, 0] / density[0])
    ours = np.degrees(np.interp(1.0, fallen[:500], THETA[:500]))
    assert abs(ours - angle) < 1.6 * uncertainty


@pytest.fixture(scope="module")
def step_length():
    """About the path on which the energy falls by 15 %, g/cm2."""
    stopping = 1.8 * (1.0 + 0.5 * (0.511 / ENERGIES) ** 0.8)
    return np.broadcast_to(0.15 * ENERGIES / stopping, (2, 2, len(ENERGIES)))


@pytest.fixture(scope="module")
def table(step_length):
    return build_scattering([WATER, GOLD], 0.2, step_length)


def unpacked(bins):
    """Own shares, other bins and slopes."""
    share = (bins & (2**OWN_BITS - 1)) * 2.0**-OWN_BITS
    return share, (bins >> OWN_BITS) & (2**OTHER_BITS - 1), (bins >> OWN_BITS + OTHER_BITS) * 2.0**-SLOPE_BITS


def test_alias_table_holds_the_distribution(table, step_length):
    """Moments of the distribution that the table stands for, by summing it up."""
    share, alias, slope = unpacked(table.bins)
    assert np.all((share >= 0.0) & (share <= 1.0))
    assert np.all((alias >= 0) & (alias <= BINS))
    assert np.all(np.abs(slope) <= 1.0)
    x = (np.arange(200) + 0.5) / 200.0
    for charge in (0, 1):
        for number, medium in enumerate((WATER, GOLD)):
            cross_section = deflection_cross_section(medium, SCATTERING_ENERGIES, charge, 0.2)
            path = step_length[charge, number, ::8]
            for row in range(0, len(SCATTERING_ENERGIES), 16):
                at = charge, number, row
                probability = share[at].copy()
                np.add.at(probability, alias[at], 1.0 - share[at])
                probability /= BINS + 1
                scale = table.rows[charge, number, row, 0]
                t = (np.arange(BINS)[:, None] + x) / BINS
                mu = scale * t / (1.0 + scale - t)
                inside = (1.0 + slope[at][1:, None] * (2.0 * x - 1.0)) / 200.0
                for order, tolerance in ((1, 5e-4), (2, 3e-3)):
                    lost = (inside * (1.0 - eval_legendre(order, 1.0 - 2.0 * mu))).sum(axis=1)
                    decay = path[row] * (cross_section[row] @ (WEIGHTS * (1.0 - legendre(order))))
                    assert probability[1:] @ lost == pytest.approx(-np.expm1(-decay), rel=tolerance)
