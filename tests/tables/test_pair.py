import numpy as np
import pytest

from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.tables.pair import (
    born_distribution,
    coulomb_shape,
    energy_distribution,
    screened_distribution,
    screening_correction,
    xcom_total,
)

NODES, WEIGHTS = np.polynomial.legendre.leggauss(200)
SHARES, WEIGHTS = (NODES + 1.0) / 2.0, WEIGHTS / 2.0


def total(distribution, k):
    """Integral over the positron's energy."""
    return (k - 2.0) * np.sum(WEIGHTS * distribution)


def maximon(k):
    """Born total in alpha Z^2 r_e^2: L. C. Maximon, J. Res. NBS 72B (1968) 79, his two series."""
    if k < 4.0:
        rho = (2.0 * k - 4.0) / (k + 2.0 + 2.0 * np.sqrt(2.0 * k))
        series = 1.0 + rho / 2.0 + 23.0 / 40.0 * rho**2 + 11.0 / 60.0 * rho**3 + 29.0 / 960.0 * rho**4
        return 2.0 * np.pi / 3.0 * ((k - 2.0) / k) ** 3 * series
    log, zeta3 = np.log(2.0 * k), 1.2020569
    first = (
        6.0 * log - 3.5 + 2.0 / 3.0 * log**3 - log**2 - np.pi**2 / 3.0 * log + 2.0 * zeta3 + np.pi**2 / 6.0
    )
    result = 28.0 / 9.0 * log - 218.0 / 27.0 + (2.0 / k) ** 2 * first
    result -= (2.0 / k) ** 4 * (3.0 / 16.0 * log + 1.0 / 8.0)
    return result - (2.0 / k) ** 6 * (29.0 / 2304.0 * log - 77.0 / 13824.0)


@pytest.mark.parametrize("k", [2.02, 2.5, 3.5, 5.0, 10.0, 30.0, 125.0])
def test_born_total_is_maximon_s(k):
    assert total(born_distribution(k, SHARES), k) == pytest.approx(maximon(k), rel=1e-4)


def test_complete_screening_is_tsai_s():
    """Y.-S. Tsai, Rev. Mod. Phys. 46 (1974) 815: L (4 - 16/3 e (1 - e)) - 4/9 e (1 - e), E >> m c^2."""
    k, z = 1e7, 30
    e = (1.0 + SHARES * (k - 2.0)) / k
    unscreened = 4.0 * (1.0 - 4.0 / 3.0 * e * (1.0 - e)) * (np.log(2.0 * k * e * (1.0 - e)) - 0.5)
    screened = unscreened + k * screening_correction(z, np.array(k), SHARES)
    logarithm = np.log(184.15 * z ** (-1.0 / 3.0))
    expected = 4.0 * (1.0 - 4.0 / 3.0 * e * (1.0 - e)) * logarithm - 4.0 / 9.0 * e * (1.0 - e)
    middle = slice(5, -5)  # at the very ends screening is not complete
    assert screened[middle] == pytest.approx(expected[middle], rel=1e-3)


@pytest.mark.parametrize("k", [2.1, 4.0, 20.0])
def test_screening_vanishes_at_low_energy(k):
    assert total(screened_distribution(13, np.array(k), SHARES), k) == pytest.approx(maximon(k), rel=0.01)


@pytest.mark.parametrize("z", [1, 8, 82])
@pytest.mark.parametrize("k", [2.1, 3.0, 10.0, 100.0])
def test_shares_are_symmetric_and_vanish_at_the_ends(z, k):
    shares = np.array([1e-9, 0.2, 0.5, 0.8, 1.0 - 1e-9])
    values = energy_distribution(z, np.array([[k]]), shares[None, :])[0]
    assert values[:2] == pytest.approx(values[:2:-1], rel=1e-3)
    assert values[0] < 1e-3 * values[2]
    assert np.all(values[1:-1] > 0.0)


def test_coulomb_correction_tends_to_davies_bethe_maximon():
    """At 60 MeV the correction that reproduces XCOM's total of lead is f(Z) = 0.332 within its spread."""
    k = np.array(60.0 / ELECTRON_MASS)
    missing = total(screened_distribution(82, k, SHARES), k) - xcom_total(82, k)
    amplitude = missing / total(coulomb_shape(k, SHARES), k)
    assert amplitude == pytest.approx(0.332, abs=0.06)
