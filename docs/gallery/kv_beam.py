# %% [markdown]
# # A diagnostic X-ray beam
#
# A 100 kV spectrum before and behind 5 mm of aluminum. The spectrum of the tube is
# Kramers' law, N(E) ~ (E_max − E) / E, behind 2.5 mm of aluminum: a smooth stand-in
# without characteristic lines.

# %%
import numpy as np

import mcsim as mc
from mcsim.tables.photon import mass_attenuation
from mcsim.units import keV, mm

edges = np.arange(10 * keV, 100.5 * keV, 1 * keV)
middle = 0.5 * (edges[1:] + edges[:-1])
aluminum = mc.material("aluminum")
filtered = np.exp(
    -mass_attenuation(aluminum, middle)["total"] * aluminum.density * 2.5 * mm
)
spectrum = mc.HistogramSpectrum(edges, (100 * keV - middle) / middle * filtered)
beam = mc.Beam("photon", energy=spectrum, shape=mc.Rectangle("5, 5 cm"))
aluminum

# %% [markdown]
# Planes count what crosses them, told apart by kind, side and what has happened on the
# way.

# %%
phantom = mc.VoxelPhantom.rectilinear(
    x="-10, 10 cm", y="-10, 10 cm", z="0, 0.5, 1, 1.5, 5, 6 cm", material="vacuum"
).painted(mc.Slab("z", "1 cm", "1.5 cm"), aluminum, name="plate")
bins = mc.EnergyBins(to=100 * keV, number=50)
tallies = [
    mc.PlaneFluence("before", "z", "0.5 cm", bins),
    mc.PlaneFluence("behind", "z", "5 cm", bins),
]
physics = mc.Physics(cutoff=mc.Cutoff(electron="20 keV", photon="1 keV"))
result = mc.Simulation(phantom, beam, physics, tallies, title="5 mm of aluminum").run(
    5e5
)

# %% alt="Spectra of photons before and behind 5 mm of aluminum"
forwards = {"particle": "photon", "side": "towards +z"}
before, behind = (
    result[f"{name}_crossings"].project("energy", **forwards)
    for name in ("before", "behind")
)
for name, each in (("before", before), ("behind", behind)):
    mean = np.average(each.axes[0].centers, weights=each.value)
    number = each.value.sum()
    print(f"{name}: {number:.3f} photons per source photon, mean {mean / keV:.1f} keV")
axes = before.plot(label="before the plate")
behind.plot(axes=axes, label="behind it")

# %% [markdown]
# Only a part of the photons behind the plate has come straight through.

# %% alt="Photons behind the plate: unscattered, Rayleigh scattered, Compton scattered"
result["behind_crossings"].project("energy", "origin", **forwards).plot(
    logarithmic=True
)

# %% [markdown]
# In water such a beam loses half of its dose within a few centimetres. Kerma is scored
# by track length along the photon flights, with far less noise than the dose; at these
# energies the two agree.

# %% alt="Kerma and dose along the axis of the kilovoltage beam in water"
water = mc.VoxelPhantom.box(size="10, 10, 10 cm", voxel="2.5 mm", material="water")
result = mc.Simulation(water, beam, physics, [mc.Dose("dose"), mc.Kerma("kerma")]).run(
    2e5
)
dose, kerma = (result[name].depth_curve(width="4 cm") for name in ("dose", "kerma"))
axes = dose.plot(label="dose")
kerma.plot(axes=axes, label="kerma")
