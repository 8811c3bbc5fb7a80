"""A diagnostic X-ray beam before and behind 5 mm of aluminum: spectra from plane tallies, and backscatter.

    python kv_aluminum_filter.py [HISTORIES]

The spectrum of the tube is Kramers' law, N(E) ~ (E_max - E) / E, behind 2.5 mm of aluminum: a smooth stand-in
without characteristic lines.
"""

import sys

import numpy as np

import mcsim as mc
from mcsim.tables.photon import mass_attenuation
from mcsim.units import keV

HISTORIES = float(sys.argv[1]) if len(sys.argv) > 1 else 1e6
PEAK = 100 * keV
FILTER = 0.25  # cm

edges = np.arange(10 * keV, PEAK + 0.5 * keV, 1 * keV)
middle = 0.5 * (edges[1:] + edges[:-1])
aluminum = mc.material("aluminum")
filtered = np.exp(-mass_attenuation(aluminum, middle)["total"] * aluminum.density * FILTER)
spectrum = mc.HistogramSpectrum(edges, (PEAK - middle) / middle * filtered)

# 1 cm of vacuum, the plate, 4 cm of vacuum: planes lie on voxel faces inside the grid.
phantom = mc.VoxelPhantom.rectilinear(
    x="-10, 10 cm", y="-10, 10 cm", z="0, 0.5, 1, 1.5, 5, 6 cm", material="vacuum"
).painted(mc.Slab("z", "1 cm", "1.5 cm"), aluminum, name="plate")
beam = mc.Beam("photon", energy=spectrum, shape=mc.Rectangle("5, 5 cm"))
bins = mc.EnergyBins(to=PEAK, number=50)
tallies = [
    mc.PlaneFluence("before", "z", "0.5 cm", bins),
    mc.PlaneFluence("behind", "z", "5 cm", bins),
    mc.RegionEnergy("energy"),
    mc.Escape("out"),
]
physics = mc.Physics(cutoff=mc.Cutoff(electron="20 keV", photon="1 keV"))
result = mc.Simulation(phantom, beam, physics, tallies, title="5 mm of aluminum").run(HISTORIES)

photon, forwards = 0, 0  # first labels of the axes `particle` and `side`
for name in ("before", "behind"):
    counts = result[f"{name}_crossings"].value[photon, forwards, :, :, 0, 0]  # (origin, energy)
    centers = result[f"{name}_crossings"].axis("energy").centers
    mean = (counts.sum(axis=0) * centers).sum() / counts.sum()
    print(f"{name:7s} {counts.sum():.4f} photons per source photon, mean energy {mean / keV:.1f} keV")
    origins = result[f"{name}_crossings"].axis("origin").labels
    for origin, part in zip(origins, counts.sum(axis=1), strict=True):
        print(f"        {origin:12s} {part:.5f}")

plate, error = result["energy"].value[0], result["energy"].uncertainty[0]
print(f"deposited in the plate: {plate / keV:.3f} +- {error / keV:.3f} keV per photon")
back = result["out"].value[photon, result["out"].axis("face").labels.index("-z")]
print(f"backscattered: {back.sum():.4f} photons per source photon")
result["behind"].plot("kv_spectrum.png")
