# %% [markdown]
# # Electron beams
#
# Broad electron beams of three energies on water. The dose of a narrow beam in slices
# as wide as the phantom is that of a broad beam on its axis (by reciprocity), with much
# less noise: so the grid has one voxel across.

# %%
import numpy as np
from matplotlib import pyplot as plt

import mcsim as mc
from mcsim.plots.style import use_house_style

use_house_style()

phantom = mc.VoxelPhantom.rectilinear(
    x="-20, 20 cm", y="-20, 20 cm", z=np.linspace(0.0, 7.5, 76), material="water"
)
physics = mc.Physics(cutoff=mc.Cutoff(electron="100 keV", photon="10 keV"))
curves = {}
for energy in (6, 9, 12):
    beam = mc.Beam("electron", energy=mc.GaussianEnergy(f"{energy} MeV", "0.2 MeV"))
    result = mc.Simulation(phantom, beam, physics).run(1e5, seed=energy)
    curves[energy] = result["dose"].depth_curve()

# %% [markdown]
# Half of the largest dose is reached at the depth R50; the mean energy at the surface
# follows from it by the rule of dosimetry protocols, E = 2.33 MeV/cm · R50 (a fit to
# simulations of broad beams).

# %% alt="Depth doses of 6, 9 and 12 MeV electrons in water, each to its maximum"
_, axes = plt.subplots(figsize=(5.5, 3.6), layout="constrained")
for energy, curve in curves.items():
    percent = 100 * curve.value / curve.value.max()
    behind = curve.centers > curve.centers[curve.value.argmax()]
    r50 = np.interp(-50, -percent[behind], curve.centers[behind])
    print(f"{energy:2d} MeV: R50 = {r50:.2f} cm, 2.33 R50 = {2.33 * r50:.1f} MeV")
    (line,) = axes.plot(curve.centers, percent, label=f"{energy} MeV")
    axes.plot(r50, 50, "o", color=line.get_color(), ms=4)
axes.set(
    xlabel="Depth (cm)", ylabel="Dose (% of maximum)", xlim=(0, 7.5), ylim=(0, 105)
)
axes.grid()
axes.legend(title="dots: R50")
