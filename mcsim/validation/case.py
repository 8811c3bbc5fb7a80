"""Validation cases as YAML files describe them: runs, reference values, comparisons, tolerances.

A case file holds a run file under `run`; each entry of `variants` replaces parts of it. Curves and numbers
are read from the tallies of these runs and compared with reference values.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from mcsim.config import RunFile
from mcsim.errors import InputError, McsimError, did_you_mean
from mcsim.geometry import VoxelPhantom, World
from mcsim.geometry.material import AnyMaterial
from mcsim.paths import shipped_folder
from mcsim.schema.description import Description
from mcsim.schema.document import Document, read_document
from mcsim.schema.messages import explain
from mcsim.schema.quantities import (
    PLAIN,
    CubicSize,
    Fraction,
    Numbers,
    PositiveEnergy,
    PositiveLength,
    Quantity,
)
from mcsim.schema.typed import ByType
from mcsim.settings import HIGHEST_ENERGY, LOWEST_ENERGY
from mcsim.units import FRACTION, LENGTH

Number = Annotated[float, Quantity(PLAIN)]
PositiveNumber = Annotated[float, Quantity(PLAIN, above=0.0)]
Length = Annotated[float, Quantity(LENGTH)]
Level = Annotated[float, Quantity(FRACTION, above=0.0, at_most=1.0)]
Picks = dict[str, str]
ONLY_RUN = "run"
"""Name of the run of a case without variants."""


class ReferenceCurve(Description):
    """Columns of a table that hold a reference curve."""

    file: str = Field(description="table, in `benchmarks/reference` or in the user's folder of references")
    where: dict[str, str] = Field({}, description="cells that the rows must have, by column")
    low: str | None = Field(None, description="column of lower bin edges")
    high: str | None = Field(None, description="column of upper bin edges")
    at: str | None = Field(None, description="column of places, for values at points")
    value: str = Field(description="column of values")
    uncertainty: str | None = Field(None, description="column of 1-sigma uncertainties")
    relative_uncertainty: str | None = Field(None, description="column of relative 1-sigma uncertainties")
    times: PositiveNumber = Field(1.0, description="factor to the curve's unit")


class Reading(Description):
    """What is read from the tallies of a run."""

    tally: str = Field("dose", description="name of the tally")
    pick: Picks = Field({}, description="a label or place on some axes, such as {x: 0 cm}; others are summed")
    times: PositiveNumber = Field(1.0, description="factor, such as an area in cm2")
    run: str | None = Field(None, description="name of the variant; default: the only one")


class Curve(Reading):
    """A curve read from a tally, and the one that it is compared with."""

    along: str = Field("z", description="axis of the tally that the curve follows")
    label: str = Field("depth", description="what the axis is, for pictures")
    unit: str = Field(description="unit of the values")
    axis_times: PositiveNumber = Field(
        1.0, description="factor from the axis of the tally to the reference's"
    )
    axis_unit: str = Field("cm", description="unit of the axis, for pictures")
    reference: ReferenceCurve = Field(description="the reference curve")


class Alignment(Description):
    """How far a curve may be shifted so that it has fallen to a part of its maximum where the other has."""

    level: Level = Field(description="part of the maximum")
    within: PositiveLength = Field(description="largest shift")


class Points(Description):
    """Every point of a curve within a part of the maximum, or of the local value; whichever is larger."""

    curve: str = Field(description="name of the curve")
    maximum: Fraction | None = Field(None, description="tolerance as a part of the reference's maximum")
    local: Fraction | None = Field(None, description="tolerance as a part of the reference at the point")
    target_maximum: Fraction | None = Field(None, description="as `maximum`, to aim at")
    target_local: Fraction | None = Field(None, description="as `local`, to aim at")
    between: Annotated[tuple[float, float], Quantity(PLAIN, count=2)] | None = Field(
        None, description="part of the axis that is compared; default: all of it"
    )
    share: Fraction = Field(1.0, description="part of the points that must be within the tolerance")
    align: Alignment | None = Field(None, description="shift the curve before; default: compare as it is")


class BlockMeans(Description):
    """Means of a curve over blocks of its axis."""

    curve: str = Field(description="name of the curve")
    edges: Numbers = Field(description="edges of the blocks, in the unit of the axis")
    within: Fraction = Field(description="tolerance, relative")
    target: Fraction | None = Field(None, description="tolerance to aim at")


class Layer(Description):
    """A slab of another material."""

    material: AnyMaterial = Field(description="what it is made of")
    depth: PositiveLength = Field(description="where it begins")
    thickness: PositiveLength = Field(description="how thick it is")


class TabulatedRange(Description):
    """Range of protons that slow down continuously, from the stopping powers of the transport."""

    energy: PositiveEnergy = Field(description="their energy at the surface")
    material: AnyMaterial = Field(description="the medium")
    times: PositiveNumber = Field(1.0, description="factor, such as that from this range to R80")
    slab: Layer | None = Field(None, description="a slab in the medium; default: none")


class DistalDepth(Description):
    """Depth behind the maximum where a curve has fallen to a part of it (R50, R80)."""

    curve: str = Field(description="name of the curve")
    level: Level = Field(0.5, description="part of the maximum")
    within: PositiveLength = Field(description="tolerance")
    target: PositiveLength | None = Field(None, description="tolerance to aim at")
    depth: Length | None = Field(None, description="reference depth; default: that of the reference curve")
    range: TabulatedRange | None = Field(
        None, description="take this for the reference depth, or what its slab changes for the difference"
    )
    minus_run: str | None = Field(
        None, description="name of a variant whose depth is subtracted; the reference is a difference too"
    )


class Maximum(Description):
    """The maximum of a curve in bins of a given width."""

    curve: str = Field(description="name of the curve")
    bin: PositiveLength = Field(description="width of the bins, counted from the first edge of the tally")
    value: PositiveNumber = Field(description="reference value, in the curve's unit")
    within: Fraction = Field(description="tolerance, relative")


class Entry(Description):
    """One number with its reference value."""

    name: str = Field(description="what it is")
    value: Number = Field(description="reference value")
    uncertainty: Annotated[float, Quantity(PLAIN, at_least=0.0)] = Field(0.0, description="its 1 sigma")
    run: str | None = Field(None, description="name of the variant; default: as the group says")
    pick: Picks = Field({}, description="as in the group, added to it")
    within: Fraction | None = Field(None, description="tolerance, relative; default: as the group says")
    target: Fraction | None = Field(None, description="tolerance to aim at; default: as the group says")


class NumberGroup(Reading):
    """Single numbers, each with its reference value."""

    name: str = Field(description="what they are")
    entries: tuple[Entry, ...] = Field(description="the numbers")
    within: Fraction = Field(description="tolerance, relative")
    target: Fraction | None = Field(None, description="tolerance to aim at")


class PeakEntry(Description):
    """A peak with its reference values."""

    name: str = Field(description="which peak it is")
    peak: PositiveNumber = Field(description="place of its maximum")
    width: PositiveNumber = Field(description="full width at half maximum")
    uncertainty: Annotated[float, Quantity(PLAIN, at_least=0.0)] = Field(
        0.0, description="their relative 1 sigma"
    )
    run: str | None = Field(None, description="name of the variant; default: as the group says")


class Peaks(Reading):
    """Place and width of the highest peak of spectra."""

    name: str = Field(description="what they are")
    along: str = Field("energy", description="axis of the tally")
    axis_times: PositiveNumber = Field(1.0, description="factor from the tally's axis to the unit")
    axis_unit: str = Field("MeV", description="unit of places and widths")
    below: PositiveNumber | None = Field(
        None, description="places are distances below this, in that unit, as energies lost are"
    )
    entries: tuple[PeakEntry, ...] = Field(description="the peaks")
    peak_within: Fraction = Field(description="tolerance of the place, relative")
    width_within: Fraction = Field(description="tolerance of the width, relative")
    peak_target: Fraction | None = Field(None, description="tolerance of the place to aim at")
    width_target: Fraction | None = Field(None, description="tolerance of the width to aim at")


class Width(Description):
    """Width of a beam at a depth."""

    tally: str = Field(description="name of a dose tally of that depth, with bins along x and y")
    window: PositiveLength = Field(description="how far from the axis the Gaussian is fitted")
    value: PositiveLength = Field(description="reference value of its standard deviation")
    within: PositiveLength = Field(description="tolerance")


class Widths(Description):
    """Standard deviations of Gaussians, averaged over bins, fitted to projections of a beam on x and on y."""

    name: str = Field(description="what they are")
    entries: dict[str, Width] = Field(description="the widths by name")


class Ring(Description):
    """Part of the energy in a layer that lies in a ring about the axis."""

    tally: str = Field(description="name of a dose tally of one layer, with equal bins along x and y")
    radii: Annotated[tuple[float, float], Quantity(LENGTH, at_least=0.0, count=2)] = Field(
        description="between which the bins have centres"
    )
    value: PositiveNumber = Field(description="reference value")
    uncertainty: Annotated[float, Quantity(PLAIN, at_least=0.0)] = Field(0.0, description="its 1 sigma")
    within: Fraction = Field(description="tolerance, relative")


class Rings(Description):
    """Parts of the energy in layers that lie in rings about the axis."""

    name: str = Field(description="what they are")
    entries: dict[str, Ring] = Field(description="the rings by name")


class Equilibrium(Description):
    """Fano's theorem: the dose in every region is the energy emitted per mass."""

    tally: str = Field(description="name of a region_energy tally")
    within: Fraction = Field(description="tolerance, relative")
    target: Fraction | None = Field(None, description="tolerance to aim at")


class BeamRadius(Description):
    """1/e radius of a beam behind foils, with the beam's divergence fitted to the run without one."""

    tally: str = Field(description="name of a plane tally with bins along x and y")
    pick: Picks = Field({}, description="as in a reading")
    open_run: str = Field(description="name of the variant without a foil")
    foils: tuple[str, ...] = Field(description="names of the variants with foils")
    file: str = Field(description="table of measured profiles")
    where: dict[str, str] = Field({}, description="cells that the rows must have, by column")
    column: str = Field(description="column that holds the names of the variants")
    radius: str = Field(description="column of radii")
    radius_times: PositiveNumber = Field(1.0, description="factor to cm")
    value: str = Field(description="column of relative fluence")
    within: Fraction = Field(description="tolerance, relative")
    target: Fraction | None = Field(None, description="tolerance to aim at")


class Attenuation(Description):
    """Mass attenuation coefficients in the transport's tables."""

    file: str = Field(description="table of reference values")
    material: str = Field("material", description="column of material names")
    energy: str = Field(description="column of energies")
    energy_times: PositiveNumber = Field(1.0, description="factor to MeV")
    side: str | None = Field(None, description="column that says below or above for values at edges")
    value: str = Field(description="column of total mass attenuation coefficients, cm2/g")
    within: Fraction = Field(description="tolerance, relative")


class Stopping(Description):
    """Mass stopping powers of electrons or protons."""

    file: str = Field(description="table of reference values")
    material: str = Field("material", description="column of material names")
    energy: str = Field(description="column of energies, MeV")
    value: str = Field(description="column of stopping powers, MeV cm2/g")
    particle: Literal["electron", "proton"] = Field("electron", description="which particle's")
    kind: Literal["collision", "total"] = Field(
        "total", description="which stopping power; collision: that by electrons of the medium"
    )
    materials: tuple[str, ...] = Field((), description="names in the table; default: all")
    mean_excitation_energy: dict[str, Number] = Field({}, description="I in eV of materials that need one")
    lowest: PositiveNumber = Field(LOWEST_ENERGY, description="lowest energy compared, MeV")
    highest: PositiveNumber = Field(HIGHEST_ENERGY, description="highest energy compared, MeV")
    within: Fraction = Field(description="tolerance, relative")


Check = Annotated[
    Points
    | BlockMeans
    | DistalDepth
    | Maximum
    | NumberGroup
    | Peaks
    | Widths
    | Rings
    | Equilibrium
    | BeamRadius
    | Attenuation
    | Stopping,
    ByType(
        points=Points,
        block_means=BlockMeans,
        distal_depth=DistalDepth,
        maximum=Maximum,
        numbers=NumberGroup,
        peaks=Peaks,
        widths=Widths,
        rings=Rings,
        equilibrium=Equilibrium,
        beam_radius=BeamRadius,
        attenuation=Attenuation,
        stopping=Stopping,
    ),
]


class VoxelFile(Description):
    """A voxel phantom in a NumPy file: `material`, whole numbers (z, y, x) that point into `names`."""

    file: str = Field(description="an .npz file in the user's folder of references")
    voxel: CubicSize = Field(description="width of a voxel along x, y and z")
    materials: dict[str, AnyMaterial] = Field(description="what the names stand for")
    regions: tuple[str, ...] = Field(description="names that become regions")
    world: World = Field(description="what surrounds it")


class Case(Description):
    """A validation case."""

    title: str = Field(description="one line")
    description: str = Field("", description="what is compared, and how the set-up was chosen")
    citation: str = Field(description="where the reference values come from")
    run: dict[str, Any] | None = Field(None, description="a run file; none for tables")
    variants: dict[str, dict[str, Any]] = Field({}, description="parts of it to replace, by name of the run")
    media: Literal["as written", "one", "copies"] = Field(
        "as written",
        description="one: every material has the interaction data of the first and keeps its density;"
        " copies: the same with tables of its own, so that the transport changes media",
    )
    phantom: VoxelFile | None = Field(None, description="the geometry of all runs, instead of their own")
    curves: dict[str, Curve] = Field({}, description="curves by name")
    checks: tuple[Check, ...] = Field(description="the comparisons")

    def run_files(self, document: Document, phantom: VoxelPhantom | None = None) -> dict[str, RunFile]:
        """The run files by name; `phantom` takes the place of their own geometry.

        Raises:
            InputError: one is wrong; with file and line.
        """
        if self.run is None:
            return {}
        base = self.run if phantom is None else {**self.run, "geometry": phantom}
        changes = self.variants or {ONLY_RUN: {}}
        return {name: _read_run(_merged(base, change), document) for name, change in changes.items()}

    def reference_files(self) -> list[str]:
        """Files that the case cannot do without."""
        tables = [
            check.file for check in self.checks if isinstance(check, Attenuation | Stopping | BeamRadius)
        ]
        phantoms = [] if self.phantom is None else [self.phantom.file]
        return [curve.reference.file for curve in self.curves.values()] + tables + phantoms


def case_files() -> dict[str, Path]:
    """The shipped case files by name, sorted."""
    folder = shipped_folder("benchmarks") / "cases"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def chosen_files(names: list[str] | None) -> dict[str, Path]:
    """Case files by name: all shipped ones, or those that `names` (names, parts of names, or paths) mean.

    Raises:
        InputError: a name means none.
    """
    known = case_files()
    if not names:
        return known
    chosen: dict[str, Path] = {}
    for name in names:
        if name.endswith((".yaml", ".yml")):
            chosen[Path(name).stem] = Path(name)
            continue
        found = {key: path for key, path in known.items() if name in (key, "all") or name in key}
        if not found:
            hint = did_you_mean(name, known) or f"; there are: {', '.join(known)}"
            raise InputError(f"no validation case is called '{name}'{hint}")
        chosen.update({name: known[name]} if name in known else found)
    return chosen


def read_case(path: Path) -> tuple[Case, Document]:
    """A case and the file that it stands in.

    Raises:
        InputError: something is wrong; with file and line.
    """
    document = read_document(path)
    return document.read_as(Case), document


def _merged(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with the values of `change` in place of its own, key by key."""
    merged = dict(base)
    for key, value in change.items():
        old = merged.get(key)
        both = isinstance(old, Mapping) and isinstance(value, Mapping)
        merged[key] = _merged(old, value) if both else value  # type: ignore[arg-type]
    return merged


def _read_run(data: dict[str, Any], document: Document) -> RunFile:
    try:
        return RunFile.model_validate(data, context={"folder": document.folder})
    except ValidationError as error:
        path, message = explain(error, data)
        raise document.error_at(("run", *path), message) from None
    except McsimError as error:
        raise document.locate(error.at(key=f"run.{error.key}" if error.key else "run")) from None
