"""Run files that are right."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import mcsim as mc
from mcsim.config import load_run_file, parse_run_file
from mcsim.errors import InputError

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
MINIMAL = """
mcsim: 1
geometry: {voxels: {size: "4, 4, 4 cm", voxel: 1 cm, material: water}}
source: {particle: photon, energy: 6 MeV}
"""


def test_minimal_file_has_the_defaults():
    run = parse_run_file(MINIMAL)
    assert list(run.tallies) == ["dose"]
    assert (run.run.histories, run.run.batches, run.run.seed) == (1_000_000, 20, 1)
    assert run.physics == mc.Physics()
    assert run.text == MINIMAL


def test_the_design_example_means_what_it_says():
    run = parse_run_file(
        """
mcsim: 1
title: 6 MeV photons on a water tank
geometry:
  voxels:
    size: 30, 30, 30 cm
    voxel: 5, 5, 5 mm
    center: 0, 0, 15 cm
    material: {name: water, density: 0.998 g/cm3, mean_excitation_energy: 75 eV}
    paint:
      - {box: {center: "0, 0, 2.5 cm", size: "30, 30, 1 cm"}, material: aluminum, name: plate}
  world: vacuum
source:
  particle: photon
  energy: 6 MeV
  shape: {rectangle: "10, 10 cm"}
  position: 0, 0, 0 cm
  direction: 0, 0, 1
physics:
  cutoff: {electron: 200 keV, photon: 10 keV}
  production: {electron: 200 keV, photon: 10 keV}
  accuracy: standard
tallies:
  dose: {type: dose}
run: {histories: 1_000_000, batches: 20, seed: 1, until: 1 %}
output: water.h5
"""
    )
    water = mc.material("water", 0.998, 75e-6)
    plate = mc.Paint(box=mc.Box("0, 0, 2.5 cm", "30, 30, 1 cm"), material="aluminum", name="plate")
    assert run.geometry == mc.VoxelPhantom.box(
        size="30, 30, 30 cm", voxel="5 mm", center="0, 0, 15 cm", material=water, paint=[plate]
    )
    assert run.source == mc.Beam("photon", energy="6 MeV", shape=mc.Rectangle("10, 10 cm"))
    assert run.tallies == {"dose": mc.Dose("dose")}
    assert (run.run.histories, run.run.until) == (1_000_000, 0.01)
    assert run.output_path == Path("water.h5")


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_examples_are_right(path):
    assert load_run_file(path).title


def test_main_example_is_the_main_job():
    run = load_run_file(EXAMPLES / "water_tank_6MV.yaml")
    assert run.geometry.shape() == (60, 60, 60)
    assert run.source.energy.maximum == 6.0
    assert (run.physics.cutoff.electron, run.physics.cutoff.photon) == (0.2, 0.01)
    assert run.run.histories == 1_000_000


def test_written_text_reads_back():
    run = parse_run_file(MINIMAL)
    made = mc.RunFile(mcsim=1, geometry=run.geometry, source=run.source)
    assert parse_run_file(made.text).canonical() == run.canonical()
    assert yaml.safe_load(made.text)["mcsim"] == 1
    assert made.output_path == Path("result.h5")


def test_output_is_named_after_the_file(tmp_path):
    (tmp_path / "deep.run.yaml").write_text(MINIMAL)
    assert load_run_file(tmp_path / "deep.run.yaml").output_path == Path("deep.run.h5")


def test_named_geometry_with_another_world():
    run = parse_run_file(
        "mcsim: 1\ngeometry: {name: water_tank, world: air}\nsource: {particle: photon, energy: 1 MeV}"
    )
    assert run.geometry.shape() == (60, 60, 60)
    assert run.geometry.world.material == mc.material("air")


def test_files_beside_the_run_file(tmp_path):
    (tmp_path / "tank.yaml").write_text("voxels: {size: '4, 4, 4 cm', voxel: 1 cm, material: water}")
    (tmp_path / "tube.csv").write_text("E_upper_keV,weight\n50,1\n100,2\n")
    (tmp_path / "run.yaml").write_text(
        "mcsim: 1\ngeometry: {file: tank.yaml}\nsource: {particle: photon, energy: {file: tube.csv}}"
    )
    run = load_run_file(tmp_path / "run.yaml")
    assert run.geometry.shape() == (4, 4, 4)
    assert run.source.energy.maximum == pytest.approx(0.1)


def test_all_tallies():
    run = parse_run_file(
        MINIMAL.replace(
            "material: water",
            "material: water, paint: [{slab: {from: 1 cm, to: 2 cm}, material: air, name: gap}]",
        )
        + """
tallies:
  fine: {type: dose, grid: {size: "2, 2, 4 cm", voxel: 2 mm}}
  regions: {type: region_energy}
  out:
    type: escape
    energy_bins: {from: 10 keV, to: 6 MeV, number: 5, spacing: logarithmic}
    cosine_bins: {number: 2}
  behind: {type: plane, axis: z, position: 3 cm, energy_bins: {edges: "0, 1, 6 MeV"}}
  pulses: {type: pulse_height, region: gap, energy_bins: {to: 6 MeV, number: 60}}
"""
    )
    assert [type(tally).__name__ for tally in run.tallies.values()] == [
        "Dose",
        "RegionEnergy",
        "Escape",
        "PlaneFluence",
        "PulseHeight",
    ]
    assert [tally.name for tally in run.tallies.values()] == ["fine", "regions", "out", "behind", "pulses"]
    assert run.simulation().tallies == tuple(run.tallies.values())


def test_options_of_the_command_line():
    run = parse_run_file(MINIMAL).with_option("--histories", "run", histories="1e4")
    assert run.run.histories == 10_000
    assert run.text == MINIMAL
    with pytest.raises(InputError, match=r"^--histories: 'many' is not a plain number"):
        run.with_option("--histories", "run", histories="many")
    with pytest.raises(InputError, match=r"^--histories: 20 batches for 10 histories"):
        run.with_option("--histories", "run", histories="10")
