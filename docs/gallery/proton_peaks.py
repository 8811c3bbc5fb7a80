# %% [markdown]
# # Bragg peak and spread-out peak
#
# Protons slow down and stop: most of their dose is at the end of their range. Several
# energies with proper weights make a plateau out of the peak. The dose of a narrow beam
# in slices as wide as the phantom is the depth dose of a broad beam, so the grid has
# one voxel across.

# %%
import numpy as np

import mcsim as mc
from mcsim.plots.style import VERMILLION, use_house_style
from mcsim.units import MeV, cm

use_house_style()

phantom = mc.VoxelPhantom.rectilinear(
    x="-10, 10 cm", y="-10, 10 cm", z=np.linspace(0.0, 12.0, 121), material="water"
)
spread = 0.8 * MeV

# %% [markdown]
# One energy first, with the linear energy transfer of the protons.

# %% alt="Depth dose and linear energy transfer of 115 MeV protons in water"
beam = mc.Beam("proton", energy=mc.GaussianEnergy(115 * MeV, spread))
tallies = [mc.Dose("dose"), mc.LinearEnergyTransfer("let")]
single = mc.Simulation(phantom, beam, tallies=tallies, title="115 MeV protons").run(2e4)
dose, transfer = single["dose"].depth_curve(), single["let"].depth_curve()
axes = dose.plot(label="dose")
right = axes.twinx()
reached = dose.value > 0.01 * dose.value.max()
right.plot(
    transfer.centers[reached],
    transfer.value[reached],
    "--",
    color=VERMILLION,
    label="LETd",
)
right.set_ylabel("Dose-averaged LET of protons (keV/µm)", color=VERMILLION)
right.set_ylim(bottom=0)
axes.get_legend().remove()
axes.figure.legend(loc="outside upper center", ncols=2)

# %% [markdown]
# `spread_out_peak` gives energies and weights for a plateau that ends at a depth:
# analytic ones, here.

# %%
distal, width = 10 * cm, 3 * cm
peak = mc.spread_out_peak(distal, width, energy_sigma=spread)
for energy, weight in zip(peak.energies, peak.weights, strict=True):
    print(f"{energy:6.2f} MeV  {weight:.4f}")

# %% [markdown]
# Each layer is run by itself, so that the picture shows how they add up. With these
# curves the weights can be refined: the plateau of the sum becomes flat to a percent.

# %% alt="A spread-out Bragg peak and the weighted peaks it is made of"
beams = [
    mc.Beam("proton", energy=mc.GaussianEnergy(energy, spread))
    for energy in peak.energies
]
curves = [mc.Simulation(phantom, beam).run(4e3)["dose"].depth_curve() for beam in beams]
refined = mc.spread_out_peak(distal, width, energies=peak.energies, curves=curves)
field = mc.ScannedBeam(refined.spots(), energy_sigma=spread)
total = (
    mc.Simulation(phantom, field, title="spread-out peak")
    .run(4e4, seed=2)["dose"]
    .depth_curve()
)

plateau = total.value[
    (total.centers > distal - width) & (total.centers < distal - 0.3 * cm)
]
print(f"plateau flat to {100 * plateau.std() / plateau.mean():.1f} % (rms)")
print(f"entrance dose {100 * total.value[0] / plateau.mean():.0f} % of the plateau")
axes = total.plot(label="all layers")
weights = np.array(refined.weights) / np.sum(refined.weights)
for weight, curve in zip(weights, curves, strict=True):
    axes.plot(curve.centers, weight * curve.value, color="0.5", lw=0.7)
