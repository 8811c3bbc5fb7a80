import pytest

from mcsim.errors import InputError
from mcsim.materials.formula import parse_formula


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("H2O", {1: 2, 8: 1}),
        ("C5H8O2", {1: 8, 6: 5, 8: 2}),
        ("Ca10(PO4)6(OH)2", {1: 2, 8: 26, 15: 6, 20: 10}),
        ("Lu1.8Y0.2SiO5", {8: 5, 14: 1, 39: 0.2, 71: 1.8}),
        ("CH3[CH2]4 CH3", {1: 14, 6: 6}),
        ("Mg(Al(OH)4)2", {1: 8, 8: 8, 12: 1, 13: 2}),
        ("Co", {27: 1}),
        ("CO", {6: 1, 8: 1}),
    ],
)
def test_atoms(formula, expected):
    assert parse_formula(formula) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        (None, "'None' is no chemical formula; write it as in C5H8O2"),
        ("", "empty"),
        ("()", "empty|number|element"),
        ("H2o", "at 'o'"),
        ("(H2O", "closing bracket"),
        ("H2O)", "too many"),
        ("2H", "without an element"),
        ("H0", "zero"),
        ("H2O-", "at '-'"),
        ("Xx2", "unknown element 'Xx'"),
        ("H2 3", "without an element"),
    ],
)
def test_wrong_formulas(formula, message):
    with pytest.raises(InputError, match=message):
        parse_formula(formula)
