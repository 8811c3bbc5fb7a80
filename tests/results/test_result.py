"""The result as a mapping, its ledger, its flags and its texts."""

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.results import Axis, Ledger, RawTally, Result, integers
from mcsim.results.raw import join_ranges, missing_ranges
from tests.results.conftest import BATCHES, GRID, ledger, provenance


def test_mapping(result):
    assert list(result) == ["dose", "out"]
    assert len(result) == 2
    assert result.tally() is result["dose"]
    assert result.tally("out").quantity == "escaped particles"
    with pytest.raises(InputError, match="did you mean 'dose'"):
        result.tally("dos")
    with pytest.raises(KeyError):
        result["dos"]


def test_values_are_per_source_particle(result):
    out = result["out"]
    assert out.histories == BATCHES * 500
    exact = np.array(integers.to_ints(out.raw.total)).reshape(2, 4) / out.histories
    np.testing.assert_allclose(out.value, exact, rtol=1e-15)
    # Poisson counts: sigma = sqrt(count) / histories, known to 1 / sqrt(2 (B - 1)) = 21 %, eight bins
    expected = np.sqrt(exact / out.histories)
    assert np.mean(out.uncertainty / expected) == pytest.approx(1.0, abs=3 * 0.21 / np.sqrt(8))
    with pytest.raises(ValueError, match="read-only"):
        out.value[0, 0] = 1.0


def test_a_result_without_batches_says_so():
    total = integers.zeros((2,))
    raw = RawTally("t", "dose", "Gy", (Axis("x", "cm", np.arange(3.0)),), total, total, 1.0)
    empty = provenance([0])
    object.__setattr__(empty, "completed", ())
    result = Result(empty, ledger([]), [raw])
    assert np.isnan(result["t"].value).all()
    assert not result.complete
    assert result.energies == {}
    assert "no histories" in repr(result)


def test_ledger_closes_exactly():
    good = ledger([0, 1])
    assert good.difference == 0
    assert good.closes
    lines = dict(good)
    lines["deposited"] -= 1
    bad = Ledger(lines, 30)
    assert bad.difference == 1
    assert not bad.closes
    assert (good + good)["emitted"] == 2 * good["emitted"]
    assert good.energies(1000)["emitted"] == pytest.approx(6e30 / 2**30 / 1000, rel=1e-15)


def test_ledger_refuses_other_lines():
    with pytest.raises(ValueError, match="not right: lost"):
        Ledger({name: 0 for name in ledger([0]) if name != "lost"}, 30)
    with pytest.raises(ValueError, match="different quanta"):
        ledger([0]) + Ledger(dict(ledger([0])), 31)


def test_texts(result):
    text = repr(result)
    assert "6_000 in 12 of 12 batches, complete" in text
    assert "closes exactly" in text
    assert "12 (lost particles 12)" in text
    assert "tally dose" in text
    html = result._repr_html_()
    assert "<table" in html
    assert "<TallyResult" not in html
    assert repr(result["dose"]).startswith(
        "<TallyResult 'dose': dose in Gy per source particle, 6 z x 8 y x 8 x"
    )


def test_ranges_of_batches():
    assert join_ranges(((4, 6), (0, 2), (2, 4), (8, 9))) == ((0, 6), (8, 9))
    assert missing_ranges(((2, 4), (6, 8)), (0, 10)) == ((0, 2), (4, 6), (8, 10))
    assert missing_ranges(((2, 4), (6, 8)), (3, 7)) == ((4, 6),)
    assert missing_ranges((), (3, 7)) == ((3, 7),)
    with pytest.raises(ValueError, match="there twice"):
        join_ranges(((0, 3), (2, 4)))
    with pytest.raises(ValueError, match="not a range"):
        join_ranges(((3, 3),))


def test_axes():
    z = GRID[0]
    assert len(z) == 6
    assert z.centers[0] == 0.25
    assert z.widths[0] == 0.5
    assert z.middle == 1.5
    labels = Axis("kind", labels=("photon", "electron"))
    assert (len(labels), labels.middle, labels.centers.tolist()) == (2, 0.5, [0.0, 1.0])
    assert z.same_as(Axis("z", "cm", z.edges.copy()))
    assert not z.same_as(Axis("z", "cm", z.edges + 1))
    assert labels.same_as(Axis("kind", labels=("photon", "electron")))
    for wrong in (lambda: Axis("z"), lambda: Axis("z", "cm", [1.0, 0.0]), lambda: Axis("z", "cm", [1.0])):
        with pytest.raises(ValueError, match="axis 'z'"):
            wrong()


def test_raw_tallies_check_their_shapes():
    with pytest.raises(ValueError, match=r"must be uint64 of shape \(6, 8, 8, 2\)"):
        RawTally("d", "dose", "Gy", GRID, integers.zeros((6, 8)), integers.zeros((6, 8, 8)), 1.0)
