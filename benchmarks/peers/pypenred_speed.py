# requires: pyPenred
"""Speed of PenRed (PENELOPE-2018) on one core: 60 keV photons without electrons, 10x10 cm2 on water."""

import importlib.metadata
import json
import sys
import time
from pathlib import Path

from pyPenred import simulation

PROBE = 100_000
MATERIAL = 278  # liquid water in PENELOPE's list
LINE = "0" * 64
SURFACE = """SURFACE ({number:4d})   |{axis}| = 15
INDICES=({indices}, 0,-1)
X-SCALE=(+1.500000000000000E+01,   0)
Y-SCALE=(+1.500000000000000E+01,   0)
Z-SCALE=(+1.500000000000000E+01,   0)
{line}
"""
BODY = """BODY    (   1)   water
MATERIAL(   1)
SURFACE (   1), SIDE POINTER=(-1)
SURFACE (   2), SIDE POINTER=(-1)
SURFACE (   3), SIDE POINTER=(-1)
{line}
END      {line}
"""
CONFIGURATION = """
sources/generic/beam/nhist {histories}
sources/generic/beam/kpar "gamma"
sources/generic/beam/direction/type "CONE"
sources/generic/beam/direction/theta 0.0
sources/generic/beam/direction/phi 0.0
sources/generic/beam/direction/alpha 0.0
sources/generic/beam/energy/type "MONOENERGETIC"
sources/generic/beam/energy/energy 60.0e3
sources/generic/beam/spatial/type "BOX"
sources/generic/beam/spatial/size/dx 10.0
sources/generic/beam/spatial/size/dy 10.0
sources/generic/beam/spatial/size/dz 0.0
sources/generic/beam/spatial/position/x 0.0
sources/generic/beam/spatial/position/y 0.0
sources/generic/beam/spatial/position/z -20.0
tallies/dose/type "SPATIAL_DOSE_DISTRIB"
tallies/dose/print-xyz false
tallies/dose/xmin -15.0
tallies/dose/xmax 15.0
tallies/dose/nx 60
tallies/dose/ymin -15.0
tallies/dose/ymax 15.0
tallies/dose/ny 60
tallies/dose/zmin -15.0
tallies/dose/zmax 15.0
tallies/dose/nz 60
geometry/type "PEN_QUADRIC"
geometry/input-file "water.geo"
geometry/processed-geo-file "report.geo"
materials/water/number 1
materials/water/eabs/electron 1.0e6
materials/water/eabs/positron 1.0e6
materials/water/eabs/gamma 1.0e3
materials/water/C1 0.05
materials/water/C2 0.05
materials/water/WCC 1.0e3
materials/water/WCR 1.0e3
materials/water/filename "water.mat"
simulation/threads 1
"""


def write_files() -> None:
    """Material and geometry files in the current folder."""
    simulation.materials.createListed(MATERIAL, "water.mat")
    rows = (("X", " 1, 0, 0"), ("Y", " 0, 1, 0"), ("Z", " 0, 0, 1"))
    surfaces = [
        SURFACE.format(number=number, axis=axis, indices=indices, line=LINE)
        for number, (axis, indices) in enumerate(rows, start=1)
    ]
    Path("water.geo").write_text(LINE + "\n" + "".join(surfaces) + BODY.format(line=LINE), encoding="utf-8")


def seconds_for(histories: int) -> float:
    """Processor time of a run; start-up included."""
    run = simulation.create()
    run.configFromString(CONFIGURATION.format(histories=float(histories)))
    before = time.process_time()
    run.simulate(False)
    return time.process_time() - before


def main() -> None:
    """Print the rate as JSON; the argument is how many seconds to measure for."""
    write_files()
    start = seconds_for(1)
    histories = max(PROBE, int(PROBE * float(sys.argv[1]) / max(seconds_for(PROBE) - start, 0.01)))
    rates = sorted(histories / (seconds_for(histories) - start) for _ in range(3))
    name = f"PenRed {importlib.metadata.version('pypenred')} (PENELOPE-2018)"
    settings = "5x5x5 mm voxels of water, photons to 1 keV, electrons stay"
    print(json.dumps([{"name": name, "field": "60 keV photons", "rate": rates[1], "settings": settings}]))


if __name__ == "__main__":
    main()
