"""Tallies as stretches of the array of scores."""

from __future__ import annotations

import pytest

from mcsim.errors import ResourceError
from mcsim.geometry import VoxelPhantom
from mcsim.tallies import Dose, Escape, PlaneFluence
from mcsim.transport.particles import LIGHT_NAMES
from mcsim.world.grid import build_voxel_world
from mcsim.world.tallies import build_layout

WORLD = build_voxel_world(VoxelPhantom.box(size="2, 2, 2 cm", voxel="1 cm", material="water"))
MOST = 1_000_000


@pytest.mark.parametrize(
    "tally",
    [
        Escape("many", {"to": "6 MeV", "number": MOST}, {"number": MOST}),
        PlaneFluence(
            "many",
            "z",
            "1 cm",
            {"to": "6 MeV", "number": MOST},
            first_bins={"from": "0 cm", "to": "1 cm", "number": MOST},
            second_bins={"from": "0 cm", "to": "1 cm", "number": MOST},
        ),
    ],
    ids=["escape", "plane"],
)
def test_more_bins_than_memory_can_hold(tally):
    with pytest.raises(
        ResourceError, match=r"^tallies\.many: a run with \S+ bins in its tallies needs about .*; use fewer"
    ):
        build_layout([Dose("dose"), tally], WORLD, 2.0**-40, LIGHT_NAMES)
