"""Mass energy-absorption coefficients against published ones."""

import numpy as np
import pytest

from mcsim.materials import material
from mcsim.tables.energy_transfer import build_energy_transfer
from mcsim.tables.photon import build_photon_tables

# J. H. Hubbell and S. M. Seltzer, NISTIR 5632 (1995): mu_en / rho in cm2/g at energies in MeV
PUBLISHED = {
    "water": {
        0.001: 4065.0, 0.01: 4.944, 0.03: 0.1557, 0.1: 2.546e-2, 0.5: 3.299e-2, 1.25: 2.965e-2, 6.0: 1.806e-2,
        20.0: 1.382e-2,
    },
    "aluminum": {0.05: 0.1840, 0.1: 3.794e-2, 1.0: 2.686e-2, 10.0: 1.650e-2},
    "lead": {0.05: 6.740, 0.1: 1.976, 0.15: 1.056, 0.5: 9.128e-2},
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED)
def test_energy_absorption(name):
    """Within 1 %: the published values rest on cross sections of 1995."""
    medium = material(name)
    tables = build_photon_tables([medium])
    built = build_energy_transfer([medium], tables, 0.001)
    energies = np.array(list(PUBLISHED[name]))
    found = np.interp(energies, tables.attenuation.energy, built.absorption[0])
    assert found == pytest.approx(list(PUBLISHED[name].values()), rel=0.011)
    assert np.all(built.absorption <= built.transfer * (1.0 + 1e-12))


def test_fluorescence_below_the_cutoff_is_local():
    medium = material("lead")
    tables = build_photon_tables([medium])
    at = np.searchsorted(tables.attenuation.energy, 0.1)
    leaving, staying = (build_energy_transfer([medium], tables, cut).transfer[0, at] for cut in (0.001, 0.09))
    photoelectric = tables.attenuation.absorption[0, at, 0]
    assert leaving < 0.5 * staying
    assert staying == pytest.approx(photoelectric, rel=0.02)
