"""Delta electrons in a run: they carry what theory says, and leave depth dose and range as they were."""

import numpy as np
import pytest
from scipy.integrate import quad

from mcsim.geometry import VoxelPhantom
from mcsim.materials import material
from mcsim.physics.hadrons import PROTON
from mcsim.physics.kinematics import THOMSON_CONSTANT
from mcsim.settings import Cutoff, Physics
from mcsim.simulation import Simulation
from mcsim.sources import Beam
from mcsim.tables.hadron_grid import ENERGIES
from mcsim.tables.hadron_stopping import csda_range, electronic_stopping, largest_transfer
from mcsim.tallies import Dose

THRESHOLD, ENERGY = 0.02, 100.0
HISTORIES = 3000


def run(delta_electrons, *tallies):
    phantom = VoxelPhantom.box(size="10, 10, 9 cm", voxel="10, 10, 0.1 cm", material="water")
    physics = Physics(cutoff=Cutoff(electron=THRESHOLD), delta_electrons=delta_electrons)
    beam = Beam("proton", energy=ENERGY)
    return Simulation(phantom, beam, physics, (Dose("dose"), *tallies)).run(
        HISTORIES, batches=30, seed=8, threads=1, device="cpu"
    )


@pytest.fixture(scope="module")
def with_deltas():
    return run(True, Dose("electrons", particles="electrons"), Dose("protons", particles="primary protons"))


def test_electrons_carry_the_hard_losses(with_deltas):
    """From 1 to 3 cm deep: mean loss above the threshold over all loss, at the energies along the way."""
    water, depths = material("water"), np.linspace(1.0, 3.0, 21)
    ranges = csda_range(water, PROTON)
    energies = np.interp(np.interp(ENERGY, ENERGIES, ranges) - depths, ranges, ENERGIES)

    def hard(energy):
        tau = energy / PROTON.mass
        beta2 = tau * (tau + 2.0) / (tau + 1.0) ** 2
        largest = largest_transfer(np.array([energy]), PROTON)[0]
        loss, _ = quad(lambda w: (1.0 - beta2 * w / largest) / w, THRESHOLD, largest)
        return THOMSON_CONSTANT * water.electrons_per_gram / beta2 * loss

    share = np.mean([hard(energy) for energy in energies] / electronic_stopping(water, energies))
    layers = slice(10, 30)
    electrons = with_deltas["electrons"].value[layers].sum()
    protons = with_deltas["protons"].value[layers].sum()
    assert electrons / (electrons + protons) == pytest.approx(share, rel=0.025)


def test_depth_dose_stays(with_deltas):
    without = run(False)
    curves = [result["dose"].value[:, 0, 0] for result in (with_deltas, without)]
    plateau = slice(5, 60)
    assert curves[0][plateau].sum() == pytest.approx(curves[1][plateau].sum(), rel=0.005)
    z = without["dose"].axis("z").centers
    ends = []
    for curve in curves:
        peak = int(np.argmax(curve))
        ends.append(np.interp(-0.5 * curve[peak], -curve[peak:], z[peak:]))
    assert ends[0] == pytest.approx(ends[1], abs=0.015)


def test_the_first_tenth_of_a_millimetre_lacks_what_the_electrons_carry_on():
    """Behind a surface electrons build up: with them the dose there is smaller."""
    phantom = VoxelPhantom.rectilinear(x="-2, 2 cm", y="-2, 2 cm", z="0, 0.01, 0.2 mm", material="water")
    results = [
        Simulation(
            phantom,
            Beam("proton", energy="200 MeV"),
            Physics(cutoff=Cutoff(electron=THRESHOLD), delta_electrons=delta_electrons),
            (Dose("dose"), Dose("protons", particles="protons"))[: 1 + delta_electrons],
        ).run(20_000, batches=10, seed=2, threads=1, device="cpu")["dose"]
        for delta_electrons in (True, False)
    ]
    surface = [each.value[0, 0, 0] for each in results]
    assert 0.75 < surface[0] / surface[1] < 0.95
