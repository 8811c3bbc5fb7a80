"""What a result says about how it was made: its setup, read back with caution."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from mcsim.errors import McsimError
from mcsim.geometry.material import MaterialDescription
from mcsim.report.words import Rows, physics_rows, source_rows
from mcsim.settings import Physics
from mcsim.sources import Beam, ScannedBeam

if TYPE_CHECKING:
    from mcsim.materials.material import Material
    from mcsim.results.result import Result
    from mcsim.results.setup import Setup
    from mcsim.results.tally import TallyResult

_NOT_READABLE = (McsimError, ValidationError, ValueError, TypeError, AttributeError)


def described_source(setup: Setup) -> Rows:
    """The source in words; empty when it is unknown or was described by another version."""
    try:
        plain = json.loads(setup.source)
        return source_rows((ScannedBeam if "spots" in plain else Beam).model_validate(plain))
    except _NOT_READABLE:
        return []


def described_physics(setup: Setup) -> Rows:
    """The physics settings in words; empty when they are unknown or from another version."""
    try:
        return physics_rows(Physics.model_validate(json.loads(setup.physics)))
    except _NOT_READABLE:
        return []


def materials_of(setup: Setup) -> list[Material]:
    """The materials of the phantom; empty when their compositions are unknown."""
    try:
        plain: list[Any] = json.loads(setup.compositions)
        return [MaterialDescription.model_validate(each).material() for each in plain]
    except _NOT_READABLE:
        return []


def region_masks(result: Result, tally: TallyResult) -> dict[str, NDArray[np.bool_]]:
    """Voxels of the named regions, where a tally is on the voxels of the phantom."""
    setup = result.setup
    if setup is None or setup.region is None or tally.shape != setup.shape:
        return {}
    masks = {name: setup.mask(name) for name in setup.region_names}
    return {name: mask for name, mask in masks.items() if mask.any()}
