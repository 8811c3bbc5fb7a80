"""`mcsim materials`, `schema` and `validate`."""

from __future__ import annotations

import json

import pytest

from mcsim.config.schema import json_schema, reference
from mcsim.materials import material_names
from tests.cli.conftest import complaint


def test_list_of_materials(command):
    answer = command("materials")
    assert answer.code == 0
    for name in ("water", "aluminum", "lung (ICRU)", "lead"):
        assert name in answer.out
    assert len(answer.out.splitlines()) > len(material_names())


def test_tables_fit_a_narrow_terminal(command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    rows = command("materials").out.splitlines()
    assert max(len(row) for row in rows) == 80
    assert any(row.split()[-2:] == ["1.3048", "106.5"] and "1,2-dichlorobenzene" in row for row in rows)
    assert "electrons: mass stopping powers (MeV cm2/g)" in command("materials", "lead").out.splitlines()


def test_one_material(command):
    answer = command("materials", "water")
    assert answer.code == 0
    assert "density 1 g/cm3, mean excitation energy I = 78 eV" in answer.out
    for heading in ("mass fraction", "incoherent", "photoelectric", "collision", "radiative"):
        assert heading in answer.out
    assert "0.111898" in answer.out


def test_vacuum_has_no_tables(command):
    answer = command("materials", "vacuum")
    assert answer.code == 0
    assert "photons" not in answer.out


def test_unknown_material(command):
    assert complaint(command("materials", "watr")) == "unknown material 'watr'; did you mean 'water'?"


def test_schema(command):
    assert json.loads(command("schema").out) == json_schema()
    assert command("schema", "--format", "markdown").out == reference()
    assert "xml" in complaint(command("schema", "--format", "xml"))


def test_validate_hands_its_options_over(command, monkeypatch):
    asked = []

    class Report:
        def __init__(self, verdict):
            self.verdict, self.failed = verdict, verdict == "failed"

    def run_cases(names, references, factor, output, threads, device, notice):
        asked.append((names, str(references), factor, str(output), threads, device))
        notice("one ...")
        return [Report("passed"), Report(asked_verdict[0])]

    asked_verdict = ["not run"]
    monkeypatch.setattr("mcsim.validation.run_cases", run_cases)
    monkeypatch.setattr("mcsim.validation.terminal_table", lambda reports: f"{len(reports)} rows")
    answer = command(
        "validate",
        "one",
        "--references",
        "more",
        "--factor",
        "0.1",
        "-o",
        "out",
        "--threads",
        2,
        "--device",
        "cuda",
    )
    assert asked == [(["one"], "more", 0.1, "out", 2, "cuda")]
    assert (answer.code, answer.out) == (0, "one ...\n2 rows\n1 passed, 1 not run; see out\n")
    asked_verdict[0] = "failed"
    assert command("validate").code == 1
    assert asked[1][0] is None


def test_validate_without_such_a_case(command):
    assert "no_such_case" in complaint(command("validate", "no_such_case"))


@pytest.mark.parametrize("words", [(), ("--help",)])
def test_help(command, words):
    assert "Commands:" in command(*words).out
