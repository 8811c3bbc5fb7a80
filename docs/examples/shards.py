"""One run in four parts, as four jobs of a cluster would do it, merged and compared with the whole.

    python shards.py [HISTORIES]

On the command line the same is

    mcsim run case.yaml --shard 1/4 -o part1.h5      # and 2/4, 3/4, 4/4, anywhere, in any order
    mcsim merge whole.h5 part1.h5 part2.h5 part3.h5 part4.h5
"""

import sys
import tempfile
from pathlib import Path

import mcsim as mc

HISTORIES = float(sys.argv[1]) if len(sys.argv) > 1 else 2e5
PARTS = 4

phantom = mc.VoxelPhantom.named("water_tank")
beam = mc.Beam("photon", energy=mc.Spectrum("mohan6"), shape=mc.Rectangle("10, 10 cm"))
simulation = mc.Simulation(phantom, beam)

with tempfile.TemporaryDirectory() as folder:
    files = [Path(folder) / f"part{part}.h5" for part in range(1, PARTS + 1)]
    for part, file in enumerate(files, start=1):
        result = simulation.run(HISTORIES, shard=(part, PARTS), output=file)
        print(f"part {part}: batches {result.provenance.completed}, {result.histories} histories")
    merged = mc.merge([mc.load(file) for file in reversed(files)])

whole = simulation.run(HISTORIES, threads=1)
print(f"merged: {merged.histories} histories, identity {merged.provenance.identity}")
for what in ("value", "uncertainty"):
    same = getattr(merged["dose"], what).tobytes() == getattr(whole["dose"], what).tobytes()
    print(f"{what}: {'the same bits' if same else 'DIFFERENT'} as the undivided run")
assert merged.ledger == whole.ledger
