"""The CUDA backend in Numba's simulator, run by `test_simulator.py` in a process of its own.

Kernels are Python functions here, and the CPU, without JIT and in single precision, must give the same
integers.
"""

import dataclasses

import pytest

from mcsim.engine import cuda as backend
from mcsim.engine import devices
from mcsim.errors import DeviceError, IncompleteRun, ResourceError
from mcsim.results.merge import merge
from tests.engine.runs import ALL_GAMES, integers, run

SMALL = {"histories": 24, "batches": 4}


class CudaAPIError(RuntimeError):
    """Called like the error of the driver."""


def numbers(result):
    """Integers of a result, whatever the arithmetic is called."""
    result.provenance = dataclasses.replace(result.provenance, identity="")
    return integers(result)


@pytest.fixture(scope="module")
def whole():
    return run(device="cuda", **SMALL)


@pytest.mark.parametrize(("games", "histories"), [(None, 240), (ALL_GAMES, 8)])
def test_the_cpu_gives_the_same(games, histories):
    on_gpu = run(device="cuda", histories=histories, batches=4, games=games)
    on_cpu = run(device="cpu", threads=1, histories=histories, batches=4, games=games)
    assert numbers(on_gpu) == numbers(on_cpu)
    assert on_gpu.ledger.closes
    assert on_gpu.provenance.device == "cuda (simulator)"
    assert on_gpu.provenance.identity_parts["arithmetic"] == "cuda float32 sm_70"


@pytest.mark.parametrize(("threads", "blocks", "first_launch"), [(1, 3, 1), (2, 1, 1), (5, 2, 3)])
def test_launch_shapes(whole, monkeypatch, threads, blocks, first_launch):
    monkeypatch.setattr(backend, "THREADS_PER_BLOCK", threads)
    monkeypatch.setattr(backend, "BLOCKS_PER_MULTIPROCESSOR", blocks)
    monkeypatch.setattr(backend, "_FIRST_LAUNCH", first_launch)
    assert integers(run(device="cuda", **SMALL)) == integers(whole)


def test_several_gpus(whole, monkeypatch):
    card = devices.find_gpus()[0]
    monkeypatch.setattr("mcsim.engine.job.choose_gpus", lambda name: (card, card, card))
    assert integers(run(device="cuda:all", **SMALL)) == integers(whole)


def test_shards(whole):
    shards = [run(device="cuda", shard=(number, 2), **SMALL) for number in (1, 2)]
    assert integers(merge(shards[::-1])) == integers(whole)


def failing_after(launches, error):
    """The kernel, which fails at one launch."""
    real, count = backend.histories_kernel, [0]

    class Kernel:
        def __getitem__(self, shape):
            count[0] += 1
            if count[0] > launches:
                raise error
            return real[shape]

    return Kernel()


def test_a_failing_device_loses_nothing(whole, monkeypatch, tmp_path):
    output = tmp_path / "run.h5"
    error = CudaAPIError("[700] Call to cuCtxSynchronize\nresults in CUDA_ERROR_ILLEGAL_ADDRESS")
    monkeypatch.setattr(backend, "histories_kernel", failing_after(2, error))
    with pytest.raises(IncompleteRun) as caught:
        run(device="cuda", output=output, **SMALL)
    assert str(caught.value) == (
        f"{output}: cuda:0 (simulator, 8 GiB, sm_70) failed: [700] Call to cuCtxSynchronize results in"
        " CUDA_ERROR_ILLEGAL_ADDRESS after 12 of 24 histories; they are kept:"
        " run again with --resume to go on"
    )
    monkeypatch.undo()
    assert not output.exists()
    assert integers(run(device="cuda", output=output, resume=True, **SMALL)) == integers(whole)


def test_a_failing_device_without_a_file(monkeypatch):
    monkeypatch.setattr(backend, "histories_kernel", failing_after(0, CudaAPIError("out of order")))
    with pytest.raises(DeviceError, match="failed: out of order"):
        run(device="cuda", **SMALL)


def test_too_little_memory(monkeypatch):
    memory = type("Memory", (), {"free": 2.0e6, "total": 2.0e6})
    context = type("Context", (), {"get_memory_info": lambda self: memory})
    monkeypatch.setattr(backend.cuda, "current_context", context)
    with pytest.raises(
        ResourceError, match=r"0\.0 GiB free, and the run needs .* take coarser voxels or fewer"
    ):
        run(device="cuda", **SMALL)
