"""Mott ratio and elastic transport cross sections against limits, series and published calculations."""

import sys

import numpy as np
import pytest

from mcsim.data.mott import elastic_transport, mott_ratio
from mcsim.data.scattering_factors import form_factor
from mcsim.errors import DataError
from mcsim.paths import shipped_folder

ELECTRON, POSITRON = 0, 1
FINE_STRUCTURE = 7.2973525643e-3

# First transport cross sections of ELSEPA (F. Salvat, A. Jablonski and C. J. Powell, Comput. Phys. Commun.
# 165 (2005) 157), cm2, at 2 keV, 20 keV, 200 keV and 1 MeV.
ELSEPA_ENERGIES = np.array([0.002, 0.02, 0.2, 1.0])
ELSEPA = {
    (1, ELECTRON): (4.26719e-20, 6.2762e-22, 1.0345e-23, 8.075e-25),
    (6, ELECTRON): (1.17252e-18, 1.86037e-20, 3.23774e-22, 2.59376e-23),
    (6, POSITRON): (9.0095e-19, 1.77781e-20, 3.16525e-22, 2.52703e-23),
    (8, ELECTRON): (1.91578e-18, 3.18329e-20, 5.60377e-22, 4.51657e-23),
    (8, POSITRON): (1.36918e-18, 2.98254e-20, 5.43296e-22, 4.3587e-23),
    (13, ELECTRON): (4.11436e-18, 7.85857e-20, 1.42476e-21, 1.15883e-22),
    (29, ELECTRON): (1.2645e-17, 3.37411e-19, 6.85696e-21, 5.69725e-22),
    (29, POSITRON): (6.10287e-18, 2.63619e-19, 5.94636e-21, 4.94928e-22),
    (79, ELECTRON): (3.60146e-17, 1.65986e-18, 5.01003e-20, 4.5625e-21),
    (79, POSITRON): (1.286e-17, 9.7897e-19, 3.34391e-20, 3.0009e-21),
}


@pytest.fixture(scope="module", autouse=True)
def build_folder():
    """Makes the modules of the build importable."""
    folder = str(shipped_folder("physics_data"))
    sys.path.insert(0, folder)
    yield
    sys.path.remove(folder)


@pytest.mark.parametrize("charge", [ELECTRON, POSITRON])
def test_second_born_approximation_for_hydrogen(charge):
    """W. A. McKinley and H. Feshbach, Phys. Rev. 74 (1948) 1759; the next order is (Z alpha)^2 = 5e-5."""
    sine, energies = np.linspace(0.0, 1.0, 21), np.array([0.001, 0.0173, 0.2, 1.5, 20.0])
    beta = np.sqrt(1.0 - (1.0 + energies / 0.51099895) ** -2)[:, None]
    born = 1.0 - (beta * sine) ** 2
    born += (1 - 2 * charge) * np.pi * FINE_STRUCTURE * beta * sine * (1.0 - sine)
    assert mott_ratio(1, charge, energies, sine) == pytest.approx(born, abs=2e-4)


@pytest.mark.parametrize(("z", "charge"), [(6, ELECTRON), (29, POSITRON), (53, ELECTRON), (82, ELECTRON)])
def test_table_gives_the_series_between_its_energies(z, charge):
    import mott_series as series

    sine, energies = np.linspace(0.06, 0.999, 40), np.array([0.019, 0.27, 3.4, 41.0])
    exact = series.mott_ratio(z, 1 - 2 * charge, energies, 2.0 * np.arcsin(sine))
    assert mott_ratio(z, charge, energies, sine) == pytest.approx(exact, abs=6e-4)


def test_ratio_for_aluminium_agrees_with_elsepa_at_large_angles():
    """ELSEPA's cross section over Rutherford's at 30, 60, 90, 120, 150 degrees, 1 MeV electrons."""
    sine = np.sin(np.radians([15.0, 30.0, 45.0, 60.0, 75.0]))
    published = [1.0010, 0.8610, 0.6276, 0.3767, 0.1867]
    assert mott_ratio(13, ELECTRON, np.array([1.0]), sine)[0] == pytest.approx(published, abs=5e-4)


def test_ratio_is_never_negative_and_starts_at_one():
    energies, sine = np.geomspace(0.0005, 100.0, 50), np.linspace(0.0, 1.0, 200)
    for z in (1, 40, 79, 100):
        for charge in (ELECTRON, POSITRON):
            ratio = mott_ratio(z, charge, energies, sine)
            assert np.all(ratio >= 0.0)
            assert np.all(ratio[:, 0] == 1.0)


@pytest.mark.parametrize(("z", "charge"), ELSEPA)
def test_transport_cross_section_agrees_with_elsepa(z, charge):
    first, _ = elastic_transport(z, charge, ELSEPA_ENERGIES)
    assert first == pytest.approx(ELSEPA[z, charge], rel=0.004 if 2 < z < 30 else 0.018, abs=0.0)


@pytest.mark.parametrize(("z", "charge", "energy"), [(6, ELECTRON, 0.0173), (53, POSITRON, 0.006)])
def test_table_gives_the_partial_waves_between_its_energies(z, charge, energy):
    from partial_waves import fit_atom, transport_cross_sections

    _, first, _ = transport_cross_sections(fit_atom(z, *form_factor(z)), charge, energy)
    assert elastic_transport(z, charge, np.array([energy]))[0] == pytest.approx(first, rel=2e-3, abs=0.0)


def test_screening_is_near_molieres_at_high_energy():
    for z in range(1, 101):
        _, screening = elastic_transport(z, ELECTRON, np.array([1.0, 50.0]))
        assert screening[0] == pytest.approx(screening[1])
        assert 0.86 < screening[0] < 1.55


def test_elements_without_data():
    for z in (0, 101):
        with pytest.raises(DataError, match="no elastic cross section"):
            mott_ratio(z, ELECTRON, np.array([1.0]), np.array([0.5]))
