"""The photon samplers give the same bits with and without JIT."""

import hashlib
import os
import subprocess
import sys

import numpy as np

from mcsim.jit import kernel
from mcsim.materials import material
from mcsim.physics import attenuation, compton, doppler, pair, photoelectric, rayleigh, relaxation
from mcsim.tables.photon import build_photon_tables
from tests.physics.sampling import started

HISTORIES = 300


@kernel
def run_all(tables, state, energies, out):
    """One call of every sampler per energy; `out` has shape (energies, 14)."""
    for i in range(energies.size):
        energy = energies[i]
        material = i % 2
        index, fraction = attenuation.locate(tables.attenuation, energy)
        out[i, 0] = attenuation.total(tables.attenuation, material, index, fraction)
        u = (i + 0.5) / energies.size
        process = attenuation.choose_process(tables.attenuation, material, index, fraction, u)
        element = attenuation.choose_element(
            tables.attenuation, attenuation.PHOTOELECTRIC, material, index, fraction, u
        )
        out[i, 1], out[i, 2] = process, element
        out[i, 3], out[i, 4] = compton.sample(tables.compton, material, energy, state)
        out[i, 5] = compton.electron_one_minus_cos(energy, out[i, 3], out[i, 4])
        out[i, 6] = rayleigh.sample(tables.rayleigh, material, energy, state)
        shell = photoelectric.sample_shell(tables.photoelectric, element, index, fraction, state)
        out[i, 7] = photoelectric.sample_angle(energy, state)
        _, out[i, 8], out[i, 9], _ = relaxation.sample_transition(
            tables.relaxation, element, max(shell, 0), state
        )
        out[i, 10], _ = pair.sample_energies(tables.pair, element, energy + 1.03, state)
        out[i, 11] = pair.sample_angle(energy, state)
        out[i, 12], out[i, 13] = doppler.sample(tables.doppler, material, energy, out[i, 3], out[i, 4], state)


def digest():
    """Digest of the bits of everything that was drawn."""
    tables = build_photon_tables([material("water"), material("lead")])
    energies, out = np.geomspace(0.001, 50.0, HISTORIES), np.zeros((HISTORIES, 14))
    run_all(tables, started(51), energies, out)
    return hashlib.sha256(out.tobytes()).hexdigest()


def test_bits_are_the_same_without_jit():
    code = (
        "import numpy; numpy.seterr(over='ignore');"
        "import tests.physics.test_photon_profile as test; print(test.digest())"
    )
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    other = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == digest()
