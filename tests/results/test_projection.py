"""Spectra and counts on fewer axes."""

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.results import Axis, RawTally, integers
from mcsim.results.tally import TallyResult


def test_axes_are_kept_picked_and_added_up(result):
    out = result["out"]
    spectrum = out.project("energy")
    np.testing.assert_allclose(spectrum.value, out.value.sum(axis=0))
    np.testing.assert_allclose(spectrum.uncertainty, np.hypot(*out.uncertainty))
    assert [axis.name for axis in spectrum.axes] == ["energy"]
    electrons = out.project(kind="electron")
    assert electrons.value == pytest.approx(out.value[1].sum())
    assert electrons.axes == ()
    assert np.array_equal(out.project("energy", "kind").value, out.value)
    assert np.array_equal(out.project("energy", kind="photon").uncertainty, out.uncertainty[0])


def test_fluence_is_averaged_over_places():
    axes = (Axis("energy", "MeV", np.arange(3.0)), Axis("x", "cm", np.array([0.0, 1.0, 4.0])))
    scores = integers.from_int64(np.array([[4, 8], [0, 4]]))
    plane = TallyResult(
        RawTally("p", "fluence", "1/cm2 per source particle", axes, scores, scores, 1.0), 2, 2
    )
    assert plane.project("energy").value.tolist() == [3.5, 1.5]
    assert plane.project("x").value.tolist() == [2.0, 6.0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda result: result["out"].project("enrgy"), "did you mean 'energy'"),
        (lambda result: result["out"].project(kind="proton"), "it has photon, electron"),
        (lambda result: result["out"].project(energy="1 MeV"), "it has bins, not labels"),
        (lambda result: result["dose"].project("z"), "use depth_curve or profile"),
    ],
)
def test_refusals(result, call, message):
    with pytest.raises(InputError, match=message):
        call(result)
