"""The gamma index: closed forms, symmetry, and pymedphys where it is installed."""

import numpy as np
import pytest

from mcsim.results.gamma import gamma_index


def plane(centers, gradient, offset=0.0):
    mesh = np.meshgrid(*centers, indexing="ij")
    return offset + sum(slope * axis for slope, axis in zip(gradient, mesh, strict=True))


@pytest.mark.parametrize("gradient", [(2.0,), (0.0, 0.0), (3.0, -1.0), (8.0, 5.0, -2.0)])
@pytest.mark.parametrize("shift", [0.0, 0.02, -0.05])
def test_planes_have_a_closed_form(gradient, shift):
    # D' = D + s with gradient g: gamma = s / sqrt(difference^2 + (g distance)^2)
    centers = [np.linspace(-1.5, 1.5, 13) for _ in gradient]
    fine = [np.linspace(-1.5, 1.5, 17) for _ in gradient]
    reference = plane(centers, gradient)
    inner = np.all(np.abs(np.meshgrid(*centers, indexing="ij")) < 1.01, axis=0)
    found = gamma_index(centers, reference, fine, plane(fine, gradient, shift), 0.03, 0.2, inner)
    expected = abs(shift) / np.hypot(0.03, 0.2 * np.linalg.norm(gradient))
    np.testing.assert_allclose(found[inner], expected, atol=0.01)
    assert np.all(found[inner] >= expected - 1e-9)
    assert np.isnan(found[~inner]).all()


def test_a_shift_by_the_distance_criterion_gives_one():
    centers = [np.linspace(0.0, 10.0, 101)]
    edge = 1.0 / (1.0 + np.exp(-(centers[0] - 5.0) / 0.05))
    moved = np.interp(centers[0] - 0.3, centers[0], edge)
    steep = np.abs(centers[0] - 5.0) < 0.1
    found = gamma_index(centers, edge, centers, moved, 0.01, 0.3, steep)
    np.testing.assert_allclose(found[steep], 1.0, atol=0.02)


def test_local_criterion_and_maximum():
    centers = [np.arange(5.0)]
    reference = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
    everywhere = np.ones(5, dtype=bool)
    found = gamma_index(centers, reference, centers, 1.02 * reference, 0.04 * reference, 1e-3, everywhere)
    np.testing.assert_allclose(found, 0.5, atol=1e-3)
    assert (
        gamma_index(centers, reference, centers, 3 * reference, 0.1, 0.1, everywhere, 1.5).tolist()
        == [1.5] * 5
    )


def test_where_the_evaluated_dose_ends_nothing_is_found():
    far = [np.array([10.0, 11.0])]
    found = gamma_index(
        [np.array([0.0, 9.95])], np.ones(2), far, np.ones(2), 0.1, 0.1, np.array([True, True])
    )
    np.testing.assert_allclose(found, [2.0, 0.5], atol=1e-2)


@pytest.mark.filterwarnings("ignore")
def test_against_pymedphys():
    pymedphys = pytest.importorskip("pymedphys")  # not among the test requirements
    generator = np.random.default_rng(3)
    axes = [np.arange(12) * 0.3, np.arange(14) * 0.25, np.arange(10) * 0.3]
    z, y, x = np.meshgrid(*axes, indexing="ij")
    reference = (
        np.exp(-z / 3)
        / (1 + np.exp((np.abs(y - 1.6) - 1.0) / 0.1))
        / (1 + np.exp((np.abs(x - 1.3) - 0.8) / 0.1))
    )
    evaluated = (
        np.roll(reference, 1, axis=1) * 0.4 + reference * 0.6 + generator.normal(0.0, 0.01, reference.shape)
    )
    wanted = reference >= 0.1 * reference.max()
    found = gamma_index(axes, reference, axes, evaluated, 0.03 * reference.max(), 0.3, wanted)
    theirs = pymedphys.gamma(
        tuple(axis * 10 for axis in axes), reference, tuple(axis * 10 for axis in axes), evaluated, 3, 3,
        lower_percent_dose_cutoff=10, interp_fraction=20, max_gamma=2, skip_once_passed=False, quiet=True,
    )  # fmt: skip
    assert np.array_equal(np.isnan(theirs), ~wanted)
    apart = found[wanted] - theirs[wanted]
    # theirs is the least value on a lattice, so it is rather too large
    assert np.mean(apart < 0.002) > 0.97
    assert apart.max() < 0.1
    assert -0.03 < apart.mean() < 0.0
    assert np.mean(found[wanted] <= 1) == pytest.approx(np.mean(theirs[wanted] <= 1), abs=0.01)
