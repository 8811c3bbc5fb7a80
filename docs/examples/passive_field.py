"""A passively scattered proton field: modulated energies, a range shifter, a brass aperture, and water.

    python passive_field.py [HISTORIES]

The field diverges from 230 cm. What reaches the water behind the range shifter of PMMA makes a spread-out
peak from 8 to 13 cm. The dose of primary protons, and the dose to water, are scored beside the dose.
"""

import sys

import mcsim as mc

histories = float(sys.argv[1]) if len(sys.argv) > 1 else 5e5
SHIFTER = 2.0  # cm of PMMA, 1.19 g/cm3; 1.16 cm of water to a centimetre

peak = mc.spread_out_peak(f"{13.0 + 1.16 * SHIFTER} cm", "5 cm")
nozzle_and_tank = (
    mc.VoxelPhantom.box(size="12, 12, 28 cm", voxel="2.5 mm", center="0, 0, 4 cm", material="air")
    .painted(mc.Slab(axis="z", from_="-9 cm", to="-5 cm"), "brass", name="aperture")
    .painted(mc.Box(center="0, 0, -7 cm", size="5, 5, 4 cm"), "air", name="opening")
    .painted(mc.Slab(axis="z", from_="-4 cm", to=f"{SHIFTER - 4.0} cm"), "pmma", name="range shifter")
    .painted(mc.Slab(axis="z", from_="0 cm", to="18 cm"), "water", name="water")
)
beam = mc.Beam(
    "proton",
    energy=peak.spectrum(),
    shape=mc.Rectangle("7, 7 cm"),
    position="0, 0, -10 cm",
    source_distance="230 cm",
)
tallies = (
    mc.Dose("dose"),
    mc.Dose("primaries", particles="primary protons"),
    mc.Dose("to water", medium="water"),
)
result = mc.Simulation(nozzle_and_tank, beam, tallies=tallies).run(histories, seed=1)

curves = {name: result[name].depth_curve(width="3 cm") for name in result}
dose = curves["dose"]
plateau = (dose.centers > 8.5) & (dose.centers < 12.5)
level = dose.value[plateau].mean()
print(f"{'depth (cm)':>10}{'dose':>9}{'primaries':>11}")
for depth in range(1, 16, 2):
    at = abs(dose.centers - depth).argmin()
    print(f"{depth:>10}{dose.value[at] / level:>9.3f}{curves['primaries'].value[at] / level:>11.3f}")
axes = dose.plot(label="all particles")
axes.figure.savefig("passive_field.png")
