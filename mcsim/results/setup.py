"""`Setup`: what a run looked like, kept with its result: the phantom and the source.

It decides no number of the result; viewers and reports show it beside a dose. It is small: one byte a voxel
where there are few materials, and a density for each voxel only where those of one material differ.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mcsim.errors import InputError, did_you_mean
from mcsim.geometry.arrays import NO_REGION, VoxelArrays
from mcsim.geometry.material import write_material

if TYPE_CHECKING:
    from mcsim.schema.description import Description

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Setup:
    """Phantom and source of a run.

    Attributes:
        edges: voxel edges along x, y and z, cm; shapes (nx + 1,), (ny + 1,), (nz + 1,).
        material: index into `materials`, uint8 or uint16, shape (nz, ny, nx).
        materials: names of the materials.
        densities: g/cm3: one for each material, shape (materials,), or, where voxels of one material differ,
            one for each voxel, float32, shape (nz, ny, nx).
        region: index into `region_names` or -1, int16, shape (nz, ny, nx); None without regions.
        region_names: names of the regions.
        source: the source as a run file describes it, as JSON; empty when unknown.
        physics: the physics settings, likewise. compositions: the list of materials, likewise.
    """

    edges: tuple[Floats, Floats, Floats]
    material: NDArray[Any]
    materials: tuple[str, ...]
    densities: NDArray[np.float32]
    region: NDArray[np.int16] | None = None
    region_names: tuple[str, ...] = ()
    source: str = ""
    physics: str = ""
    compositions: str = ""

    @classmethod
    def of(cls, phantom: VoxelArrays, source: Description, physics: Description) -> Setup:
        """The setup of a run from its phantom, its source and its physics settings."""
        smallest = np.uint8 if len(phantom.materials) <= 256 else np.uint16
        material = phantom.material.astype(smallest)
        has_regions = bool(np.any(phantom.region != NO_REGION))
        return cls(
            edges=(phantom.x_edges, phantom.y_edges, phantom.z_edges),
            material=material,
            materials=tuple(each.name for each in phantom.materials),
            densities=phantom.material_densities().astype(np.float32),
            region=phantom.region if has_regions else None,
            region_names=phantom.region_names if has_regions else (),
            source=_as_json(source.to_mapping()),
            physics=_as_json(physics.to_mapping()),
            compositions=_as_json([write_material(each) for each in phantom.materials]),
        )

    @property
    def shape(self) -> tuple[int, int, int]:
        """Number of voxels (nz, ny, nx)."""
        nz, ny, nx = self.material.shape
        return nz, ny, nx

    @property
    def density(self) -> NDArray[np.float32]:
        """Mass density of each voxel, g/cm3, shape (nz, ny, nx)."""
        if self.densities.ndim == 3:
            return self.densities
        each: NDArray[np.float32] = self.densities[self.material]
        return each

    def mask(self, name: str) -> NDArray[np.bool_]:
        """Voxels of a region or a material, shape (nz, ny, nx).

        Raises:
            InputError: there is neither; says which there are.
        """
        if self.region is not None and name in self.region_names:
            inside: NDArray[np.bool_] = self.region == self.region_names.index(name)
            return inside
        if name in self.materials:
            filled: NDArray[np.bool_] = self.material == self.materials.index(name)
            return filled
        known = (*self.region_names, *self.materials)
        raise InputError(
            f"no region or material '{name}'{did_you_mean(name, known)}; there are {', '.join(known)}"
        )


def _as_json(plain: Any) -> str:
    return json.dumps(plain, separators=(",", ":"))
