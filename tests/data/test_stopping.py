"""The tables of PSTAR and ASTAR as they are read."""

import numpy as np
import pytest

from mcsim.data.elements import element
from mcsim.data.stopping import stopping_media, stopping_tables


def test_media_are_elements_and_compounds_with_their_own_excitation_energies():
    media = {medium.name: medium for medium in stopping_media()}
    elements = {medium.z[0] for medium in media.values() if len(medium.z) == 1}
    assert len(media) == 74
    assert {1, 6, 7, 8, 13, 14, 26, 29, 74, 82, 92} <= elements
    assert len(elements) == 25  # carbon twice
    assert media["WATER_LIQUID"].mean_excitation_energy == pytest.approx(75e-6)
    assert media["GRAPHITE"].density == 1.7
    assert media["POLYMETHYL_METHACRALATE_LUCITE_PERSPEX"].z == (1, 6, 8)
    for medium in media.values():
        assert sum(medium.mass_fractions) == pytest.approx(1.0, abs=1e-5)
        assert list(medium.z) == sorted(medium.z)
        if len(medium.z) == 1 and medium.name != "GRAPHITE":
            pure = element(medium.z[0]).mean_excitation_energy
            assert medium.mean_excitation_energy == pytest.approx(pure, rel=1e-9)


@pytest.mark.parametrize("projectile", ["proton", "helium"])
def test_tables_are_complete_and_positive(projectile):
    energy, electronic, nuclear = stopping_tables(projectile)
    assert (np.diff(energy) > 0.0).all()
    assert (energy[0], energy[-1]) == (0.001, 1000.0)
    assert electronic.shape == nuclear.shape == (74, len(energy))
    assert (electronic > 0.0).all()
    assert (nuclear > 0.0).all()
    assert (np.diff(nuclear[:, energy > 0.02], axis=1) < 0.0).all()
