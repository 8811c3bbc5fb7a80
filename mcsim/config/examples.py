"""An example of every form that a section of a run file may have, for the reference page."""

from __future__ import annotations

_TANK = 'size: "30, 30, 30 cm", voxel: 5 mm, material: water'

WHOLE = f"""\
mcsim: 1
geometry:
  voxels: {{{_TANK}}}
source: {{particle: photon, energy: 6 MeV, shape: {{rectangle: "10, 10 cm"}}}}
run: {{histories: 1e6}}
"""
"""A short run file."""

EXAMPLES = {
    "Dose": (
        "tallies: {dose: {type: dose}}",
        'tallies: {fine: {type: dose, grid: {size: "2, 2, 10 cm", voxel: 1 mm}}}',
        "tallies: {primaries: {type: dose, particles: primary protons, medium: water}}",
    ),
    "Kerma": ("tallies: {kerma: {type: kerma}}",),
    "LinearEnergyTransfer": (
        "tallies: {letd: {type: let}}",
        "tallies: {lett: {type: let, average: track, particles: all hadrons}}",
    ),
    "RegionEnergy": ("tallies: {organs: {type: region_energy}}",),
    "Escape": (
        "tallies: {out: {type: escape}}",
        "tallies: {out: {type: escape, energy_bins: {to: 6 MeV, number: 60}, cosine_bins: {number: 10}}}",
    ),
    "PlaneFluence": ("tallies: {behind: {type: plane, axis: z, position: 10 cm}}",),
    "PulseHeight": (
        "tallies: {pulses: {type: pulse_height, region: crystal, energy_bins: {to: 1 MeV, number: 500}}}",
    ),
    "Tracks": ("tallies: {tracks: {type: tracks, histories: 200}}",),
    "VoxelPhantom": (
        f"geometry: {{voxels: {{{_TANK}}}, world: air}}",
        "geometry: {name: water_tank}",
        "geometry: {file: phantom.yaml}",
    ),
    "Beam": (
        "source: {particle: electron, energy: 12 MeV}",
        'source: {particle: photon, energy: {spectrum: mohan6}, shape: {rectangle: "10, 10 cm"},'
        ' position: "0, 0, -5 cm", direction: "0, 0, 1", source_distance: 95 cm}',
    ),
    "ScannedBeam": ("source: {particle: proton, spots: field.csv, spot_sigma: 4 mm, energy_sigma: 0.8 MeV}",),
    "Physics": ("physics: {cutoff: {electron: 100 keV}, accuracy: detailed}",),
    "Grid": (
        'grid: {size: "2, 2, 10 cm", voxel: 1 mm, center: "0, 0, 5 cm"}',
        "grid: {edges: {x: -1 to 1 cm by 1 mm, y: -1 to 1 cm by 1 mm, z: 0 to 10 cm by 1 mm}}",
    ),
    "EnergyBins": (
        "energy_bins: {to: 6 MeV, number: 60}",
        "energy_bins: {from: 1 keV, to: 1 MeV, number: 30, spacing: logarithmic}",
        'energy_bins: {edges: "0, 10, 60 keV"}',
    ),
    "CosineBins": ("cosine_bins: {number: 10}", 'cosine_bins: {edges: "0, 0.5, 1"}'),
    "LengthBins": ("first_bins: {from: -5 cm, to: 5 cm, number: 20}", 'first_bins: {edges: "-5, 0, 5 cm"}'),
    "Run": ("run: {histories: 1e6, batches: 20, seed: 1}", "run: {histories: 1e9, until: 1 %}"),
    "Voxels": (
        f"voxels: {{{_TANK}}}",
        f"voxels: {{{_TANK}, paint: [{{slab: {{from: 2 cm, to: 3 cm}}, material: lung}}]}}",
        'voxels: {edges: {x: "-1, 0, 1 cm", y: "-1, 0, 1 cm", z: 0 to 5 cm by 1 mm}, material: water}',
    ),
    "World": (
        "world: vacuum  # the default",
        "world: air",
        "world: {material: air, margin: 50 cm}",
    ),
    "MonoEnergy": ("energy: 6 MeV", "energy: {mono: 6 MeV}", "energy: {mono: {energy: 6 MeV}}"),
    "GaussianEnergy": ("energy: {gaussian: {mean: 12 MeV, sigma: 0.2 MeV}}",),
    "LineSpectrum": ('energy: {lines: {energies: "1.173, 1.333 MeV", weights: "1, 1"}}',),
    "HistogramSpectrum": ('energy: {histogram: {edges: "0, 1, 2, 6 MeV", weights: "1, 2, 1"}}',),
    "Spectrum": ("energy: {spectrum: mohan6}", "energy: {spectrum: {name: mohan6}}"),
    "SpectrumFile": ("energy: {file: tube.csv}", "energy: {file: {path: tube.csv}}"),
    "Point": ("shape: point  # the default",),
    "Rectangle": (
        'shape: {rectangle: "10, 5 cm"}',
        "shape: {rectangle: 10 cm}",
        'shape: {rectangle: {size: "10, 5 cm"}}',
    ),
    "Circle": ("shape: {circle: 2 cm}", "shape: {circle: {radius: 2 cm}}"),
    "GaussianSpot": (
        "shape: {gaussian: 3 mm}",
        'shape: {gaussian: "3, 4 mm"}',
        'shape: {gaussian: {sigma: "3, 4 mm"}}',
    ),
    "Volume": (
        'shape: {volume: {box: {center: "0, 0, 5 cm", size: "2, 2, 2 cm"}}}',
        'shape: {volume: {sphere: {center: "0, 0, 5 cm", radius: 1 cm}, by: mass}}',
    ),
    "Along": (
        "direction: 0, 0, 1  # the default",
        'direction: {along: "0, 0, 1"}',
        'direction: {along: {axis: "0, 0, 1"}}',
    ),
    "Isotropic": ("direction: isotropic",),
    "Cone": ("direction: {cone: {half_angle: 10 deg}}",),
    "Fan": ('direction: {fan: {angles: "50, 2 deg", axis: "1, 0, 0"}}',),
    "SpotList": ('spots: {energy: "100, 120 MeV", x: "-20, -20 mm", y: "0, 0 mm", weight: "1.2, 3.1"}',),
    "Cutoff": ("cutoff: {electron: 100 keV, photon: 10 keV}",),
    "Production": ("production: {electron: 100 keV}",),
    "VarianceReduction": (
        "variance_reduction: {bremsstrahlung_splitting: 10, russian_roulette: {photon: 0.1}}",
    ),
    "GridEdges": (
        'edges: {x: -5 to 5 cm by 5 mm, y: -5 to 5 cm by 5 mm, z: "0 to 2 cm by 2 mm, 2 to 3 cm by 0.5 mm"}',
        'edges: {x: "-1, 0, 1 cm", y: "-1, 0, 1 cm", z: "0, 1, 3 cm"}',
    ),
    "MaterialDescription": (
        "material: water",
        "material: {name: water, density: 0.99 g/cm3}",
        "material: {name: water, mean_excitation_energy: 75 eV}",
        "material: {formula: C5H8O2, density: 1.19 g/cm3}",
        "material: {name: steam, mass_fractions: {H: 11.19 %, O: 88.81 %}, density: 0.6 mg/cm3}",
    ),
    "Paint": (
        "paint: [{slab: {from: 2 cm, to: 3 cm}, material: lung}]",
        'paint: [{box: {center: "0, 0, 5 cm", size: "2, 2, 2 cm"}, material: lead, name: block}]',
    ),
    "Box": ('box: {center: "0, 0, 5 cm", size: "2, 2, 2 cm"}',),
    "Sphere": ('sphere: {center: "0, 0, 5 cm", radius: 1 cm}',),
    "Cylinder": ('cylinder: {center: "0, 0, 5 cm", radius: 1 cm, height: 4 cm, axis: x}',),
    "RussianRoulette": ("russian_roulette: {photon: 0.1, electron: 0.05}",),
    "Slab": ("slab: {axis: z, from: 2 cm, to: 3 cm}",),
}
"""Lines of YAML by section: the key that holds what the section describes, and its value."""
