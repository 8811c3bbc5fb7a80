"""XCOM cross sections against single values published by NIST.

Values: NIST XCOM (M. J. Berger, J. H. Hubbell, S. M. Seltzer et al., NIST Standard Reference Database 8) and
J. H. Hubbell and S. M. Seltzer, NISTIR 5632 (1995), which has four digits.
"""

import numpy as np
import pytest

from mcsim.data import element, photon_cross_sections, subshells, xcom_interpolate
from mcsim.data.photons import PROCESSES
from mcsim.errors import DataError


def total(z: int, energy: float, side: str = "right") -> float:
    return sum(float(value) for value in xcom_interpolate(z, np.array(energy), side).values())


# element, energy (MeV), side of the edge, mu/rho (cm2/g)
PUBLISHED = [
    ("H", 0.001, "right", 7.217),
    ("H", 0.1, "right", 0.2944),
    ("C", 0.01, "right", 2.373),
    ("C", 1.0, "right", 0.06361),
    ("O", 0.03, "right", 0.3779),
    ("O", 10.0, "right", 0.02089),
    ("Al", 0.001559600, "left", 362.1),
    ("Al", 0.001559600, "right", 3957.0),
    ("Cu", 0.00897890, "left", 38.29),
    ("Cu", 0.00897890, "right", 278.4),
    ("Cu", 0.1, "right", 0.4584),
    ("I", 0.0331694, "left", 6.553),
    ("I", 0.0331694, "right", 35.82),
    ("W", 0.0695250, "left", 2.552),
    ("W", 0.0695250, "right", 11.23),
    ("Pb", 0.0880045, "left", 1.910),
    ("Pb", 0.0880045, "right", 7.683),
    ("Pb", 0.0130352, "right", 162.1),
    ("Pb", 1.25, "right", 0.05876),
    ("Pb", 20.0, "right", 0.06206),
]


@pytest.mark.parametrize(("symbol", "energy", "side", "expected"), PUBLISHED)
def test_published_totals(symbol, energy, side, expected):
    assert total(element(symbol).z, energy, side) == pytest.approx(expected, rel=2e-3)


# XCOM between the points of the table, water and aluminium: MeV, coherent, incoherent, photoelectric
OFF_GRID = [
    ({1: 0.111898, 8: 0.888102}, 0.0881, 6.8068e-3, 1.6678e-1, 4.1961e-3),
    ({1: 0.111898, 8: 0.888102}, 0.661657, 1.2844e-4, 8.5627e-2, 9.1163e-6),
    ({13: 1.0}, 0.661657, 3.2799e-4, 7.4283e-2, 6.5660e-5),
    ({13: 1.0}, 1.1732, 1.0451e-4, 5.6617e-2, 1.8723e-5),
]


@pytest.mark.parametrize(("fractions", "energy", "coherent", "incoherent", "photoelectric"), OFF_GRID)
def test_interpolation_as_xcom_does_it(fractions, energy, coherent, incoherent, photoelectric):
    found = dict.fromkeys(PROCESSES, 0.0)
    for z, fraction in fractions.items():
        for name, value in xcom_interpolate(z, np.array(energy)).items():
            found[name] += fraction * float(value)
    assert found["coherent"] == pytest.approx(coherent, rel=2e-4)
    assert found["incoherent"] == pytest.approx(incoherent, rel=2e-4)
    assert found["photoelectric"] == pytest.approx(photoelectric, rel=2e-4)


@pytest.mark.parametrize("z", range(1, 101))
def test_interpolation_goes_through_the_table(z):
    table = photon_cross_sections(z)
    edge_below = np.append(table.energy[1:] == table.energy[:-1], False)
    left = xcom_interpolate(z, table.energy, "left")
    right = xcom_interpolate(z, table.energy, "right")
    for name in PROCESSES:
        found = np.where(edge_below, left[name], right[name])
        assert found == pytest.approx(getattr(table, name), rel=1e-9, abs=1e-30)


@pytest.mark.parametrize("z", range(1, 101))
def test_tables_are_sane(z):
    table = photon_cross_sections(z)
    assert np.all(np.diff(table.energy) >= 0.0)
    assert table.energy[0] == pytest.approx(1e-3)
    assert table.energy[-1] == pytest.approx(1e5)
    assert np.all(table.pair[table.energy <= 1.022] == 0.0)
    assert np.all(table.triplet[table.energy <= 2.044] == 0.0)
    jumps = [table.photoelectric[i + 1] / table.photoelectric[i] for i in edge_indices(table.energy)]
    assert all(jump > 1.002 for jump in jumps)
    bindings = {shell.binding_energy for shell in subshells(z)}
    assert all(edge in bindings for edge in table.edges)


def edge_indices(energy):
    return np.nonzero(energy[1:] == energy[:-1])[0]


def test_thresholds_and_shape():
    found = xcom_interpolate(82, np.array([[1.0, 1.022], [1.03, 2.05]]))
    assert found["pair"].shape == (2, 2)
    assert np.all(found["pair"][0] == 0.0)
    assert np.all(found["pair"][1] > 0.0)
    assert found["triplet"][1, 0] == 0.0
    assert found["triplet"][1, 1] > 0.0


def test_power_law_below_one_kev():
    low = xcom_interpolate(8, np.array([2.0**-10, 1e-3, 1.1e-3]))["photoelectric"]
    slope = np.log(low[0] / low[1]) / np.log(2.0**-10 / 1e-3)
    assert -3.2 < slope < -2.3


def test_tables_are_read_only():
    with pytest.raises(ValueError, match="read-only"):
        photon_cross_sections(8).energy[0] = 1.0


def test_unknown_element():
    with pytest.raises(DataError, match="1 to 100"):
        photon_cross_sections(101)
