"""What the compiler makes of the CUDA kernel, on a machine without a GPU: it needs `numba-cuda` alone.

The limits: registers for the threads that stay resident on a multiprocessor; no more spills of registers to
memory than some dozens of addresses that do not change while a history runs (the step loops alone spill none;
the kernel keeps the addresses of all), and some hundreds of bytes where a run asks for doses by particle or
to water, whose deposits carry more with them; no double precision but where energies are counted in quanta.
"""

import importlib.util
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("numba_cuda") is None, reason="needs the package numba-cuda"
)
REGISTERS_OF_A_MULTIPROCESSOR = 65_536
CAPABILITIES = {(8, 0): (360, 880), (9, 0): (288, 800)}
"""Bytes of spills per thread that each compute capability may need, without and with partial doses."""


def arguments(partial_doses):
    """Arguments of the kernel, for a run of protons that uses everything, or all but partial doses."""
    from mcsim.engine.cuda import map_arrays, room_of
    from mcsim.sources import Beam
    from mcsim.tallies import Dose
    from mcsim.transport.world import make_work
    from mcsim.world.build import build_world
    from mcsim.world.single import single
    from tests.engine.runs import simulation

    asked = simulation()
    tallies = [
        tally for tally in asked.tallies if partial_doses or not (isinstance(tally, Dose) and tally.partial)
    ]
    built = build_world(asked.geometry, Beam("proton", energy="100 MeV"), asked.physics, tallies, 30)
    work = single(make_work(2, room_of(built.world)))
    works = map_arrays(work, lambda array: np.zeros((2, *array.shape), array.dtype))
    bins = np.zeros(built.layout.size, np.int64)
    return single(built.world), works, bins, np.uint64(1), np.zeros(1, np.int64), np.int64(9)


def compiled(capability, partial_doses):
    """PTX of the kernel; the compiler asks for a device, and gets one that is not there."""
    import numba
    from numba import cuda

    from mcsim.engine.cuda_kernel import KERNEL_OPTIONS, follow_histories

    device = type("Device", (), {"compute_capability": capability})()
    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("numba.cuda") and hasattr(module, "get_current_device"):
                patch.setattr(module, "get_current_device", lambda: device)
        signature = tuple(numba.typeof(argument) for argument in arguments(partial_doses))
        text, _ = cuda.compile_ptx(follow_histories, signature, cc=capability, **KERNEL_OPTIONS)
    return text


@pytest.fixture(scope="module", params=list(CAPABILITIES), ids=lambda pair: f"sm_{pair[0]}{pair[1]}")
def capability(request):
    return request.param


@pytest.fixture(scope="module", params=[False, True], ids=["", "partial doses"])
def kernel(request, capability):
    return capability, request.param, compiled(capability, request.param)


def test_registers_and_spills(kernel, tmp_path):
    from mcsim.engine.cuda_kernel import BLOCKS_PER_MULTIPROCESSOR, THREADS_PER_BLOCK

    (major, minor), partial_doses, text = kernel
    (tmp_path / "kernel.ptx").write_text(text)
    limit = REGISTERS_OF_A_MULTIPROCESSOR // (THREADS_PER_BLOCK * BLOCKS_PER_MULTIPROCESSOR) // 8 * 8
    assembler = next(Path(np.__file__).parents[1].glob("nvidia/**/bin/ptxas"))
    command = [assembler, f"-arch=sm_{major}{minor}", f"-maxrregcount={min(limit, 255)}", "-v"]
    command += [tmp_path / "kernel.ptx", "-o", tmp_path / "kernel.cubin"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = done.stdout + done.stderr
    spilled = [int(number) for number in re.findall(r"(\d+) bytes spill (?:stores|loads)", said)]
    assert spilled
    assert max(spilled) <= CAPABILITIES[major, minor][partial_doses], spilled
    assert max(int(number) for number in re.findall(r"Used (\d+) registers", said)) <= min(limit, 255)


def test_double_precision_only_where_quanta_are_counted(kernel):
    """A quantum is a product, a sum and a floor in double precision; nothing else is."""
    *_, text = kernel
    operations = Counter(re.findall(r"^\s+(?:@\S+ )?([a-z][\w.]*f64[\w.]*)", text, flags=re.MULTILINE))
    floors = operations["cvt.rmi.f64.f64"]
    assert floors > 0
    arithmetic = {
        name: count
        for name, count in operations.items()
        if name.split(".")[0] not in ("cvt", "mov", "ld", "st", "setp", "selp")
    }
    assert set(arithmetic) <= {"fma.rn.f64", "mul.f64", "add.f64", "mul.rn.f64", "add.rn.f64"}, arithmetic
    assert sum(arithmetic.values()) <= 2 * floors
