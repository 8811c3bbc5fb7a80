"""Protons of a spot list: spots by weight, energies, offsets and directions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mcsim.geometry import VoxelPhantom
from mcsim.jit import kernel
from mcsim.physics.rng import seed_history
from mcsim.sources import ScannedBeam, SpotList
from mcsim.transport.emission import sample_particle
from mcsim.transport.spots import choose_spot
from mcsim.world.grid import build_voxel_world
from mcsim.world.source import build_source
from mcsim.world.spots import alias_table

COUNT = 40_000
BEAM = ScannedBeam(
    SpotList([100.0, 150.0], [-3.0, 4.0], [1.0, 2.0], [1.0, 3.0]),
    energy_sigma="0.8 MeV",
    spot_sigma="3, 5 mm",
    divergence="4, 2 mrad",
    correlation="-0.6, 0.3",
    source_distance="200, 250 cm",
)


@kernel
def _emit(source, grid, state, samples):
    for history in range(samples.shape[0]):
        seed_history(state, np.uint64(1), np.uint64(history))
        energy, x, y, z, u, v, w = sample_particle(source, grid, 1.0, state)
        samples[history, 0] = energy
        samples[history, 1] = x
        samples[history, 2] = y
        samples[history, 3] = z
        samples[history, 4] = u
        samples[history, 5] = v
        samples[history, 6] = w


def emitted(beam: ScannedBeam, count: int = COUNT) -> np.ndarray:
    """Energy, place and direction of particles, shape (count, 7)."""
    phantom = VoxelPhantom.box(size="1, 1, 1 cm", voxel="1 cm", material="water")
    samples = np.zeros((count, 7))
    grid = build_voxel_world(phantom, with_interfaces=False).grid
    _emit(build_source(beam), grid, np.zeros(2, np.uint64), samples)
    return samples


def test_alias_table_holds_the_weights():
    weights = np.random.default_rng(1).exponential(1.0, 1000) ** 3
    acceptance, alias = alias_table(weights)
    held = acceptance.copy()
    np.add.at(held, alias, 1.0 - acceptance)
    np.testing.assert_allclose(held, weights * (1000 / weights.sum()), atol=1e-9)


def test_spots_come_by_weight():
    weights = np.array([1.0, 0.0, 5.0, 2.0, 0.5])
    beam = ScannedBeam(SpotList([100.0] * 5, np.arange(5.0), np.zeros(5), weights))
    table = build_source(beam).spots
    assert table.alias.shape == (4,)
    state = np.array([1, 2], np.uint64)
    counts = np.bincount([choose_spot(table, state) for _ in range(COUNT)], minlength=4)
    expected = weights[weights > 0] / weights.sum() * COUNT
    chi2 = np.sum((counts - expected) ** 2 / expected)
    assert chi2 < 16.3  # 0.1 % at three degrees of freedom


def test_phase_space_of_a_spot():
    samples = emitted(BEAM)
    far = samples[:, 1] > 0.5
    assert np.mean(far) == pytest.approx(0.75, abs=4 * np.sqrt(0.75 * 0.25 / COUNT))
    np.testing.assert_allclose(np.linalg.norm(samples[:, 4:], axis=1), 1.0, atol=1e-12)
    assert np.all(samples[:, 3] == 0.0)
    spot = samples[far]
    error = 4 / np.sqrt(len(spot))
    assert spot[:, 0].mean() == pytest.approx(150.0, abs=0.8 * error)
    assert spot[:, 0].std() == pytest.approx(0.8, rel=error)
    for axis, offset, sigma, far_away, divergence, correlation in (
        (1, 4.0, 0.3, 200.0, 4e-3, -0.6),
        (2, 2.0, 0.5, 250.0, 2e-3, 0.3),
    ):
        place, slope = spot[:, axis], spot[:, axis + 3] / spot[:, 6]
        assert place.mean() == pytest.approx(offset, abs=sigma * error)
        assert place.std() == pytest.approx(sigma, rel=error)
        assert slope.mean() == pytest.approx(offset / far_away, abs=divergence * error)
        assert slope.std() == pytest.approx(divergence, rel=error)
        assert np.corrcoef(place, slope)[0, 1] == pytest.approx(correlation, abs=error)


def test_particles_start_before_the_plane_on_the_same_lines():
    there, before = emitted(BEAM, 100), emitted(BEAM.changed(drift="50 cm"), 100)
    np.testing.assert_array_equal(before[:, [0, 4, 5, 6]], there[:, [0, 4, 5, 6]])
    np.testing.assert_array_equal(before[:, 3], -50.0)
    slopes = before[:, 4:6] / before[:, 6:]
    np.testing.assert_allclose(before[:, 1:3] + 50.0 * slopes, there[:, 1:3], atol=1e-12)


def test_oblique_beams():
    beam = BEAM.changed(direction="1, 0, 1", position="1, 2, 3 cm")
    turned = emitted(beam, 100)
    axes = beam.axes()
    plain = emitted(BEAM, 100)
    np.testing.assert_allclose((turned[:, 1:4] - [1.0, 2.0, 3.0]) @ axes.T, plain[:, 1:4], atol=1e-12)
    np.testing.assert_allclose(turned[:, 4:] @ axes.T, plain[:, 4:], atol=1e-12)


def test_energies_stay_inside_the_data():
    beam = ScannedBeam(SpotList([299.5, 0.6], [0.0, 0.0], [0.0, 0.0], [1.0, 1.0]), energy_sigma="1 MeV")
    energies = emitted(beam)[:, 0]
    assert energies.min() >= 0.5
    assert energies.max() <= 300.0


def test_the_same_numbers_without_a_compiler():
    code = (
        "from tests.transport.test_spots import BEAM, emitted; import hashlib;"
        "print(hashlib.sha256(emitted(BEAM.changed(drift='50 cm'), 200).tobytes()).hexdigest())"
    )
    root = Path(__file__).parents[2]
    digests = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "NUMBA_DISABLE_JIT": disable},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for disable in ("0", "1")
    ]
    assert digests[0] == digests[1]
