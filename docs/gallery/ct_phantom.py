# %% [markdown]
# # A phantom like a CT
#
# A phantom from arrays, as they come from an image: each voxel has a density and a
# material. Here the arrays are made by formula, a chest of ellipses with lungs, heart
# and spine; those of a real image go the same way.

# %%
import numpy as np
from matplotlib import pyplot as plt
from scipy.ndimage import gaussian_filter

import mcsim as mc
from mcsim.plots.style import GREEN, ORANGE, SKY, YELLOW, use_house_style

use_house_style()

nz, ny, nx = 48, 64, 96
z, y, x = np.meshgrid(
    np.linspace(-6, 6, nz),
    np.linspace(-10, 10, ny),
    np.linspace(-15, 15, nx),
    indexing="ij",
)


def ellipse(cx, cy, a, b):
    return ((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 < 1


noise = np.random.default_rng(1).normal(1.0, 0.02, x.shape)  # as an image has
density = np.full(x.shape, 0.0012)
density[ellipse(0, 0, 14.5, 9.5)] = 1.0
for side in (-1, 1):
    density[ellipse(7 * side, -0.5, 5, 7)] = 0.26
density[ellipse(-1.5, -2.5, 4, 3.5)] = 1.06
density[ellipse(0, 6.5, 2, 2)] = 1.4
tumour = ellipse(7.5, 0, 1.5, 1.5) & (abs(z) < 1.5)
density[tumour] = 1.03
density *= noise

# %% [markdown]
# Materials follow from the density, as a calibration of Hounsfield units would have it.

# %%
names = ["air", "lung (ICRU)", "soft tissue (ICRU)", "cortical bone (ICRU)"]
material = np.digitize(density, [0.05, 0.6, 1.2])
phantom = mc.VoxelPhantom.from_arrays(
    material,
    names,
    density=density,
    voxel=(30 / nx, 20 / ny, 12 / nz),
    center="0, 0, 0 cm",
    region=np.where(tumour, 0, -1),
    region_names=["tumour"],
)
phantom

# %% [markdown]
# Two photon beams that cross in the tumour: one from the front, one from the side.

# %%
common = {"energy": mc.Spectrum("mohan6"), "shape": mc.Rectangle("4, 4 cm")}
fields = {
    "front": mc.Beam(
        "photon", position="7.5, -12, 0 cm", direction=(0, 1, 0), **common
    ),
    "side": mc.Beam("photon", position="17, 0, 0 cm", direction=(-1, 0, 0), **common),
}
doses = {
    name: mc.Simulation(phantom, beam, title=name).run(3e5, seed=number)["dose"]
    for number, (name, beam) in enumerate(fields.items(), start=1)
}

# %% alt="Isodose lines of two crossing beams over the grey density of the phantom"
total = sum(dose.value for dose in doses.values())
total[density < 0.05] = 0  # a few photons in thin air make a noisy dose there
shown = gaussian_filter(total, 1.0)[nz // 2]
middle = doses["front"].slice("z", at=0)
columns, rows = middle.columns, middle.rows

_, axes = plt.subplots(figsize=(6.4, 4.2), layout="constrained")
axes.pcolormesh(
    columns.bin_edges, rows.bin_edges, density[nz // 2], cmap="gray", vmin=0, vmax=1.6
)
shares = [0.3, 0.5, 0.7, 0.9]
levels = [share * shown.max() for share in shares]
lines = axes.contour(
    columns.centers, rows.centers, shown, levels, colors=[SKY, GREEN, ORANGE, YELLOW]
)
axes.contour(
    columns.centers,
    rows.centers,
    tumour[nz // 2],
    [0.5],
    colors="white",
    linestyles=":",
)
axes.legend(
    lines.legend_elements()[0],
    [f"{100 * share:.0f} %" for share in shares],
    labelcolor="white",
)
axes.set(
    xlabel="x (cm)", ylabel="y (cm)", aspect="equal", title="isodoses; dotted: tumour"
)
axes.invert_yaxis()

# %% [markdown]
# The dose-volume histogram of the tumour, for each beam.

# %% alt="Dose-volume histograms of the tumour for both beams"
histograms = [dose.dvh(tumour, name) for name, dose in doses.items()]
for name, histogram in zip(doses, histograms, strict=True):
    d95 = histogram.dose_at_volume("95 %")
    print(f"{name}: mean {histogram.mean:.3g}, D95 {d95:.3g} {histogram.unit}")
histograms[0].plot(histograms[1])
