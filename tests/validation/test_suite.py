"""A case from its file to the page, and the shipped cases."""

import numpy as np
import pytest

from mcsim.cli.app import run_command
from mcsim.errors import InputError
from mcsim.validation import case_names, run_cases
from mcsim.validation.case import case_files, read_case
from mcsim.validation.equilibrium import same_medium
from mcsim.validation.reference import MissingReference, find_reference

CASE = """
title: photons in a little water
citation: made up for this test
run:
  mcsim: 1
  geometry: {voxels: {edges: {x: "-5, 5 cm", y: "-5, 5 cm", z: "0, 1, 2 cm"}, material: water}}
  source: {particle: photon, energy: 1 MeV}
  physics: {cutoff: {electron: 1 MeV, photon: 100 keV}}
  tallies:
    dose: {type: dose}
    escape: {type: escape}
  run: {histories: 2000}
curves:
  dose:
    pick: {x: 0 cm, y: 0 cm}
    times: 100
    unit: Gy cm2
    reference: {file: dose.csv, low: low, high: high, value: value}
checks:
  - {type: points, curve: dose, maximum: 90 %}
  - {type: block_means, curve: dose, edges: "0, 2", within: 90 %}
  - type: numbers
    name: photons leaving
    tally: escape
    pick: {particle: photon}
    within: 10 %
    entries: [{name: all faces, value: 0.99}, {name: back, pick: {face: +z}, value: 0.5}]
"""


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "little.yaml"
    path.write_text(CASE)
    return path


def test_a_case_runs_from_its_file_to_the_page(case, tmp_path):
    (tmp_path / "dose.csv").write_text("# made up\nlow,high,value\n0,1,4.4e-12\n1,2,4.4e-12\n")
    notices = []
    (report,) = run_cases([str(case)], tmp_path, 1.0, tmp_path / "out", notice=notices.append)
    verdicts = {row.quantity: row.verdict for row in report.rows}
    assert report.failed
    assert verdicts.pop("photons leaving, back") == "failed"  # 0.9 of them, not 0.5
    assert set(verdicts.values()) == {"passed"}
    assert verdicts["energy ledger closes"] == "passed"
    assert report.histories == 2000
    page = (tmp_path / "out" / "validation.md").read_text()
    pictures = sorted(path.name for path in (tmp_path / "out" / "validation").iterdir())
    assert pictures == ["little-dose.png", "little-photons_leaving.png"]
    assert all(f"validation/{name}" in page for name in pictures)
    assert "| photons leaving, back |" in page
    assert notices == ["little ...", "little: failed"]


def test_a_case_without_its_reference_is_not_run(case):
    (report,) = run_cases([str(case)])
    assert report.verdict == "not run"
    assert str(report) == "little: not run (reference missing: dose.csv)"


def test_wrong_cases_are_named(case, tmp_path):
    with pytest.raises(InputError, match="did you mean 'fano_cavity'"):
        run_cases(["fano_cavty"])
    with pytest.raises(InputError, match="above 0"):
        run_cases(["fano_cavity"], histories_factor=0.0)
    (tmp_path / "dose.csv").write_text("low,high,value\n0,1,4.4e-12\n1,2,4.4e-12\n")
    case.write_text(CASE.replace("energy: 1 MeV}", "energy: 1 MV}"))
    with pytest.raises(InputError, match=r"little.yaml:\d+: run.source.energy"):
        run_cases([str(case)], tmp_path)


def test_the_command_exits_with_1_when_a_case_fails(case, tmp_path, capsys):
    (tmp_path / "dose.csv").write_text("low,high,value\n0,1,4.4e-12\n1,2,4.4e-12\n")
    command = ["validate", str(case), "--references", str(tmp_path), "-o", str(tmp_path / "out")]
    assert run_command(command) == 1
    assert "failed" in capsys.readouterr().out


@pytest.mark.parametrize("name", case_names())
def test_shipped_cases_can_be_read(name):
    case, document = read_case(case_files()[name])
    if case.phantom is None:
        assert bool(case.run_files(document)) == (case.run is not None)
    for file in case.reference_files():
        if file.startswith("published/"):
            with pytest.raises(MissingReference):
                find_reference(file, None)
        else:
            assert find_reference(file, None).is_file()


def test_a_cavity_of_the_same_medium_keeps_its_density():
    case, document = read_case(case_files()["fano_cavity"])
    phantom = case.run_files(document)["standard"].geometry
    for copies, count in ((False, 1), (True, 2)):
        arrays = same_medium(phantom, copies).arrays()
        assert len(arrays.materials) == count
        assert len({(each.density, each.mean_excitation_energy) for each in arrays.materials}) == 1
        assert sorted(np.unique(arrays.density)) == [0.001, 1.0]
        assert arrays.region_names == phantom.region_names
