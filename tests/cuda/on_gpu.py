"""The CUDA backend on a real GPU: python -m pytest tests/cuda/on_gpu.py

Not collected by default, since most machines have no GPU.
"""

import os

os.environ.pop("CUDA_VISIBLE_DEVICES", None)

import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from mcsim.engine import cuda as backend
from mcsim.errors import IncompleteRun
from mcsim.geometry import VoxelPhantom
from mcsim.results.merge import merge
from mcsim.settings import Cutoff, Physics
from mcsim.simulation import Simulation
from mcsim.sources import Beam, Rectangle
from tests.engine.runs import ALL_GAMES, integers, run

SHARDS = 20
MANY = {"histories": 200_000, "batches": 8}


@pytest.fixture(scope="module")
def whole():
    return run(device="cuda", **MANY)


def test_it_closes(whole):
    assert whole.ledger.closes
    assert whole.lost_particles == 0
    weighted = run(device="cuda", games=ALL_GAMES, histories=20_000)
    assert weighted.ledger.closes
    assert weighted.lost_particles == 0


@pytest.mark.parametrize(("threads", "blocks", "first_launch"), [(32, 1, 1), (64, 2, 7), (128, 1, 100)])
def test_launch_shapes(whole, monkeypatch, threads, blocks, first_launch):
    monkeypatch.setattr(backend, "THREADS_PER_BLOCK", threads)
    monkeypatch.setattr(backend, "BLOCKS_PER_MULTIPROCESSOR", blocks)
    monkeypatch.setattr(backend, "_FIRST_LAUNCH", first_launch)
    assert integers(run(device="cuda", **MANY)) == integers(whole)


def test_shards(whole):
    shards = [run(device="cuda", shard=(number, 4), **MANY) for number in (1, 2, 3, 4)]
    assert integers(merge(shards[::-1])) == integers(whole)


def test_stopped_and_resumed(whole, monkeypatch, tmp_path):
    output = tmp_path / "run.h5"

    class StopAtOnce:
        requested = True

        def __enter__(self):
            return self

        def __exit__(self, *error):
            return None

    monkeypatch.setattr("mcsim.engine.job.StopRequest", StopAtOnce)
    with pytest.raises(IncompleteRun, match="--resume"):
        run(device="cuda", output=output, **MANY)
    monkeypatch.undo()
    assert integers(run(device="cuda", output=output, resume=True, **MANY)) == integers(whole)


FIELDS = {
    "6 MV photons": ("photon", {"spectrum": "mohan6"}, 200_000),
    "12 MeV electrons": ("electron", "12 MeV", 20_000),
    "60 keV photons": ("photon", "60 keV", 200_000),
}


def blocks_of(field, device):
    """Dose in blocks along the depth near the axis and far off, for each shard, shape (SHARDS, blocks)."""
    particle, energy, histories = FIELDS[field]
    phantom = VoxelPhantom.box(size="30, 30, 30 cm", voxel="5 mm", material="water")
    beam = Beam(particle, energy=energy, shape=Rectangle("10, 10 cm"))
    simulation = Simulation(phantom, beam, Physics(cutoff=Cutoff(electron=0.1, photon=0.01)))
    rows = []
    for shard in range(SHARDS):
        dose = simulation.run(histories, seed=(100 if device == "cpu" else 200) + shard, device=device)[
            "dose"
        ].value
        near = dose[:, 20:40, 20:40].sum(axis=(1, 2))
        far = dose.sum(axis=(1, 2)) - near
        depth = 12 if particle == "electron" else 60
        rows.append([part.sum() for curve in (near, far) for part in np.split(curve[:depth], 6)])
    return np.array(rows)


@pytest.mark.parametrize("field", list(FIELDS))
def test_the_cpu_agrees(field):
    """Hotelling's test of two samples of shards, all blocks with their correlations; and the sum."""
    on_gpu, on_cpu = blocks_of(field, "cuda"), blocks_of(field, "cpu")
    difference = on_gpu.mean(axis=0) - on_cpu.mean(axis=0)
    pooled = 0.5 * (np.cov(on_gpu.T) + np.cov(on_cpu.T))
    bins, freedom = len(difference), 2 * SHARDS - 2
    squared = 0.5 * SHARDS * difference @ np.linalg.solve(pooled, difference)
    probability = stats.f.sf(squared * (freedom - bins + 1) / (freedom * bins), bins, freedom - bins + 1)
    assert probability > 1e-3
    total = on_gpu.sum(axis=1).mean() / on_cpu.sum(axis=1).mean() - 1.0
    assert abs(total) < 1e-3


def test_two_processes_on_one_card(whole):
    code = (
        "from tests.engine.runs import run, integers\n"
        f"print(integers(run(device='cuda', histories={MANY['histories']}, batches={MANY['batches']})))"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    assert [process.communicate()[0].strip() for process in started] == [integers(whole)] * 2
