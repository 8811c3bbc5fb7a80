"""Protons end to end: range, energy balance, secondaries, and the same integers however they are run."""

import os
import subprocess
import sys

import numpy as np
import pytest

from mcsim.geometry import VoxelPhantom
from mcsim.materials import material
from mcsim.physics.hadrons import PROTON
from mcsim.settings import Physics
from mcsim.simulation import Simulation
from mcsim.sources import Beam
from mcsim.tables.hadron_grid import ENERGIES
from mcsim.tables.hadron_stopping import csda_range
from mcsim.tallies import Dose, Escape
from tests.engine.runs import integers

DEPTHS = np.arange(0.0, 200.1, 0.5)  # mm


def water(energy, histories, **physics):
    phantom = VoxelPhantom.rectilinear(
        x="-30, 30 cm", y="-30, 30 cm", z="0 to 20 cm by 0.5 mm", material="water"
    )
    beam = Beam("proton", energy=energy)
    return Simulation(phantom, beam, Physics(**physics), (Dose("dose"), Escape("out"))).run(
        histories, seed=5, threads=1
    )


@pytest.fixture(scope="module")
def broad():
    return water("150 MeV", 20_000)


def distal_depth(result, level):
    """Depth in mm where the dose has fallen to a part of its maximum behind the peak."""
    dose = result["dose"].value.ravel()
    middle = 0.5 * (DEPTHS[1:] + DEPTHS[:-1])
    peak = int(np.argmax(dose))
    behind = peak + int(np.argmax(dose[peak:] < level * dose[peak]))
    part = (dose[behind - 1] - level * dose[peak]) / (dose[behind - 1] - dose[behind])
    return middle[behind - 1] + 0.5 * part


def test_the_range_is_that_of_the_stopping_powers(broad):
    """R80 is 0.9986 of the range at 150 MeV: multiple scattering makes the path longer."""
    expected = 10.0 * np.interp(150.0, ENERGIES, csda_range(material("water"), PROTON))
    assert distal_depth(broad, 0.8) == pytest.approx(0.9986 * expected, abs=0.1)


def test_the_energy_balance(broad):
    energies = broad.energies
    assert broad.ledger.closes
    assert broad.lost_particles == 0
    assert energies["deposited"] == pytest.approx(144.3, rel=0.005)
    assert energies["nuclear_q"] < 0.0
    assert energies["neutrons"] > 0.0
    assert energies["nuclear_gammas"] > 0.0


def test_steps_do_not_matter():
    """R80 with longer and shorter steps, at an energy whose steps are limited by the loss."""
    depths = [
        distal_depth(water("70 MeV", 8_000, accuracy=accuracy), 0.8) for accuracy in ("fast", "standard")
    ]
    assert depths[0] == pytest.approx(depths[1], abs=0.08)


def test_all_kinds_come_out_of_a_thin_target():
    phantom = VoxelPhantom.rectilinear(x="-5, 5 cm", y="-5, 5 cm", z="0, 2 mm", material="water")
    result = Simulation(phantom, Beam("proton", energy="150 MeV"), tallies=(Escape("out"),)).run(
        400_000, seed=2, threads=1
    )
    for kind in ("proton", "deuteron", "triton", "helion", "alpha"):
        assert result.energies[f"escaped_{kind}"] > 0.0, kind
    escaped = sum(
        result.energies[f"escaped_{kind}"] for kind in ("proton", "deuteron", "triton", "helion", "alpha")
    )
    assert result["out_energy"].value.sum() == pytest.approx(escaped, rel=1e-9)


def small(**options):
    phantom = VoxelPhantom.box(size="6, 6, 10 cm", voxel="1 cm", material="cortical bone")
    beam = Beam("proton", energy="120 MeV")
    return Simulation(phantom, beam).run(200, batches=4, seed=3, **options)


def test_threads_and_shards():
    whole = small(threads=1)
    assert whole.ledger.closes
    assert integers(small(threads=3)) == integers(whole)
    parts = [small(threads=1, shard=(number, 2)) for number in (2, 1)]
    assert integers(parts[0].merge(parts[1])) == integers(whole)


def test_jit_off_gives_the_same_integers():
    code = "from tests.transport.test_protons import small, integers\nprint(integers(small(threads=1)))"
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == integers(small(threads=1))
