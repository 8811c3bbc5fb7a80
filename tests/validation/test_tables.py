"""Stopping powers beside a table made up of single published values."""

import pytest

from mcsim.validation.case import Stopping
from mcsim.validation.tables import stopping_rows

TABLE = """material,energy_MeV,electronic,total
water,0.2,1.0,1.0
water,10,45.64,45.67
water,100,7.286,7.289
"""


def rows(tmp_path, **changes):
    (tmp_path / "table.csv").write_text(TABLE)
    check = {"particle": "proton", "value": "total", "lowest": 1.0, "highest": 300.0, **changes}
    return stopping_rows(Stopping(file="table.csv", energy="energy_MeV", within="0.1 %", **check), tmp_path)[
        0
    ]


def test_stopping_powers_of_protons(tmp_path):
    water = {"water": 75}
    (row,) = rows(tmp_path, mean_excitation_energy=water)
    assert row.quantity == "water, total stopping power of protons, 10 to 100 MeV"
    assert row.verdict == "passed"
    (row,) = rows(tmp_path, mean_excitation_energy=water, kind="collision", value="electronic")
    assert row.verdict == "passed"


def test_other_particles_and_energies_do_not_pass(tmp_path):
    assert rows(tmp_path)[0].deviation == pytest.approx(-0.6, abs=0.3)  # I = 78 eV
    assert rows(tmp_path, mean_excitation_energy={"water": 75}, lowest=0.1)[0].verdict == "failed"
    assert rows(tmp_path, particle="electron", highest=50.0)[0].verdict == "failed"
