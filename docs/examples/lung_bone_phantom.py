"""A 6 MV photon beam through bone and lung with a nodule: dose in the regions, profiles, a picture.

python lung_bone_phantom.py [HISTORIES]
"""

import sys

import mcsim as mc

HISTORIES = float(sys.argv[1]) if len(sys.argv) > 1 else 2e6

phantom = (
    mc.VoxelPhantom.box(size="20, 20, 20 cm", voxel="2.5 mm", material="water")
    .painted(mc.Slab("z", "1 cm", "2 cm"), "cortical bone", name="bone")
    .painted(mc.Slab("z", "3 cm", "12 cm"), "lung", name="lung")
    .painted(mc.Sphere("0, 0, 7.5 cm", "1.5 cm"), "water", name="nodule")
)
beam = mc.Beam(
    "photon", energy=mc.Spectrum("mohan6"), shape=mc.Rectangle("4, 4 cm"), source_distance="100 cm"
)
simulation = mc.Simulation(
    phantom,
    beam,
    mc.Physics(cutoff=mc.Cutoff(electron="100 keV", photon="10 keV")),
    tallies=[mc.Dose("dose"), mc.RegionEnergy("regions")],
    title="6 MV photons on bone and lung",
)
result = simulation.run(HISTORIES, seed=7)

arrays = phantom.arrays()
mass = arrays.density * arrays.volumes()
regions = result["regions"]
print("mean dose per source particle (fGy)")
for number, name in enumerate(arrays.region_names):
    gray = 1e15 * mc.units.GRAY_PER_MEV_PER_GRAM / mass[arrays.region == number].sum()
    print(f"  {name:8s} {gray * regions.value[number]:7.2f} +- {gray * regions.uncertainty[number]:.2f}")

dose = result["dose"]
depth = dose.depth_curve(width="1 cm")
across = dose.profile(axis="x", at="7.5 cm")
deepest = depth.centers[depth.value.argmax()]
print(f"largest dose on the axis at z = {deepest:.2f} cm (uncertainties from {depth.uncertainty_from})")
beside = across.value[abs(across.centers - 2.4).argmin()]
print(f"dose in lung beside the nodule at x = 2.4 cm: {beside:.2e} {dose.unit}")
result.plot("lung_bone.png")
result.save("lung_bone.h5")
