"""Runs the tests of the CUDA backend in Numba's simulator, which takes a process of its own."""

import os
import subprocess
import sys
from pathlib import Path


def test_the_backend_in_the_simulator():
    env = {
        **os.environ,
        "NUMBA_ENABLE_CUDASIM": "1",
        "NUMBA_DISABLE_JIT": "1",
        "MCSIM_PRECISION": "single",
    }
    tests = Path(__file__).with_name("in_simulator.py")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests)]
    command += ["-W", "ignore::RuntimeWarning"]  # the words of the generator wrap around
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
