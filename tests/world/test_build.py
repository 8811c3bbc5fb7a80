"""Descriptions and tables become one world."""

from __future__ import annotations

import numpy as np
import pytest

from mcsim.config import parse_run_file
from mcsim.errors import InputError
from mcsim.geometry import VoxelPhantom
from mcsim.materials import material
from mcsim.settings import Physics
from mcsim.sources import Beam
from mcsim.world.build import build_world

RUN = """\
mcsim: 1
geometry:
  voxels:
    size: 2, 2, 2 cm
    voxel: 1 cm
    material: water
    paint:
      - box: {center: "0, 0, 1 cm", size: "1, 1, 2 cm"}
        material: {formula: "((H))", density: 1 g/cm3}
source: {particle: photon, energy: 1 MeV}
"""
WANTED = "cannot have 1 g/cm3 with a mean excitation energy of 19.2 eV; write at most 0."


def _refusal(phantom: VoxelPhantom) -> InputError:
    with pytest.raises(InputError) as caught:
        build_world(phantom, Beam("photon", energy="1 MeV"), Physics(), (), 40)
    return caught.value


def test_a_material_too_dense_is_found_by_its_line():
    run = parse_run_file(RUN, "run.yaml")
    message = str(run.locate(_refusal(run.geometry)))
    assert message.startswith(f"run.yaml:9: geometry.voxels.paint.0.material: '((H))' {WANTED}")


def test_a_material_too_dense_in_arrays_or_around():
    dense = material("hydrogen", density=1.0)
    filled = VoxelPhantom.from_arrays(np.zeros((1, 1, 1), int), [dense], voxel="1 cm")
    assert str(_refusal(filled)).startswith(f"geometry: 'hydrogen' {WANTED}")
    around = VoxelPhantom.box("1, 1, 1 cm", "1 cm", "water", world=dense)
    assert str(_refusal(around)).startswith(f"geometry.world: 'hydrogen' {WANTED}")
