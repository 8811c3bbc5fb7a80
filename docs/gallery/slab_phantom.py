# %% [markdown]
# # Bone, lung and a nodule
#
# A small 6 MV beam on a chest in slabs: bone behind a little water, then lung with a
# spherical nodule. The phantom is shipped with mcsim under a name.

# %%
import mcsim as mc

phantom = mc.VoxelPhantom.named("lung_bone_slabs")
phantom

# %%
beam = mc.Beam(
    "photon",
    energy=mc.Spectrum("mohan6"),
    shape=mc.Rectangle("4, 4 cm"),
    source_distance="100 cm",
)
physics = mc.Physics(cutoff=mc.Cutoff(electron="100 keV", photon="10 keV"))
tallies = [mc.Dose("dose"), mc.RegionEnergy("regions")]
result = mc.Simulation(
    phantom, beam, physics, tallies, title="6 MV photons on bone and lung"
).run(4e5, seed=7)

# %% [markdown]
# A tally of regions has the energy deposited in each; divided by the mass it is the
# mean dose, with an uncertainty that knows of the correlation between voxels.

# %%
arrays = phantom.arrays()
mass = arrays.density * arrays.volumes()
regions = result["regions"]
for number, name in enumerate(arrays.region_names):
    gray = 1e15 * mc.units.GRAY_PER_MEV_PER_GRAM / mass[arrays.region == number].sum()
    mean, error = gray * regions.value[number], gray * regions.uncertainty[number]
    print(f"{name:8s} {mean:7.2f} ± {error:.2f} fGy per photon")

# %% [markdown]
# In lung the electrons fly far: the dose sinks there for a beam as small as this, and
# builds up again in the nodule.

# %% alt="Depth dose through bone, lung and the nodule"
dose = result["dose"]
axes = dose.depth_curve(width="1 cm").plot()
for name, low, high in (("bone", 1, 2), ("nodule", 6, 9)):
    axes.axvspan(low, high, color="0.85", zorder=0)
    axes.text(
        (low + high) / 2, 0.03 * axes.get_ylim()[1], name, ha="center", fontsize=8
    )

# %% alt="Dose-volume histograms of bone, lung and nodule"
histograms = [
    dose.dvh(arrays.region == number, name)
    for number, name in enumerate(arrays.region_names)
]
histograms[2].plot(*histograms[:2])
print(histograms[2])

# %% alt="Slice of the dose with isodose lines, and its relative uncertainty"
dose.slice("y").plot(uncertainty=True)
