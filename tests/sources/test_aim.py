"""Whether a beam can hit the phantom."""

from __future__ import annotations

import numpy as np
import pytest

from mcsim.geometry import Box, Sphere
from mcsim.sources import Beam, Volume
from mcsim.sources.aim import can_hit

LOW, HIGH = np.array([-15.0, -15.0, 0.0]), np.array([15.0, 15.0, 30.0])


def _hits(low=LOW, high=HIGH, **fields):
    return can_hit(Beam("photon", energy="6 MeV", **fields), low, high)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"position": "0, 0, 10 cm", "direction": "0, 0, -1"},
        {"position": "-100, 0, 15 cm", "direction": "1, 0, 0"},
        {"position": "0, 0, -100 cm", "direction": "0.1, 0, 1"},
        {"position": "20, 0, -1 cm", "shape": {"rectangle": "10.2, 1 cm"}},
        {"position": "0, 0, -100 cm", "direction": "isotropic"},
        {"position": "0, 0, -100 cm", "direction": {"cone": {"half_angle": "5 deg"}}},
        {"position": "0, 0, -100 cm", "direction": {"cone": {"half_angle": "20 deg", "axis": "0.3, 0, 1"}}},
        {"position": "0, 0, -100 cm", "direction": {"fan": {"angles": "40, 1 deg", "axis": "0.3, 0, 1"}}},
        {"position": "20, 0, -50 cm", "shape": {"rectangle": "20 cm"}, "source_distance": "50 cm"},
        {"shape": Volume(Box((0, 0, 15), (1, 1, 1))), "direction": "0, 1, 0"},
        {"shape": Volume(sphere=Sphere((0, 0, -5), 1))},
        {"position": "0, 0, 15 cm", "direction": "0, 1, 0"},
    ],
)
def test_beams_that_hit(fields):
    assert _hits(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"direction": "0, 0, -1"},
        {"position": "0, 0, 30 cm"},
        {"position": "16, 0, -1 cm"},
        {"position": "21, 0, -1 cm", "shape": {"rectangle": "10 cm"}},
        {"position": "15, 0, -1 cm"},
        {"position": "0, 0, -100 cm", "direction": "1, 0, 1"},
        {"position": "0, 0, -100 cm", "direction": {"cone": {"half_angle": "20 deg", "axis": "1, 0, 1"}}},
        {"position": "0, 0, -100 cm", "direction": {"fan": {"angles": "10, 1 deg", "axis": "1, 0, 1"}}},
        {"position": "0, 0, 60 cm", "shape": {"rectangle": "20 cm"}, "source_distance": "50 cm"},
        {"shape": Volume(sphere=Sphere((0, 0, 40), 1))},
        {"position": "20, 0, -1 cm", "shape": {"gaussian": "5 mm"}},
        {"position": "20, 0, -1 cm", "shape": {"circle": "4 cm"}},
    ],
)
def test_beams_that_miss(fields):
    assert not _hits(**fields)


def test_small_phantoms_in_wide_beams_are_found():
    low, high = np.array([3.31, 7.77, 50.0]), np.array([3.33, 7.79, 50.02])
    wide = {"shape": {"rectangle": "40 cm"}}
    assert _hits(low, high, **wide)
    assert _hits(low, high, **wide, source_distance="100 cm")
    assert _hits(low, high, direction={"cone": {"half_angle": "30 deg"}})
    assert _hits(low, high, direction={"fan": {"angles": "40, 40 deg"}})
    assert not _hits(low, high, shape={"rectangle": "6 cm"})
