"""Scenes: what results, run files and comparisons offer, and what is said of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mcsim.config import parse_run_file
from mcsim.errors import DataError, InputError
from mcsim.results.stored import StoredResult
from mcsim.transport.particles import PARTICLE_NAMES
from mcsim.viewer.scene.build import comparison_scene, run_file_scene, stored_scene
from mcsim.viewer.scene.colors import PARTICLES, SEQUENTIAL, lookup
from mcsim.viewer.scene.curves import row_curve
from mcsim.viewer.scene.layer import smoothed_maximum
from mcsim.viewer.scene.readout import readout
from mcsim.viewer.scene.regions import (
    BOX,
    EVERYTHING,
    HIGH_DOSE,
    SPHERE,
    histogram,
    region_mask,
    region_names,
)
from tests.results.conftest import make_result
from tests.viewer.letters import center, letter, letter_scene, stored

RUN_FILE = """
mcsim: 1
title: a wedge
geometry:
  voxels:
    size: 4, 4, 6 cm
    voxel: 1 cm
    material: water
    paint: [{box: {center: "1, 0, 1 cm", size: "2, 4, 2 cm"}, material: aluminum, name: plate}]
source: {particle: photon, energy: 6 MeV, shape: {rectangle: "2, 1 cm"}, position: "0, 0, -5 cm"}
"""


def test_the_readout_is_the_value_of_the_array():
    voxels = letter(2)
    value = np.random.default_rng(1).random(voxels.shape) * 1e-12
    scene = stored_scene(stored(voxels, value))
    for index in [(0, 0, 0), (1, 3, 2), (2, 7, 5)]:
        found = readout(scene, scene.start(), center(voxels, index))
        scale = {"pGy": 1e12, "fGy": 1e15}[found.unit.split()[0]]
        assert found.value == pytest.approx(scale * value[index], rel=1e-6)
        assert found.uncertainty == pytest.approx(0.1 * scale * value[index], rel=1e-6)
        assert found.unit.endswith("Gy per source particle")
        assert "(10 %)" in found.text
        assert found.medium == ("aluminum, 2.7 g/cm³" if voxels[index] else "water, 1 g/cm³")


def test_the_readout_outside_says_so():
    scene = letter_scene(2)
    assert "outside the grid" in readout(scene, scene.start(), (100.0, 0.0, 0.0)).text


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_curves_are_rows_of_the_array(axis):
    voxels = letter(2)
    value = np.random.default_rng(2).random(voxels.shape)
    scene = stored_scene(stored(voxels, value * 1e-12))
    index = (1, 3, 2)
    state = replace(scene.start(), crosshair=center(voxels, index))
    curve = row_curve(scene.layers["dose"], state, axis)
    row = [*index]
    expected = np.moveaxis(value, 2 - axis, -1)[tuple(row[: 2 - axis] + row[3 - axis :])]
    np.testing.assert_allclose(
        curve.value * (1.0 if curve.unit.startswith("p") else 1e-3), expected, rtol=1e-6
    )
    np.testing.assert_allclose(curve.uncertainty, 0.1 * curve.value, rtol=1e-6)
    assert curve.axis == "xyz"[axis]


def test_the_uncertainty_layer_is_in_per_cent_and_unknown_without_a_value():
    voxels = letter(2)
    value = np.where(voxels == 1, 2e-12, 0.0)
    layer = stored_scene(stored(voxels, value)).layers["dose: uncertainty"]
    np.testing.assert_allclose(layer.values[voxels == 1], 10.0, rtol=1e-6)
    assert np.isnan(layer.values[voxels == 0]).all()
    assert layer.range == (0.0, 50.0)


def test_regions():
    voxels = letter(2)
    scene = stored_scene(stored(voxels))
    assert region_names(scene)[:2] == ["water", "aluminum"]
    state = replace(scene.start(), region="aluminum")
    found = histogram(scene, state)
    assert found is not None
    assert found.voxels == voxels.sum()
    assert found.mean == pytest.approx(3e-12, rel=1e-6, abs=0.0)
    layer = scene.layers["dose"]
    assert region_mask(scene, replace(state, region=EVERYTHING), layer).all()
    steep = stored_scene(stored(voxels, (1.0 + 9.0 * voxels) * 1e-12)).layers["dose"]
    np.testing.assert_array_equal(region_mask(scene, replace(state, region=HIGH_DOSE), steep), voxels == 1)
    at = replace(state, crosshair=center(voxels, (1, 3, 2)), radius=0.9)
    box, sphere = (region_mask(scene, replace(at, region=name), layer) for name in (BOX, SPHERE))
    assert [int(mask.sum()) for mask in (box, sphere)] == [9, 5]
    assert box[1, 2:5, 1:4].all()
    assert sphere[1, 3, 2]
    assert histogram(scene, replace(state, region="")) is None
    assert histogram(scene, replace(state, layer="dose: uncertainty")) is None


def test_a_region_finds_its_place_on_a_coarser_dose_grid():
    scene = run_file_scene(parse_run_file(RUN_FILE))
    assert scene.setup is not None
    dose = stored(np.zeros((2, 2, 2), dtype=np.uint8), np.ones((2, 2, 2)))
    both = stored_scene(replace(dose, setup=scene.setup))
    mask = region_mask(both, replace(both.start(), region="plate"), both.layers["dose"])
    inside = [center(np.zeros((2, 2, 2)), index) for index in np.argwhere(mask)]
    assert all(0 <= x <= 2 and 0 <= z <= 2 for x, _, z in inside)
    expected = [
        0 <= x <= 2 and -2 <= y <= 2 and 0 <= z <= 2
        for x, y, z in (center(np.zeros((2, 2, 2)), index) for index in np.ndindex(2, 2, 2))
    ]
    assert mask.ravel().tolist() == expected


def test_a_run_file_shows_geometry_and_source():
    scene = run_file_scene(parse_run_file(RUN_FILE))
    assert (scene.title, scene.status, scene.layers) == ("a wedge", "nothing has been run yet", {})
    assert [body.name for body in scene.bodies] == ["water", "aluminum"]
    assert scene.bodies[0].opacity < scene.bodies[1].opacity
    low, high = scene.bounds
    np.testing.assert_allclose([low, high], [[-2, -2, 0], [2, 2, 6]])
    assert scene.outline is not None
    assert scene.outline.position == (0.0, 0.0, -5.0)
    edge = scene.outline.lines[0]
    np.testing.assert_allclose([edge.min(axis=0), edge.max(axis=0)], [[-1, -0.5, -5], [1, 0.5, -5]])
    assert all(line[-1, 2] > 6.0 for line in scene.outline.lines[1:])
    assert readout(scene, scene.start(), (1.0, 0.5, 0.5)).medium == "aluminum, 2.699 g/cm³"


def test_a_comparison_shows_difference_and_gamma():
    one, other = make_result(range(6)), make_result(range(6, 12))
    scene = comparison_scene(one, other, ("a", "b"))
    assert list(scene.layers) == ["difference", "difference in sigma", "gamma", "a", "b"]
    expected = 100.0 * (one["dose"].value - other["dose"].value) / other["dose"].value.max()
    np.testing.assert_allclose(scene.layers["difference"].values, expected)
    low, high = scene.layers["difference"].range
    assert low == -high
    assert np.nanmin(scene.layers["gamma"].values) >= 0.0
    same = comparison_scene(one, one, ("a", "b"))
    assert not same.layers["difference"].values.any()


def test_what_is_wrong_is_said():
    voxels = letter(2)
    value = np.full(voxels.shape, 1e-12)
    value[0, 0, :2] = np.nan
    assert stored_scene(stored(voxels, value)).notes == ("'dose' has no number in 2 of 144 voxels (grey)",)
    assert stored_scene(stored(voxels, 0.0 * voxels)).notes == ("'dose' is zero everywhere",)
    assert "no phantom" in stored_scene(replace(stored(voxels), setup=None)).notes[0]
    with pytest.raises(DataError, match="nothing to see"):
        stored_scene(StoredResult("", "", 0, True))
    with pytest.raises(InputError, match="did you mean 'dose'"):
        letter_scene(2).beginning_with("dosis")


def test_the_reference_of_isodoses_is_a_mean_over_neighbours():
    values = np.zeros((70, 5, 5))
    values[40, 2, 2] = 27.0
    assert smoothed_maximum(values) == pytest.approx(1.0)


def test_maps_are_even_in_lightness():
    for name in SEQUENTIAL:
        light = lookup(name).astype(float) @ [0.2126, 0.7152, 0.0722]
        assert np.all(np.diff(light) > -1.5), name


def test_tracks_have_colours_for_all_particles():
    assert tuple(PARTICLES) == PARTICLE_NAMES
