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
from mcsim.sources import Beam, ScannedBeam, SpotList
from mcsim.tables.hadron_grid import ENERGIES
from mcsim.tables.hadron_stopping import csda_range
from mcsim.tallies import Dose, Escape
from mcsim.world.tables import build_tables
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
    return water("150 MeV", 100_000)


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


def distal_of(depth_dose, edges, level=0.8):
    """Depth (mm) where a curve through the middles of bins has fallen to a part of its maximum."""
    middle = 0.5 * (edges[1:] + edges[:-1])
    fine = np.linspace(middle[0], middle[-1], 20_001)
    curve = np.interp(fine, middle, depth_dose)
    peak = int(np.argmax(curve))
    behind = peak + int(np.argmax(curve[peak:] < level * curve[peak]))
    return fine[behind]


def test_voxel_size_does_not_matter():
    """Voxels of 2 and 0.5 mm, the same histories: R80 within 0.05 mm, dose within 0.5 %."""
    curves = []
    for width in (2.0, 0.5):
        phantom = VoxelPhantom.rectilinear(
            x=f"-3 to 3 cm by {width} mm",
            y=f"-3 to 3 cm by {width} mm",
            z=f"0 to 9 cm by {width} mm",
            material="water",
        )
        fine = {"edges": {"x": "-3, 3 cm", "y": "-3, 3 cm", "z": "0 to 9 cm by 0.5 mm"}}
        tallies = (Dose("dose", grid=fine),)
        beam = Beam("proton", energy="100 MeV", shape={"gaussian": "3 mm"})
        result = Simulation(phantom, beam, tallies=tallies).run(30_000, seed=5, threads=1)
        curves.append(result["dose"].value.ravel())
    edges = np.arange(0.0, 90.1, 0.5)
    depths = [distal_of(curve, edges) for curve in curves]
    assert depths[0] == pytest.approx(depths[1], abs=0.05)
    for first, last in ((0, 50), (50, 100), (100, 140)):  # of 0.5 mm
        ratio = curves[0][first:last].sum() / curves[1][first:last].sum()
        assert ratio == pytest.approx(1.0, abs=0.005)


def test_a_range_shifter_takes_its_water_equivalent_thickness():
    """Scanned spots of 100 MeV through 4 cm of PMMA: R80 moves by what the ranges in the tables say."""
    depths = []
    for medium in ("pmma", "vacuum"):
        phantom = VoxelPhantom.rectilinear(
            x="-10, 10 cm",
            y="-10, 10 cm",
            z="0 to 4 cm by 4 cm, 4 to 13 cm by 0.25 mm",
            material="water",
            paint=[{"slab": {"axis": "z", "from": "0 cm", "to": "4 cm"}, "material": medium}],
        )
        spots = SpotList([100.0, 100.0], [-2.0, 2.0], [0.0, 0.0], [1.0, 1.0])
        result = Simulation(phantom, ScannedBeam(spots, spot_sigma="3 mm")).run(20_000, seed=5, threads=1)
        edges = np.arange(0.0, 90.01, 0.25)
        depths.append(distal_of(result["dose"].value.ravel()[1:], edges))
    pmma, water_range = material("pmma"), csda_range(material("water"), PROTON)
    left = np.interp(100.0, ENERGIES, csda_range(pmma, PROTON)) - 4.0 * pmma.density
    behind = np.interp(left, csda_range(pmma, PROTON), ENERGIES)
    thickness = 10.0 * np.interp([100.0, behind], ENERGIES, water_range)
    assert depths[1] - depths[0] == pytest.approx(thickness[0] - thickness[1], abs=0.15)


SINGLE = """
import sys
from tests.transport.test_protons import distal_depth, water
print(distal_depth(water("100 MeV", 10_000), 0.8))
"""


def test_single_precision_has_the_same_range():
    """Within 0.05 mm; the same random numbers, but not the same histories to the last."""
    depths = [
        float(
            subprocess.run(
                [sys.executable, "-c", SINGLE],
                env={**os.environ, "MCSIM_PRECISION": precision},
                capture_output=True,
                check=True,
            ).stdout
        )
        for precision in ("double", "single")
    ]
    assert depths[0] == pytest.approx(depths[1], abs=0.05)


def test_without_nuclear_collisions():
    """All energy stays, and no tables of nuclear collisions are built."""
    result = water("150 MeV", 2_000, nuclear=False)
    assert result.energies["deposited"] == pytest.approx(150.0, rel=1e-6)
    assert result.energies["nuclear_q"] == 0.0
    assert build_tables([material("water")], Physics(nuclear=False), with_hadrons=True).nuclear is None


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
