"""`VoxelPhantom`: a voxel grid filled with materials, and what surrounds it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field, GetJsonSchemaHandler, ModelWrapValidatorHandler, ValidationInfo, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from mcsim.errors import InputError, ResourceError, shown
from mcsim.geometry.arrays import BYTES_PER_VOXEL, VoxelArrays
from mcsim.geometry.filled import ArrayVoxels, as_array
from mcsim.geometry.grid import Grid, GridEdges
from mcsim.geometry.library import geometry_names, named_geometry
from mcsim.geometry.material import AnyMaterial, MaterialDescription
from mcsim.geometry.painting import Paint, Voxels
from mcsim.geometry.shapes import Shape
from mcsim.materials import Material, material
from mcsim.memory import require_memory
from mcsim.notebook import card
from mcsim.schema.choice import Described
from mcsim.schema.description import Description
from mcsim.schema.document import read_document
from mcsim.schema.quantities import SIZE, PositiveLength


class World(Description):
    """What surrounds the voxel grid: vacuum, or a layer of a material around it and vacuum beyond."""

    positional: ClassVar[tuple[str, ...]] = ("material", "margin")
    shorthand: ClassVar[str | None] = "material"

    material: AnyMaterial = Field(description="the material around the grid")
    margin: PositiveLength = Field(
        100.0, description="thickness of its layer on every side", json_schema_extra={"default": "100 cm"}
    )

    @property
    def is_vacuum(self) -> bool:
        """Whether nothing surrounds the grid."""
        return bool(self.material.density == 0.0)


def _vacuum() -> World:
    return World(material=material("vacuum"))


class VoxelPhantom(Description):
    """A voxel phantom. In Python, make it with `box`, `rectilinear`, `from_arrays` or `named`."""

    voxels: Annotated[Voxels | ArrayVoxels, Described(Voxels, (Voxels, ArrayVoxels))] = Field(
        description="the voxel grid and what fills it"
    )
    world: World = Field(default_factory=_vacuum, description="what surrounds the grid: vacuum or a material")

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Voxels, or the name or file of a phantom."""
        reference = super().__get_pydantic_json_schema__(core, handler)
        schema = handler.resolve_ref_schema(reference)
        named = {
            "type": "string",
            "description": "a shipped phantom, instead of voxels",
            "enum": geometry_names(),
        }
        file = {"type": "string", "description": "a phantom in a file of its own, instead of voxels"}
        schema["properties"] = {"name": named, "file": file, **schema["properties"]}
        schema.pop("required", None)
        return reference

    @model_validator(mode="wrap")
    @classmethod
    def _open_file(cls, data: Any, validate: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        """A mapping with `name` or `file` stands for the phantom in that file."""
        if not isinstance(data, Mapping) or not {"name", "file"} & set(data):
            return validate(data)
        for key in data:
            if key not in ("name", "file", "world") or {"name", "file"} <= set(data):
                raise InputError("beside 'name' or 'file' only 'world' may stand", key=str(key))
        key = "name" if "name" in data else "file"
        if not isinstance(data[key], str | Path):
            raise InputError("text is needed here", key=key)
        folder = (info.context or {}).get("folder", Path())
        document = named_geometry(data["name"]) if "name" in data else read_document(folder / data["file"])
        phantom = document.read_as(cls)
        return phantom.changed(world=data["world"]) if "world" in data else phantom

    @classmethod
    def box(
        cls,
        size: Any,
        voxel: Any,
        material: str | Material | dict[str, Any],
        center: Any = None,
        world: Any = "vacuum",
        paint: Sequence[Paint] = (),
    ) -> VoxelPhantom:
        """A box of equal voxels; without `center` its front face is at z = 0.

        Args:
            size: full widths along x, y, z (cm or text).
            voxel: voxel widths along x, y, z, or one for a cube (cm or text).
            material: name, `Material` or mapping as in a run file.
            center: centre (x, y, z) (cm or text).
            world: what surrounds the grid.
            paint: shapes painted over it.

        Raises:
            InputError: a value does not fit.
        """
        made = Voxels(size=size, voxel=voxel, center=center, material=material, paint=paint)
        return cls(voxels=made, world=world)

    @classmethod
    def rectilinear(
        cls,
        x: Any,
        y: Any,
        z: Any,
        material: str | Material | dict[str, Any],
        world: Any = "vacuum",
        paint: Sequence[Paint] = (),
    ) -> VoxelPhantom:
        """A grid with its own edges along each axis (cm or text such as "0 to 2 cm by 2 mm").

        Raises:
            InputError: a value does not fit.
        """
        edges = GridEdges(x=x, y=y, z=z)
        return cls(voxels=Voxels(edges=edges, material=material, paint=paint), world=world)

    @classmethod
    def from_arrays(
        cls,
        material_index: ArrayLike,
        materials: Sequence[str | Material | dict[str, Any]],
        density: ArrayLike | None = None,
        voxel: Any = None,
        center: Any = None,
        edges: GridEdges | None = None,
        region: ArrayLike | None = None,
        region_names: Sequence[str] = (),
        world: Any = "vacuum",
    ) -> VoxelPhantom:
        """A phantom from arrays in (z, y, x) order.

        Args:
            material_index: whole numbers that point into `materials`, shape (nz, ny, nx).
            materials: names, `Material`s or mappings as in a run file.
            density: g/cm3, same shape; default: each material's own.
            voxel: voxel widths along x, y, z (cm or text).
            center: centre (x, y, z) (cm or text); default: the front face is at z = 0.
            edges: edges of a rectilinear grid, instead of these two.
            region: whole numbers that point into `region_names`, -1 for none, same shape.
            region_names: names of the regions.
            world: what surrounds the grid.

        Raises:
            InputError: arrays do not fit each other, or point beyond their lists.
        """
        index = as_array(material_index, "material index")
        if index.ndim != 3:
            raise InputError(f"the material index array has {index.ndim} dimensions; (z, y, x) are needed")
        grid = _grid_like(index.shape, voxel, center, edges)
        if not isinstance(materials, Sequence) or isinstance(materials, str):
            raise InputError(
                f"{shown(materials)} is no list of materials; write a list such as ['water', 'air']"
            )
        filled = [_as_material(each) for each in materials]
        made = ArrayVoxels.build(grid, index, filled, density, region, region_names)
        return cls(voxels=made, world=world)

    @classmethod
    def named(cls, name: str) -> VoxelPhantom:
        """A phantom of the folder `geometries`, such as `water_tank`.

        Raises:
            InputError: no phantom of that name.
        """
        return named_geometry(name).read_as(cls)

    def _repr_html_(self) -> str:
        return card(self)

    def painted(
        self, shape: Shape, material: str | Material | dict[str, Any], name: str | None = None
    ) -> Self:
        """The same phantom with one more shape painted over it.

        Raises:
            InputError: the material does not fit, or the phantom came from arrays.
        """
        if not isinstance(self.voxels, Voxels):
            raise InputError("a phantom from arrays cannot be painted; change its arrays instead")
        step = Paint(**{type(shape).__name__.lower(): shape, "material": material, "name": name})
        return self.changed(voxels=self.voxels.changed(paint=(*self.voxels.paint, step)))

    def shape(self) -> tuple[int, int, int]:
        """Number of voxels (nz, ny, nx)."""
        return self.voxels.shape()

    def corners(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lower and upper corner (x, y, z) of the voxel grid, cm."""
        return self.voxels.corners()

    @property
    def region_names(self) -> tuple[str, ...]:
        """Names of the regions, in the order of `VoxelArrays.region`."""
        if isinstance(self.voxels, ArrayVoxels):
            return self.voxels.region_names
        return tuple(dict.fromkeys(step.name for step in self.voxels.paint if step.name is not None))

    def placed_materials(self) -> list[tuple[str, Material]]:
        """Each material with the key of a run file under which it stands."""
        if isinstance(self.voxels, ArrayVoxels):
            placed = [("geometry", made) for made in self.voxels.materials]
        else:
            placed = [("geometry.voxels.material", self.voxels.material)]
            for number, step in enumerate(self.voxels.paint):
                placed.append((f"geometry.voxels.paint.{number}.material", step.material))
        return [*placed, ("geometry.world", self.world.material)]

    def require_memory(self) -> None:
        """Refuse a phantom that does not fit into memory, before anything is allocated.

        Raises:
            ResourceError: too large.
        """
        count = math.prod(self.shape())
        try:
            require_memory(count * BYTES_PER_VOXEL, f"a phantom of {count:.3g} voxels", "use larger voxels")
        except ResourceError as error:
            raise error.at(key="geometry.voxels.voxel") from None

    def arrays(self) -> VoxelArrays:
        """The phantom as arrays.

        Raises:
            ResourceError: too large for memory.
            InputError: a shape reaches no voxel.
        """
        self.require_memory()
        return self.voxels.arrays()


def _grid_like(shape: tuple[int, ...], voxel: Any, center: Any, edges: GridEdges | None) -> Grid:
    if edges is not None:
        return Grid(edges=edges)
    if voxel is None:
        raise InputError("from_arrays needs 'voxel' (widths along x, y, z) or 'edges'")
    widths = replace(SIZE, count=3, repeat=True).read(voxel)
    assert isinstance(widths, tuple)
    size = [width * count for width, count in zip(widths, reversed(shape), strict=True)]
    return Grid(size=size, voxel=widths, center=center)


def _as_material(given: str | Material | dict[str, Any]) -> Material:
    if isinstance(given, Material):
        return given
    fields = given if isinstance(given, dict) else {"name": given}
    return MaterialDescription(**fields).material()
