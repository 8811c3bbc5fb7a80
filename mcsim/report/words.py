"""A run in words: rows of heading and text about sources, physics settings, phantoms and materials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mcsim.sources.beam import Beam
from mcsim.sources.direction import Along, Cone, Fan
from mcsim.sources.energy import (
    GaussianEnergy,
    HistogramSpectrum,
    LineSpectrum,
    MonoEnergy,
    relative_weights,
)
from mcsim.sources.scanned import ScannedBeam
from mcsim.sources.shape import Circle, GaussianSpot, Rectangle, Volume
from mcsim.units import deg, energy_text, length_text

if TYPE_CHECKING:
    from mcsim.materials.material import Material
    from mcsim.settings import Physics

Rows = list[tuple[str, str]]
"""Pairs of heading and text."""


def source_rows(source: Beam | ScannedBeam) -> Rows:
    """A source in words."""
    if isinstance(source, ScannedBeam):
        return _scanned_rows(source)
    rows = [
        ("particle", source.particle),
        ("energy", energy_words(source.energy)),
        ("shape", _shape_words(source.shape)),
    ]
    if not isinstance(source.shape, Volume):
        rows.append(("position", point_words(source.position)))
    rows.append(("direction", _direction_words(source)))
    return rows


def _scanned_rows(source: ScannedBeam) -> Rows:
    spots = source.resolved()
    low, high = float(spots.energy.min()), float(spots.energy.max())
    energies = energy_text(low) if low == high else f"{energy_text(low)} to {energy_text(high)}"
    widths = " to ".join(
        dict.fromkeys(length_text(float(each)) for each in (spots.sigma_x.min(), spots.sigma_x.max()))
    )
    return [
        ("particle", f"{source.particle}, scanned"),
        ("spots", f"{len(spots.x)} in {len(np.unique(spots.energy))} energy layers, {energies}"),
        ("spot size (1σ)", f"{widths} along the first axis"),
        ("isocentre", point_words(source.position)),
        ("direction", _vector_words(source.direction)),
        ("start", f"{length_text(source.drift)} before the isocentre"),
    ]


def energy_words(energy: MonoEnergy | GaussianEnergy | LineSpectrum | HistogramSpectrum) -> str:
    """An energy distribution in words."""
    if isinstance(energy, MonoEnergy):
        return energy_text(energy.energy)
    if isinstance(energy, GaussianEnergy):
        return f"{energy_text(energy.mean)}, Gaussian with σ = {energy_text(energy.sigma)}"
    weights = relative_weights(energy.weights)
    if isinstance(energy, LineSpectrum):
        places, what = np.array(energy.energies), "lines"
        low, high = float(places.min()), float(places.max())
    else:
        edges = np.array(energy.edges)
        places, what = 0.5 * (edges[1:] + edges[:-1]), "bins"
        low, high = float(edges[0]), float(edges[-1])
    mean = float(np.average(places, weights=weights))
    return (
        f"spectrum of {len(weights)} {what}, {energy_text(low) if low else '0'} to {energy_text(high)},"
        f" mean {energy_text(float(f'{mean:.4g}'))}"
    )


def _shape_words(shape: object) -> str:
    if isinstance(shape, Rectangle):
        return f"rectangle, {' x '.join(length_text(each) for each in shape.size)}"
    if isinstance(shape, Circle):
        return f"disc of radius {length_text(shape.radius)}"
    if isinstance(shape, GaussianSpot):
        sizes = dict.fromkeys(length_text(each) for each in shape.sigma)
        return f"Gaussian spot, σ = {' x '.join(sizes)}"
    if isinstance(shape, Volume):
        return f"{type(shape.shape).__name__.lower()}, evenly per {shape.by}"
    return "point"


def _direction_words(source: Beam) -> str:
    direction = source.direction
    if isinstance(direction, Along):
        along = _vector_words(direction.axis)
        if source.source_distance is None:
            return f"parallel, {along}"
        return f"diverging from a point {length_text(source.source_distance)} behind, {along}"
    if isinstance(direction, Cone):
        return f"cone of {direction.half_angle / deg:.4g}° half angle, {_vector_words(direction.axis)}"
    if isinstance(direction, Fan):
        angles = " x ".join(f"{angle / deg:.4g}°" for angle in direction.angles)
        return f"fan of {angles}, {_vector_words(direction.axis)}"
    return "isotropic"


def _vector_words(vector: tuple[float, float, float]) -> str:
    for number, name in enumerate("xyz"):
        if abs(abs(vector[number]) - 1.0) < 1e-12:
            return f"along {'+' if vector[number] > 0 else '-'}{name}"
    return f"along ({', '.join(f'{each:.4g}' for each in vector)})"


def point_words(point: Sequence[float]) -> str:
    """A place in words."""
    return f"({', '.join(f'{each:.6g}' for each in point)}) cm"


def physics_rows(physics: Physics) -> Rows:
    """Physics settings in words; variance reduction only where there is some."""
    cutoff, games = physics.cutoff, physics.variance_reduction
    rows = [
        (
            "transport ends at",
            f"{energy_text(cutoff.electron)} (electrons, positrons), {energy_text(cutoff.photon)} (photons),"
            f" {energy_text(cutoff.hadron)} (protons, light ions)",
        ),
        (
            "secondaries begin at",
            f"{energy_text(physics.production_electron)} (electrons),"
            f" {energy_text(physics.production_photon)} (bremsstrahlung)",
        ),
        ("steps of charged particles", physics.accuracy),
        ("photon flights", physics.photon_transport),
    ]
    if not physics.nuclear:
        rows.append(("nuclear collisions", "none"))
    if physics.delta_electrons:
        rows.append(("delta electrons of hadrons", "followed"))
    default = type(games)()
    if games != default:
        changed = [
            f"{name.replace('_', ' ')} {str(text).strip('{}')}"
            for name, text in games.to_mapping().items()
            if getattr(games, name) != getattr(default, name)
        ]
        rows.append(("variance reduction", ", ".join(changed)))
    return rows


def phantom_rows(edges: Sequence[np.ndarray], regions: Sequence[str] = ()) -> Rows:
    """A voxel grid in words, from its edges along x, y and z (cm)."""
    counts = " x ".join(str(len(row) - 1) for row in edges)
    sizes = " x ".join(f"{row[-1] - row[0]:.6g}" for row in edges)
    spans = ", ".join(f"{name} {row[0]:.6g} to {row[-1]:.6g}" for name, row in zip("xyz", edges, strict=True))
    rows = [
        ("voxels", f"{counts} (x, y, z)"),
        ("size", f"{sizes} cm"),
        ("voxel size", " x ".join(_widths(row) for row in edges)),
        ("extent", f"{spans} cm"),
    ]
    return rows + ([("regions", ", ".join(regions))] if regions else [])


def _widths(row: np.ndarray) -> str:
    widths = np.diff(row)
    low, high = float(widths.min()), float(widths.max())
    if high - low <= 1e-6 * high:
        return length_text(float(f"{low:.6g}"))
    return f"{length_text(float(f'{low:.6g}'))} … {length_text(float(f'{high:.6g}'))}"


def composition_words(material: Material) -> str:
    """Mass fractions in words, the largest first."""
    parts = sorted(zip(material.mass_fractions, material.elements, strict=True), key=lambda part: -part[0])
    return ", ".join(f"{element.symbol} {100.0 * fraction:.3g}\u00a0%" for fraction, element in parts)


def material_rows(material: Material) -> Rows:
    """A material in words."""
    if material.density == 0.0:
        return [("density", "0, a vacuum")]
    return [
        ("density", f"{material.density:.6g} g/cm³"),
        ("mean excitation energy", energy_text(material.mean_excitation_energy)),
        ("mass fractions", composition_words(material)),
        ("electrons per gram", f"{material.electrons_per_gram:.4g}"),
        ("conductor", "yes" if material.conducting else "no"),
    ]
