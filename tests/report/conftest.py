"""A make-believe result with the set-up of a phantom."""

from __future__ import annotations

import numpy as np
import pytest

import mcsim as mc
from mcsim.results import Result
from mcsim.results.setup import Setup
from tests.results.conftest import BATCHES, make_result

HOSTILE = "<script>alert('x')</script> & \"$y$\""


def phantom() -> mc.VoxelPhantom:
    """A phantom with the voxels of the make-believe dose, a region in it."""
    box = mc.Box("0, 0, 1.5 cm", "1, 1, 1 cm")
    return mc.VoxelPhantom.box(size="4, 4, 3 cm", voxel="5 mm", material="water").painted(
        box, "cortical bone", name="<b>insert</b>"
    )


@pytest.fixture(scope="session")
def result() -> Result:
    made = make_result(range(BATCHES))
    object.__setattr__(made.provenance, "title", HOSTILE)
    object.__setattr__(made.provenance, "run_file", f"title: {HOSTILE}\n")
    made.setup = Setup.of(phantom().arrays(), mc.Beam("photon", energy="6 MeV"), mc.Physics())
    return made


@pytest.fixture
def bare() -> Result:
    """A result of an earlier mcsim, without its set-up."""
    return make_result(range(2))


@pytest.fixture
def crowded() -> Result:
    """A phantom of many densities, as a CT has."""
    made = make_result(range(2))
    density = np.linspace(0.5, 1.5, 6 * 8 * 8).reshape(6, 8, 8)
    image = mc.VoxelPhantom.from_arrays(np.zeros((6, 8, 8), int), ["water"], density, voxel="5 mm")
    made.setup = Setup.of(image.arrays(), mc.Beam("photon", energy="6 MeV"), mc.Physics())
    return made
