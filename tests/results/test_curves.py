"""Depth curves and profiles: averages, uncertainties, refusals."""

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.results import Axis, RawTally, Result
from mcsim.results.windows import empty_windows, score_windows
from mcsim.units import mm
from tests.results.conftest import BATCHES, GRID, batch_scores, ledger, make_result, provenance, summed


def batch_averages(tally, rows, columns):
    """Average dose in the window, batch by batch, in the tally's unit."""
    scores = np.array([batch_scores(batch)[:, rows, columns].mean(axis=(1, 2)) for batch in range(BATCHES)])
    return scores * tally.raw.scale[0, 0, 0] * BATCHES / tally.histories


def standard_error(samples):
    return samples.std(axis=0, ddof=1) / np.sqrt(len(samples))


def test_a_scored_window_has_the_batch_to_batch_uncertainty(result):
    curve = result["dose"].depth_curve(width="2 cm")
    averages = batch_averages(result["dose"], slice(2, 6), slice(2, 6))
    np.testing.assert_allclose(curve.value, averages.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(curve.uncertainty, standard_error(averages), rtol=1e-9)
    assert curve.uncertainty_from == "batches"
    assert (curve.axis, curve.axis_unit, curve.unit) == ("z", "cm", "Gy per source particle")
    assert np.array_equal(curve.edges, GRID[0].edges)
    assert result["dose"].depth_curve(width=20 * mm).uncertainty.tolist() == curve.uncertainty.tolist()


def test_independent_voxels_would_understate_it(result):
    honest = result["dose"].depth_curve(width=3.0)
    naive = make_result(range(BATCHES), with_windows=False)["dose"].depth_curve(width=3.0)
    assert naive.uncertainty_from == "independent voxels"
    assert naive.value.tolist() == honest.value.tolist()
    # each hit scores in three voxels: the variance of the sum is three times the sum of the variances
    ratio = np.mean(honest.uncertainty**2) / np.mean(naive.uncertainty**2)
    assert 2.0 < ratio < 4.0


def test_a_window_may_end_inside_voxels(result):
    curve = result["dose"].depth_curve(width=1.5)
    weights = np.array([0, 0, 0.5, 1, 1, 0.5, 0, 0]) / 3.0
    expected = np.einsum("kij,i,j->k", result["dose"].value, weights, weights)
    np.testing.assert_allclose(curve.value, expected, rtol=1e-12)
    assert curve.uncertainty_from == "nearest window"
    smaller, larger = (result["dose"].depth_curve(width=width).uncertainty.mean() for width in (1.0, 2.0))
    assert 0.8 * larger < curve.uncertainty.mean() < 1.2 * smaller


def test_window_off_centre(result):
    curve = result["dose"].depth_curve(width="1 cm", center={"x": "-0.5 cm", "y": 1.0})
    np.testing.assert_allclose(curve.value, result["dose"].value[:, 5:7, 2:4].mean(axis=(1, 2)), rtol=1e-12)
    assert curve.uncertainty_from == "nearest window"


def test_depth_along_another_axis(result):
    curve = result["dose"].depth_curve(width=1.0, axis="x")
    np.testing.assert_allclose(curve.value, result["dose"].value[2:4, 3:5, :].mean(axis=(0, 1)), rtol=1e-12)
    assert curve.uncertainty_from == "batches"


def test_central_axis_is_shared_by_the_voxels_around_it(result):
    curve = result["dose"].depth_curve()
    np.testing.assert_allclose(curve.value, result["dose"].value[:, 3:5, 3:5].mean(axis=(1, 2)), rtol=1e-12)
    assert curve.uncertainty_from == "batches"


def test_profile_is_a_row_of_voxels(result):
    dose = result["dose"]
    curve = dose.profile("x", at={"z": "7 mm", "y": 0.1})
    assert curve.value.tolist() == dose.value[1, 4, :].tolist()
    np.testing.assert_allclose(curve.uncertainty, dose.uncertainty[1, 4, :], rtol=1e-12)
    assert curve.uncertainty_from == "batches"
    halves = dose.profile("x", at="1 cm")
    np.testing.assert_allclose(halves.value, dose.value[1:3, 3:5, :].mean(axis=(0, 1)), rtol=1e-12)
    assert halves.label == "z = 1 cm, y = 0 cm"


def test_scored_windows_of_uneven_voxels_are_exact_too():
    edges = np.array([-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0])
    axes = (Axis("z", "cm", np.arange(3.0)), Axis("y", "cm", edges), Axis("x", "cm", edges))
    shape = (2, 6, 6)
    scores = [np.random.default_rng([3, batch]).integers(0, 2**30, shape) for batch in range(8)]
    windows = empty_windows(axes)
    for score in scores:
        score_windows(windows, axes, score)
    scale = 1.0 / np.einsum("k,j,i->kji", *(axis.widths for axis in axes))
    raw = RawTally("dose", "dose", "Gy", axes, *summed(scores, shape), scale, windows)
    batches = list(range(8))
    curve = Result(provenance(batches), ledger(batches), [raw])["dose"].depth_curve(width=4.0)
    sums = np.array([score.sum(axis=(1, 2)) for score in scores]) / 16.0 / 500.0
    np.testing.assert_allclose(curve.uncertainty, standard_error(sums), rtol=1e-9)
    assert curve.uncertainty_from == "batches"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda dose: dose.depth_curve(width="8 cm"), "outside the grid"),
        (lambda dose: dose.depth_curve(width=-1.0), "positive"),
        (lambda dose: dose.depth_curve(width="2 MeV"), "not a length"),
        (lambda dose: dose.depth_curve(axis="depth"), "not one of x, y, z"),
        (lambda dose: dose.profile("z", at="1 cm"), "not 'z'"),
        (lambda dose: dose.profile("x", at="4 cm"), "outside the grid, 0 to 3 cm"),
    ],
)
def test_refusals(result, call, message):
    with pytest.raises(InputError, match=message):
        call(result["dose"])


def test_tallies_without_a_grid_have_no_curves(result):
    with pytest.raises(InputError, match="no voxel grid"):
        result["out"].depth_curve()
