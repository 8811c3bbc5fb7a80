# requires: pyRadMC[warp]
"""Speed of pyRadMC on one core: 6 MeV photons, 10x10 cm2, 5 mm voxels of water, cutoffs 200/50 keV."""

import importlib.metadata
import json
import sys
import time

from pyradmc import AnalyticCrossSections, ParallelBeamSource, VoxelGrid, WarpEngine

HISTORIES = 200_000


def main() -> None:
    """Print the rate as JSON; the argument is how many seconds to measure for."""
    grid = VoxelGrid.uniform_water(shape=(60, 60, 60), spacing=(0.5, 0.5, 0.5))
    tables = AnalyticCrossSections(geometry_densities=grid.max_density_by_material())
    source = ParallelBeamSource(energy=6.0, z=-1.0, x_range=(10.0, 20.0), y_range=(10.0, 20.0))
    engine = WarpEngine(grid=grid, cross_sections=tables, device="cpu")
    engine.run(source, n_histories=20_000, n_batches=10, seed=1)
    rates, seconds, seed = [], float(sys.argv[1]), 2
    start = time.process_time()
    while time.process_time() - start < seconds or len(rates) < 3:
        before = time.process_time()
        engine.run(source, n_histories=HISTORIES, n_batches=10, seed=seed)
        rates.append(HISTORIES / (time.process_time() - before))
        seed += 1
    name = f"pyRadMC {importlib.metadata.version('pyradmc')}, Warp on the CPU"
    settings = "5x5x5 mm voxels of water, cutoffs 200/50 keV, float32, roulette below 0.5 MeV"
    rate = sorted(rates)[len(rates) // 2]
    print(json.dumps([{"name": name, "field": "6 MeV photons", "rate": rate, "settings": settings}]))


if __name__ == "__main__":
    main()
