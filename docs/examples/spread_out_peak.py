"""A spread-out Bragg peak in water: energies and weights, refined with depth doses from short runs.

    python spread_out_peak.py [HISTORIES]

The dose of a narrow beam in slices as wide as the phantom is the depth dose of a broad beam.
"""

import sys

import numpy as np

import mcsim as mc
from mcsim.units import MeV, cm

HISTORIES = float(sys.argv[1]) if len(sys.argv) > 1 else 1e6
DISTAL, WIDTH = 10 * cm, 3 * cm
SPREAD = 0.8 * MeV

phantom = mc.VoxelPhantom.rectilinear(
    x="-10, 10 cm", y="-10, 10 cm", z=np.linspace(0.0, 12.0, 121), material="water"
)


def depth_dose(source, histories):
    """Dose in slices of 1 mm."""
    return mc.Simulation(phantom, source).run(histories)["dose"].depth_curve()


first = mc.spread_out_peak(DISTAL, WIDTH, energy_sigma=SPREAD)
share = HISTORIES / (2 * len(first.energies))
beams = [mc.Beam("proton", energy=mc.GaussianEnergy(each, SPREAD)) for each in first.energies]
curves = [depth_dose(beam, share) for beam in beams]
second = mc.spread_out_peak(DISTAL, WIDTH, energies=first.energies, curves=curves)
print("energy    weight    weight from runs")
for energy, before, after in zip(first.energies, first.weights, second.weights, strict=True):
    print(f"{energy:6.2f}    {before:.4f}    {after:.4f}")

for name, peak in (("analytic", first), ("from runs", second)):
    beam = mc.ScannedBeam(peak.spots(), energy_sigma=SPREAD)
    curve = depth_dose(beam, HISTORIES / 4)
    inside = (curve.centers > DISTAL - WIDTH) & (curve.centers < DISTAL - 0.3 * cm)
    plateau = curve.value[inside]
    mean, spread = plateau.mean(), plateau.std()
    print(f"{name:10s} plateau flat to {spread / mean:.2%} (rms), entrance {curve.value[0] / mean:.1%} of it")
    axes = curve.plot()
axes.figure.savefig("spread_out_peak.png")
