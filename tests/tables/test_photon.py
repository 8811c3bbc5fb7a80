"""Transport tables of photons against NIST XCOM.

Reference values: M. J. Berger, J. H. Hubbell et al., XCOM (NIST database 8, NBSIR 87-3597), total with
coherent scattering, from barn/atom with the atomic weights of this project. The energies are XCOM's own
ones, both sides of absorption edges, and some in between by XCOM's interpolation.
"""

import numpy as np
import pytest

from mcsim.data.elements import element
from mcsim.materials import from_formula, material
from mcsim.physics import attenuation
from mcsim.tables.attenuation import edges
from mcsim.tables.photon import build_photon_tables, mass_attenuation

TOLERANCE = 0.002

# symbol: (MeV, cm2/g)
TOTALS = {
    "H": [(0.0015, 2.1482), (0.06, 0.32603), (0.661657, 0.15315), (1.25, 0.11293), (10.0, 0.032543)],
    "C": [(0.0015, 700.43), (0.0058988, 11.530), (0.06, 0.17533), (0.1220607, 0.14310), (1.25, 0.056898)],
    "O": [(0.0015, 1548.8), (0.0058988, 29.151), (0.06, 0.19073), (0.661657, 0.077274), (10.0, 0.020889)],
    "Cu": [(0.0015, 4418.2), (0.0058988, 121.08), (0.06, 1.5926), (0.0595409, 1.6256), (10.0, 0.031018)],
    "I": [(0.0015, 3919.2), (0.0058988, 643.96), (0.0174793, 36.488), (0.06, 7.5770), (10.0, 0.040023)],
    "W": [(0.0015, 1643.6), (0.0058988, 366.51), (0.0595409, 3.7880), (0.661657, 0.097823), (1.25, 0.055766)],
    "Pb": [(0.0015, 2356.1), (0.0058988, 487.02), (0.0595409, 5.1187), (1.25, 0.058747), (10.0, 0.049716)],
}

# symbol: (MeV, cm2/g below, cm2/g above), the edge nearest to the energy is meant
EDGES = {
    "Cu": [(0.0010961, 8245.2, 9345.4), (0.0089789, 38.289, 278.35)],
    "I": [(0.0045571, 259.14, 755.04), (0.0051881, 766.50, 883.71), (0.0331694, 6.5531, 35.828)],
    "W": [(0.0018092, 1108.0, 1315.4), (0.0102068, 92.005, 233.38), (0.069525, 2.5518, 11.234)],
    "Pb": [(0.002484, 800.79, 1395.7), (0.0130352, 66.999, 162.09), (0.0880045, 1.9097, 7.6832)],
}

COMPOUNDS = {
    "C5H8O2": [(0.0595409, 0.19293), (0.1220607, 0.15490), (0.661657, 0.083327)],
    "GaAs": [(0.0595409, 2.0846), (0.1220607, 0.36528), (0.661657, 0.071136)],
    "Bi4Ge3O12": [(0.0595409, 3.9715), (0.661657, 0.099849)],
}

WATER = [(0.01, 5.3299), (0.0881, 0.17779), (0.661657, 0.085764), (1.1732, 0.065319), (6.0, 0.027702)]


def table_total(tables, energy):
    """Total of material 0 as transport sees it, cm2/g."""
    place = attenuation.locate(tables.attenuation, energy)
    return attenuation.total(tables.attenuation, 0, *place)


@pytest.mark.parametrize("symbol", TOTALS)
def test_elements_agree_with_xcom(symbol):
    tables = build_photon_tables([material(symbol)])
    for energy, total in TOTALS[symbol]:
        assert table_total(tables, energy) == pytest.approx(total, rel=TOLERANCE)


@pytest.mark.parametrize("symbol", EDGES)
def test_both_sides_of_edges_agree_with_xcom(symbol):
    tables = build_photon_tables([material(symbol)])
    found = edges(material(symbol).z[0])
    for energy, below, above in EDGES[symbol]:
        edge = found[np.argmin(np.abs(found - energy))]
        assert edge == pytest.approx(energy, rel=1e-4)
        assert table_total(tables, np.nextafter(edge, 0.0)) == pytest.approx(below, rel=TOLERANCE)
        assert table_total(tables, edge) == pytest.approx(above, rel=TOLERANCE)


@pytest.mark.parametrize("formula", COMPOUNDS)
def test_compounds_agree_with_xcom(formula):
    tables = build_photon_tables([from_formula(formula, density=1.0)])
    for energy, total in COMPOUNDS[formula]:
        assert table_total(tables, energy) == pytest.approx(total, rel=TOLERANCE)


def test_water_agrees_with_xcom():
    tables = build_photon_tables([material("water")])
    for energy, total in WATER:
        assert table_total(tables, energy) == pytest.approx(total, rel=TOLERANCE)


@pytest.mark.parametrize("name", ["water", "lead", "iodine", "cortical bone"])
def test_the_table_keeps_xcom_s_interpolation(name):
    """At 4000 energies, for each process; the largest difference is between the M edges of lead."""
    item = material(name)
    table = build_photon_tables([item]).attenuation
    energies = np.exp(np.random.default_rng(1).uniform(np.log(0.001), np.log(63.9), 4000))
    exact = mass_attenuation(item, energies)
    index = np.searchsorted(table.energy, energies, side="right") - 1
    fraction = ((energies - table.energy[index]) * table.inverse_width[index])[:, None]
    sums = (1.0 - fraction) * table.cumulative[0, index] + fraction * table.cumulative[0, index + 1]
    parts = np.diff(sums, prepend=0.0, axis=1)
    assert sums[:, -1] == pytest.approx(exact["total"], rel=4e-4)
    for process, key in enumerate(("coherent", "incoherent", "photoelectric", "pair", "triplet")):
        assert np.all(np.abs(parts[:, process] - exact[key]) < 4e-4 * exact["total"])


def test_mass_attenuation_keeps_the_shape_and_sums_up():
    values = mass_attenuation(material("water"), np.array([[0.1, 1.0], [2.0, 10.0]]))
    parts = [values[key] for key in ("coherent", "incoherent", "photoelectric", "pair", "triplet")]
    assert values["total"].shape == (2, 2)
    assert np.sum(parts, axis=0) == pytest.approx(values["total"])
    assert mass_attenuation(material("water"), 0.1)["total"] == pytest.approx(0.1707, rel=1e-3)


def test_tables_of_several_materials_share_elements():
    materials = [material("water"), material("lead"), material("vacuum"), material("air")]
    tables = build_photon_tables(materials)
    numbers = sorted({z for item in materials for z in item.z})
    for m, item in enumerate(materials):
        listed = tables.attenuation.elements[m]
        assert sorted(numbers[e] for e in listed[listed >= 0]) == list(item.z)
    assert tables.pair.density.shape[0] == len(numbers)
    assert tables.photoelectric.shells.shape == (len(numbers),)


@pytest.mark.parametrize("z", range(1, 101, 9))
def test_every_element_has_tables(z):
    tables = build_photon_tables([material(element(z).symbol)])
    for table in tables:
        for values in table:
            assert np.all(np.isfinite(values))
