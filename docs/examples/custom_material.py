"""Materials of one's own: a crystal by its formula, a gel by mass fractions, tissue at other densities.

python custom_material.py [HISTORIES]
"""

import sys

import mcsim as mc
from mcsim.units import eV, keV

HISTORIES = float(sys.argv[1]) if len(sys.argv) > 1 else 1e5

lyso = mc.from_formula("Lu1.8Y0.2SiO5", density=7.1, name="LYSO crystal")
gel = mc.from_mass_fractions(
    {"H": 0.1077, "C": 0.0545, "N": 0.0141, "O": 0.8234, "S": 0.0003}, density=1.03, name="gelatin gel"
)
alloy = mc.from_mass_fractions(
    {"W": 0.9, "Ni": 0.07, "Fe": 0.03}, density=17.0, name="W-Ni-Fe", conducting=True
)
warm_water = mc.material("water", density=0.9934, mean_excitation_energy=78 * eV)
for made in (lyso, gel, alloy, warm_water):
    parts = zip(made.elements, made.mass_fractions, strict=True)
    composition = ", ".join(f"{item.symbol} {fraction:.4f}" for item, fraction in parts)
    excitation = made.mean_excitation_energy / eV
    print(f"{made.name:13s} {made.density:7.4f} g/cm3  I = {excitation:5.1f} eV  {composition}")

phantom = (
    mc.VoxelPhantom.box(size="6, 6, 6 cm", voxel="2 mm", material=gel)
    .painted(mc.Box("0, 0, 3 cm", "2, 2, 2 cm"), lyso, name="crystal")
    .painted(mc.Slab("z", "5 cm", "6 cm"), alloy, name="shield")
)
beam = mc.Beam("photon", energy=511 * keV, shape=mc.Circle("5 mm"))
physics = mc.Physics(cutoff=mc.Cutoff(electron="50 keV", photon="5 keV"))
result = mc.Simulation(phantom, beam, physics, [mc.RegionEnergy("energy")]).run(HISTORIES)
energy = result["energy"]
for name, value, error in zip(energy.axis("region").labels, energy.value, energy.uncertainty, strict=True):
    print(f"{name:8s} {value / keV:7.2f} +- {error / keV:.2f} keV per photon of 511 keV")
