"""Fano's theorem: a gas-like cavity in water, 1 MeV electrons born evenly per mass, dose even per mass.

    python fano_cavity.py [HISTORIES]

With a source that is uniform per mass, the dose is uniform in a medium of one composition whatever its
density. Wall, cavity and the layers beside the wall must all get the emitted energy per mass: a strict test
of how an electron crosses voxel walls. The densities come as an array, so that all voxels share one material
and with it one density effect. Bremsstrahlung is kept as a continuous loss that stays on the track (the
photon production threshold lies above the energy), since photons would carry energy out.
"""

import sys

import numpy as np

import mcsim as mc

HISTORIES = float(sys.argv[1]) if len(sys.argv) > 1 else 2e6
CAVITY = 1e-3  # g/cm3

# A flat cavity, 5 x 5 x 0.2 cm3, and along z the wall before it, its last 0.3 mm, and the same behind.
z = [0.0, 0.57, 0.6, 0.65, 0.75, 0.8, 0.83, 1.4]  # cm
layers = ["front wall", "front skin", "cavity 1", "cavity 2", "cavity 3", "back skin", "back wall"]
index = np.zeros((len(layers), 3, 3), dtype=np.int16)
density = np.ones(index.shape)
density[2:5, 1, 1] = CAVITY  # closed by walls wider than the range on all sides
region = np.full(index.shape, -1, dtype=np.int16)
region[:, 1, 1] = np.arange(len(layers))
edges = mc.GridEdges(x=[-3.5, -2.5, 2.5, 3.5], y=[-3.5, -2.5, 2.5, 3.5], z=z)
phantom = mc.VoxelPhantom.from_arrays(
    index, ["water"], density=density, edges=edges, region=region, region_names=layers
)
beam = mc.Beam(
    "electron",
    energy="1 MeV",
    shape=mc.Volume(box=mc.Box("0, 0, 0.7 cm", "7, 7, 1.4 cm"), by="mass"),
    direction=mc.Isotropic(),
)

arrays = phantom.arrays()
mass = arrays.density * arrays.volumes()
emitted = 1.0 / mass.sum()  # MeV per gram and source particle
for accuracy in ("fast", "standard", "detailed"):
    physics = mc.Physics(cutoff=mc.Cutoff(electron="20 keV", photon="2 MeV"), accuracy=accuracy)
    result = mc.Simulation(phantom, beam, physics, [mc.RegionEnergy("layers")]).run(HISTORIES)
    print(accuracy)
    for number, name in enumerate(layers):
        if "skin" in name or "cavity" in name:
            expected = emitted * mass[number, 1, 1]
            ratio = result["layers"].value[number] / expected
            error = result["layers"].uncertainty[number] / expected
            print(f"  {name:10s} {ratio:.4f} +- {error:.4f} of the emitted energy per mass")
