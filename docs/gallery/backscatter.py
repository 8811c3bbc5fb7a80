# %% [markdown]
# # Electrons that come back
#
# Electrons of 1 MeV on thick targets: the heavier the element, the more of them come
# back. An empirical formula for the measured fraction is that of T. Tabata, R. Ito and
# S. Okabe, Nucl. Instrum. Methods 94 (1971) 509.

# %%
import numpy as np
from matplotlib import pyplot as plt

import mcsim as mc
from mcsim.plots.style import use_house_style

use_house_style()

ELEMENTS = ["beryllium", "carbon", "aluminum", "copper", "silver", "gold"]
PHYSICS = mc.Physics(
    cutoff=mc.Cutoff(electron="50 keV", photon="10 keV"), accuracy="detailed"
)


def coming_back(name):
    """Spectrum of electrons from the front of a target thicker than their range."""
    material = mc.material(name)
    thickness = 0.8 / material.density  # cm
    target = mc.VoxelPhantom.box(
        size=(20, 20, thickness), voxel=(20, 20, thickness / 10), material=material
    )
    tally = mc.Escape("out", mc.EnergyBins(to="1 MeV", number=40))
    result = mc.Simulation(
        target, mc.Beam("electron", energy="1 MeV"), PHYSICS, [tally]
    ).run(4e3)
    return result["out"].project("energy", particle="electron", face="-z")


spectra = {name: coming_back(name) for name in ELEMENTS}

# %% alt="Spectra of backscattered electrons from carbon, copper and gold"
axes = spectra["carbon"].plot(label="carbon", logarithmic=True)
for name in ("copper", "gold"):
    spectra[name].plot(axes=axes, label=name, logarithmic=True)


# %% [markdown]
# The sum of each spectrum is the backscatter coefficient. It counts electrons above 50
# keV and includes knock-on electrons, as a measurement does. PENELOPE and EGSnrc give
# the same fractions as mcsim within 1 to 2 % (see the
# [validation](../validation.md#backscatter_penelope)), a little above the formula.


# %%
def tabata(z, energy=1.0):
    """Backscatter coefficient at normal incidence; energy in MeV."""
    tau = energy / 0.511
    a1 = 1.15 * np.exp(-8.35 * z**-0.525)
    a2 = 0.0185 + 15.7 * z**-1.59
    a3 = 1.56 - 4.42 / z
    return a1 / (1 + a2 * tau**a3)


# %% alt="Backscatter coefficient against atomic number, and the formula of Tabata"
z = np.array([mc.material(name).z[0] for name in ELEMENTS])
share = np.array([spectra[name].value.sum() for name in ELEMENTS])
error = [np.sqrt((spectra[name].uncertainty ** 2).sum()) for name in ELEMENTS]
row = np.linspace(4, 82, 200)

_, axes = plt.subplots(figsize=(5.5, 3.6), layout="constrained")
axes.plot(row, tabata(row), color="0.4", label="Tabata et al. (1971)")
axes.errorbar(z, share, error, fmt="o", ms=4, capsize=3, label="mcsim")
axes.set(
    xlabel="Atomic number",
    ylabel="Electrons coming back\n(1 per source electron)",
    xlim=(0, 85),
)
axes.set_ylim(bottom=0)
axes.grid()
axes.legend()
