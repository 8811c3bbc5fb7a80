# %% [markdown]
# # Photons on a water tank
#
# A 6 MV beam, 10 x 10 cm² at the surface of a tank of water: the first thing that is
# measured on a new linear accelerator, and a good first run.

# %%
import mcsim as mc

phantom = mc.VoxelPhantom.box(size="30, 30, 30 cm", voxel="5 mm", material="water")
beam = mc.Beam(
    "photon",
    energy=mc.Spectrum("mohan6"),
    shape=mc.Rectangle("10, 10 cm"),
    source_distance="100 cm",
)
beam

# %% [markdown]
# The number of source particles decides how small the uncertainty becomes; the same
# seed gives the same result to the bit.

# %%
simulation = mc.Simulation(phantom, beam, title="6 MV photons on water")
dose = simulation.run(histories=6e5, seed=1)["dose"]

# %% [markdown]
# The dose builds up over the range of the electrons that the photons set free, then
# falls off with the photons. The band is one standard uncertainty; it comes from the
# spread of the batches of the run.

# %% alt="Depth dose of a 6 MV beam in water, with its uncertainty in the lower panel"
curve = dose.depth_curve(width="8 cm")
at_maximum = curve.centers[curve.value.argmax()]
at_ten = curve.value[abs(curve.centers - 10.25).argmin()] / curve.value.max()
print(f"largest dose at {at_maximum:.2f} cm; at 10 cm it is {100 * at_ten:.0f} % of it")
curve.plot()

# %% [markdown]
# Profiles across the beam: the field is wider in the depth, since it diverges, and
# scatter fills its edges.

# %% alt="Profiles of the dose along x at three depths"
profiles = [dose.profile("x", at=f"{depth} cm") for depth in (2, 10, 20)]
axes = profiles[0].plot()
for profile in profiles[1:]:
    profile.plot(axes=axes)

# %% alt="Slice of the dose through the middle of the tank, with isodose lines"
dose.slice("y").plot()
