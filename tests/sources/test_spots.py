"""Spot lists: files, lists and the scanned beam that takes them."""

from __future__ import annotations

import numpy as np
import pytest

from mcsim.config import parse_run_file
from mcsim.errors import InputError
from mcsim.sources import ScannedBeam, SpotList, read_spots
from mcsim.sources.aim import can_hit

PLAN = """\
# a plan
y_cm, weight, energy_MeV, x_mm, energy_sigma_keV, divergence_x_mrad

1, 2e6, 100, -10, 500, 3
-1, 0, 120.5, 10, 700, 2.5
0, 1e6, 120, 0, 0, 2
"""

RUN = """\
mcsim: 1
geometry:
  voxels: {size: "10, 10, 15 cm", voxel: 5 mm, material: water}
source:
  particle: proton
  spots: plan.csv
  spot_sigma: 4 mm
  direction: 0, 0, 1
run: {histories: 1e4}
"""


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text(PLAN)
    return path


def test_files(plan):
    spots = read_spots(plan)
    assert spots.energy == (100.0, 120.5, 120.0)
    assert spots.x == pytest.approx((-1.0, 1.0, 0.0))
    assert spots.y == (1.0, -1.0, 0.0)
    assert spots.weight == (2e6, 0.0, 1e6)
    assert spots.energy_sigma == pytest.approx((0.5, 0.7, 0.0))
    assert spots.divergence_x == pytest.approx((3e-3, 2.5e-3, 2e-3))
    assert spots.sigma_x is None


def test_the_source_fills_in_what_spots_do_not_say(plan):
    beam = ScannedBeam(
        plan, energy_sigma="1 MeV", spot_sigma="3, 4 mm", divergence="1 mrad", source_distance="2 m"
    )
    spots = beam.resolved()
    assert len(spots.energy) == 2  # without the spot that has no weight
    np.testing.assert_allclose(spots.energy_sigma, [0.5, 0.0])
    np.testing.assert_allclose(spots.sigma_x, 0.3)
    np.testing.assert_allclose(spots.sigma_y, 0.4)
    np.testing.assert_allclose(spots.divergence_x, [3e-3, 2e-3])
    np.testing.assert_allclose(spots.divergence_y, 1e-3)
    np.testing.assert_allclose(spots.tangent_x, [-1 / 200, 0])
    assert beam.highest_energy == pytest.approx(120.0)
    assert ScannedBeam.model_validate(beam.to_mapping()) == beam


def test_the_data_bound_the_highest_energy():
    beam = ScannedBeam(SpotList([299.0], [0.0], [0.0], [1.0]), energy_sigma="1 MeV")
    assert beam.highest_energy == 300.0


def test_run_files(plan, tmp_path):
    from_file = parse_run_file(RUN.replace("plan.csv", str(plan))).source
    assert isinstance(from_file, ScannedBeam)
    listed = RUN.replace(
        "plan.csv", '{energy: "100, 120 MeV", x: "-10, 10 mm", y: "0, 0 cm", weight: "1, 2"}'
    )
    source = parse_run_file(listed).source
    assert source.spots == SpotList([100.0, 120.0], "-10, 10 mm", (0.0, 0.0), [1.0, 2.0])
    run_file = parse_run_file(listed)
    assert type(run_file).model_validate(run_file.to_mapping()).source == source


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (PLAN, "", "plan.csv: this spot list holds no spots; write a header such as 'energy_MeV,x_mm"),
        ("y_cm, ", "", "plan.csv:2: the column 'y' is missing; a header is at least"),
        ("y_cm", "y", "plan.csv:2: the column 'y' does not say its unit; write 'y_mm' or 'y_cm'"),
        ("y_cm", "y_MeV", "the column 'y_MeV' has the unit of an energy, not of a length; write 'y_mm'"),
        ("y_cm", "y_ft", "the column 'y_ft' has the unknown unit 'ft'; write 'y_mm' or 'y_cm'"),
        ("energy_MeV", "energy_MV", "the column 'energy_MV' has the unknown unit 'MV'; write 'energy_MeV'"),
        ("weight", "weight_MU", "the column 'weight_MU' is a plain number and has no unit; write 'weight'"),
        ("energy_sigma_keV", "energy_sgma_keV", "not known; did you mean 'energy_sigma_MeV'"),
        ("energy_sigma_keV", "colour", "the column 'colour' is not known; known columns: energy_MeV, x_mm"),
        ("energy_sigma_keV", "x_cm", "plan.csv:2: two columns hold 'x'; remove one"),
        (", ", "; ", "plan.csv:2: the header 'y_cm; weight"),
        (
            "1, 2e6, 100, -10, 500",
            "1, 2e6, 100, -10",
            "plan.csv:4: '1, 2e6, 100, -10, 3' holds 5 values for 6",
        ),
        ("-10", "left", "plan.csv:4: x_mm: 'left' is not a plain number"),
        ("-10", "", "plan.csv:4: x_mm: '' is not a plain number"),
        ("-10", "nan", "plan.csv:4: x_mm: 'nan' is not a finite number"),
        ("2e6", "-2", "plan.csv:4: weight: -2 is below 0"),
        ("120.5", "301", "plan.csv:5: energy_MeV: 301 MeV lies outside 0.5 to 300 MeV"),
        ("120.5", "0.4", "plan.csv:5: energy_MeV: 0.4 MeV lies outside 0.5 to 300 MeV"),
        ("500", "-500", "plan.csv:4: energy_sigma_keV: -0.5 MeV is below 0"),
        ("500", "1e300", "plan.csv:4: energy_sigma_keV: 1e+297 MeV lies outside 0 to 300 MeV"),
        ("-10, 500", "1e300, 500", "plan.csv:4: x_mm: 1e+299 cm lies outside -1e+08 to 1e+08 cm"),
        (", 3\n", ", 600\n", "plan.csv:4: divergence_x_mrad: 0.6 rad lies outside 0 to 0.5 rad"),
    ],
)
def test_wrong_files(plan, old, new, message):
    assert old in PLAN
    plan.write_text(PLAN.replace(old, new, 1 if old != ", " else -1))
    with pytest.raises(InputError) as caught:
        ScannedBeam(plan)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_weight_at_all(plan):
    plan.write_text(PLAN.replace("2e6", "0").replace("1e6", "0"))
    with pytest.raises(InputError, match=r"plan\.csv: all weights are 0; at least one must be above 0"):
        read_spots(plan)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "plan.csv",
            "/nowhere/plan.csv",
            "/nowhere/plan.csv: there is no such file, nor the folder '/nowhere'",
        ),
        ("spot_sigma", "spot_sgma", "run.yaml:7: source.spot_sgma: unknown key; did you mean 'spot_sigma'"),
        ("4 mm", "4", "run.yaml:7: source.spot_sigma: '4' has no unit"),
        ("4 mm", "-4 mm", "run.yaml:7: source.spot_sigma: '-4 mm' must not be below 0"),
        ("spot_sigma: 4 mm", "correlation: 2", "run.yaml:7: source.correlation: '2' must not be above 1"),
        ("proton", "photon", "run.yaml:5: source.particle: 'photon' is not one of proton"),
        ("spot_sigma: 4 mm", "energy: 100 MeV", "run.yaml:7: source.energy: unknown key; did you mean"),
        ("0, 0, 1\n", "0, 0, -1\n", "run.yaml:4: source: the beam misses the geometry"),
        ("plan.csv", "{energy: 100 MeV, x: 0 cm, y: 0 cm}", "source.spots.weight: is missing"),
        (
            "plan.csv",
            '{energy: 100 MeV, x: "0, 0 cm", y: 0 cm, weight: 1}',
            "run.yaml:6: source.spots.x: 2 values for 1 spots; one each is needed",
        ),
        (
            "plan.csv",
            "{energy: 100 MeV, x: 0 cm, y: 0 cm, weight: -1}",
            "run.yaml:6: source.spots.weight: spot number 1: -1 is below 0",
        ),
        (
            "plan.csv",
            "{energy: 400 MeV, x: 0 cm, y: 0 cm, weight: 1}",
            "run.yaml:6: source.spots.energy: spot number 1: 400 MeV lies outside 0.5 to 300 MeV",
        ),
    ],
)
def test_wrong_run_files(plan, old, new, message):
    assert old in RUN
    text = RUN.replace(old, new, 1)
    with pytest.raises(InputError) as caught:
        parse_run_file(text.replace("spots: plan.csv", f"spots: {plan}"), "run.yaml")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "hits"),
    [
        ({}, True),
        ({"position": "3, 0, 0 cm"}, False),
        ({"position": "3, 0, 0 cm", "spot_sigma": "5 mm"}, True),
        ({"position": "3, 0, -100 cm", "divergence": "5 mrad"}, True),
        ({"position": "3, 0, -100 cm", "divergence": "2 mrad"}, False),
        ({"position": "0, 0, 5 cm"}, False),
        ({"position": "0, 0, 5 cm", "drift": "10 cm"}, True),
        ({"direction": "1, 0, 0"}, False),
        ({"position": "-5, 0, 1 cm", "direction": "1, 0, 0"}, True),
    ],
)
def test_aim(fields, hits):
    """A spot at the middle of the plane, and a box of 2 cm with its front face at z = 0."""
    beam = ScannedBeam(SpotList([100.0], [0.0], [0.0], [1.0]), **fields)
    assert can_hit(beam, np.array([-1.0, -1.0, 0.0]), np.array([1.0, 1.0, 2.0])) is hits
