"""What accuracy settings and production thresholds change in a depth-dose curve of electrons.

    python accuracy_settings.py [HISTORIES]

Pencil beams on water in a stack of wide layers, so that each curve is the dose integrated over the plane.
Prints the largest difference from the reference (accuracy detailed, production threshold 10 keV) in per cent
of its maximum, with its 1-sigma noise, and the speed.
"""

import sys

import numpy as np

import mcsim as mc

HISTORIES = float(sys.argv[1]) if len(sys.argv) > 1 else 1e6
LAYERS = 60


def depth_dose(energy, accuracy, threshold, seed):
    """Value and uncertainty of the depth dose, and histories per second of processor time."""
    depth = 0.6 * energy  # cm, beyond the range
    phantom = mc.VoxelPhantom.box(size=(40, 40, depth), voxel=(40, 40, depth / LAYERS), material="water")
    physics = mc.Physics(production=mc.Production(electron=threshold), accuracy=accuracy)
    result = mc.Simulation(phantom, mc.Beam("electron", energy=energy), physics).run(
        HISTORIES, seed=seed, threads=1
    )
    dose = result["dose"]
    return dose.value[:, 0, 0], dose.uncertainty[:, 0, 0], result.histories / result.provenance.cpu_time


CASES = [
    ("fast", "200 keV"),
    ("standard", "200 keV"),
    ("standard", "50 keV"),
]
for energy in (6.0, 12.0):  # MeV
    reference, error, speed = depth_dose(energy, "detailed", "10 keV", seed=1)
    print(f"{energy:g} MeV electrons, reference: {speed:.0f} histories/s")
    for seed, (accuracy, threshold) in enumerate(CASES, start=2):
        value, uncertainty, speed = depth_dose(energy, accuracy, threshold, seed)
        difference = 100 * (value - reference) / reference.max()
        noise = 100 * np.hypot(uncertainty, error) / reference.max()
        at = abs(difference).argmax()
        print(
            f"  {accuracy:8s} {threshold}: largest {difference[at]:+.2f} +- {noise[at]:.2f} %"
            f" at {0.6 * energy * (at + 0.5) / LAYERS:.2f} cm,"
            f" root mean square {np.sqrt(np.mean(difference**2)):.2f} %"
            f" (noise alone {np.sqrt(np.mean(noise**2)):.2f} %), {speed:.0f} histories/s"
        )
