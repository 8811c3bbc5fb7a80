"""Drawn pictures: the letter stands upright where it should, in slices, in the 3D view and in the window."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from mcsim.results.tracks import TrackSet
from mcsim.transport.particles import PARTICLE_NAMES
from mcsim.viewer.desktop import Desktop
from mcsim.viewer.drawing.charts import curve_svg, histogram_svg
from mcsim.viewer.drawing.key import key_svg
from mcsim.viewer.drawing.meshes import value_mesh
from mcsim.viewer.drawing.panel import HEIGHT, WIDTH, panel_of, panel_svg, picked
from mcsim.viewer.drawing.plotter import new_plotter
from mcsim.viewer.drawing.three_d import View3D
from mcsim.viewer.drawing.volume import MOST_VOXELS, coarse
from mcsim.viewer.scene.bodies import VoxelBody
from mcsim.viewer.scene.colors import PARTICLES, lookup, rgb
from mcsim.viewer.scene.curves import row_curve
from mcsim.viewer.scene.grid import ViewGrid
from mcsim.viewer.scene.layer import Layer
from mcsim.viewer.scene.regions import EVERYTHING, histogram
from mcsim.viewer.scene.scene import Scene
from mcsim.viewer.scene.slices import PLANES, Plane, slice_picture
from tests.viewer.letters import LETTER, PLATE, center, letter, letter_scene, oblique

LETTER_COLOR = (200, 30, 30)


def in_the_letter(normal: int, scene: Scene):
    """What is shown at first, with the crosshair in the plane of the letter, at its empty corner."""
    index = [0, 0, 0]
    index[2 - normal] = PLATE
    corner = scene.layers["dose"].grid.center(tuple(index))
    return replace(scene.start(), crosshair=tuple(float(each) for each in corner), lines=False)


def places(normal: int, scene: Scene):
    """Each row and column of the letter with its place in the world."""
    grid = scene.layers["dose"].grid
    across, down = (axis for axis in range(3) if axis != normal)
    for row, column in np.ndindex(LETTER.shape):
        index = [0, 0, 0]
        index[2 - normal], index[2 - across], index[2 - down] = PLATE, column, row
        yield row, column, grid.center(tuple(index))


def images_of(svg: str) -> list[tuple[np.ndarray, tuple[float, ...]]]:
    """Pixels and boxes (left, top, width, height) of the images in a drawing."""
    number = r'="([-\d.]+)"'
    pattern = rf'<image x{number} y{number} width{number} height{number} .*?base64,([^"]+)"'
    found = []
    for *box, data in re.findall(pattern, svg):
        pixels = np.array(Image.open(io.BytesIO(base64.b64decode(data))))
        found.append((pixels, tuple(float(each) for each in box)))
    return found


@pytest.mark.parametrize("z_up", [False, True])
@pytest.mark.parametrize(("normal", "turn"), [(0, 0.0), (1, 0.0), (2, 0.0), (0, 25.0), (2, -25.0)])
def test_the_letter_stands_upright_in_its_slice(normal, turn, z_up):
    scene = letter_scene(normal, turn)
    state = replace(in_the_letter(normal, scene), z_up=z_up)
    drawn = slice_picture(scene, state, Plane(normal))
    panel = panel_of(drawn, WIDTH, HEIGHT)
    svg = panel_svg(drawn)
    (density, box), (dose, _) = images_of(svg)
    lit = lookup("magma")[255]
    for row, column, point in places(normal, scene):
        x = panel.across.pixel(point[drawn.plane.across])
        y = panel.down.pixel(point[drawn.plane.down])
        cell = int((y - box[1]) / box[3] * len(density)), int((x - box[0]) / box[2] * density.shape[1])
        assert (density[cell][0] > 200) == LETTER[row, column]
        assert np.array_equal(dose[cell][:3], lit) == LETTER[row, column]
    last = panel.down.pixel(drawn.down[1])
    assert (last < panel.box.top + 1.0) == (z_up and normal != 2)
    wide, high = panel.box.width / panel.box.height, np.ptp(drawn.across) / np.ptp(drawn.down)
    assert wide == pytest.approx(high)
    names = "xyz"
    assert f">{names[drawn.plane.across]} (cm)<" in svg
    assert f">{names[drawn.plane.down]} (cm)<" in svg
    assert f">{names[normal]} = " in svg


@pytest.mark.parametrize("normal", [0, 1, 2])
def test_a_click_means_the_point_it_shows(normal):
    scene = letter_scene(normal)
    drawn = slice_picture(scene, in_the_letter(normal, scene), Plane(normal))
    panel = panel_of(drawn, WIDTH, HEIGHT)
    for _, _, point in places(normal, scene):
        x, y = panel.across.pixel(point[drawn.plane.across]), panel.down.pixel(point[drawn.plane.down])
        np.testing.assert_allclose(picked(drawn, point, (x / WIDTH, y / HEIGHT)), point)
    assert picked(drawn, point, (0.01, 0.5)) is None


def test_isodose_lines_enclose_the_dose_they_name():
    voxels = letter(2)
    value = np.zeros((9, 33, 33))
    j, i = np.indices((33, 33)) - 16
    value[:] = np.exp(-(i**2 + j**2) / 72.0)
    from mcsim.viewer.scene.build import stored_scene
    from tests.viewer.letters import stored

    scene = stored_scene(stored(np.zeros(value.shape, dtype=np.uint8), value))
    drawn = slice_picture(scene, replace(scene.start(), crosshair=center(value, (4, 16, 16))), PLANES[0])
    reference = scene.layers["dose"].reference
    assert {iso.level for iso in drawn.contours} == {10.0, 30.0, 50.0, 70.0, 90.0}
    x0, y0, _ = center(value, (4, 16, 16))
    for iso in drawn.contours:
        (line,) = iso.lines
        radius = np.hypot((line[:, 0] - x0) / 0.5, (line[:, 1] - y0) / 0.8)
        expected = np.sqrt(-72.0 * np.log(0.01 * iso.level * reference))
        np.testing.assert_allclose(radius, expected, atol=0.5)
    assert voxels.any()


def test_a_slice_is_kept_while_the_crosshair_moves_in_it():
    scene = letter_scene(2)
    state = scene.start()
    first = slice_picture(scene, state, PLANES[0])
    x, y, z = state.crosshair
    moved = slice_picture(scene, replace(state, crosshair=(x + 0.5, y, z)), PLANES[0])
    assert moved.images is first.images
    assert moved.crosshair != first.crosshair
    for opacity in np.linspace(0.1, 0.9, 30):
        slice_picture(scene, replace(state, opacity=float(opacity)), PLANES[0])
    assert len(scene.slices) <= 12
    assert not replace(scene, status="later").slices


def straight_on(normal: int, scene: Scene, upwards: bool) -> tuple[np.ndarray, object]:
    """The bodies seen along an axis without perspective, and the renderer."""
    plotter = new_plotter(True, (500, 500))
    state = replace(scene.start(), isosurfaces=False, surfaces=True)
    View3D(plotter, scene, state)
    low, high = scene.bounds
    middle, size = 0.5 * (low + high), float(np.linalg.norm(high - low))
    away, up = np.zeros(3), np.zeros(3)
    away[normal], up[1 if normal == 2 else 2] = (1.0 if normal == 1 else -1.0), 1.0 if upwards else -1.0
    plotter.camera.parallel_projection = True
    plotter.camera_position = [tuple(middle + 3.0 * size * away), tuple(middle), tuple(up)]
    plotter.camera.parallel_scale = 0.6 * size
    plotter.reset_camera_clipping_range()
    plotter.render()
    return np.array(plotter.screenshot(return_img=True)), plotter


def pixel_of(plotter, point) -> tuple[int, int]:
    """Column and row of a point of the world in a screenshot."""
    renderer = plotter.renderer
    renderer.SetWorldPoint(*point, 1.0)
    renderer.WorldToDisplay()
    x, y, _ = renderer.GetDisplayPoint()
    return round(x), plotter.window_size[1] - 1 - round(y)


@pytest.mark.parametrize("is_oblique", [False, True])
@pytest.mark.parametrize("normal", [0, 1, 2])
def test_the_letter_stands_upright_in_the_3d_view(normal, is_oblique):
    voxels = letter(normal)
    whole = letter_scene(normal)
    frame = oblique(voxels, 15.0, 10.0)
    grid = ViewGrid.from_frame(frame) if is_oblique else whole.layers["dose"].grid
    body = VoxelBody("letter", "#{:02x}{:02x}{:02x}".format(*LETTER_COLOR), 1.0, grid, voxels, 1)
    scene = replace(whole, bodies=(body,), layers={}, backgrounds={
        "density": replace(whole.backgrounds["density"], grid=grid)})  # fmt: skip
    image, plotter = straight_on(normal, scene, upwards=False)
    across, down = (axis for axis in range(3) if axis != normal)
    seen = np.zeros(LETTER.shape, dtype=int)
    places_seen = {}
    for row, column in np.ndindex(LETTER.shape):
        index = [0, 0, 0]
        index[2 - normal], index[2 - across], index[2 - down] = PLATE, column, row
        x, y = pixel_of(plotter, grid.center(tuple(index)))
        places_seen[row, column] = x, y
        red, green, blue = (int(part) for part in image[y, x])
        seen[row, column] = red > 60 and red > 2 * green and red > 2 * blue
    plotter.close()
    if not is_oblique:
        np.testing.assert_array_equal(seen, LETTER)
    else:  # seen a little from the side, the thin strokes may hide a neighbour's middle
        assert (seen == LETTER).mean() > 0.85
    first, right, below = places_seen[0, 0], places_seen[0, 5], places_seen[7, 0]
    assert below[1] > first[1] + 50
    assert right[0] > first[0] + 50


@pytest.mark.parametrize(("normal", "turn"), [(0, 0.0), (1, 0.0), (2, 0.0), (0, 25.0), (2, -25.0)])
def test_the_letter_stands_upright_in_the_window(normal, turn):
    scene = letter_scene(normal, turn)
    desktop = Desktop(scene, off_screen=True)
    number = [plane.normal for plane in PLANES].index(normal)
    flat = desktop.window.flats[number]
    desktop.view = in_the_letter(normal, scene)
    desktop.press("l")
    desktop.press("l")
    image = np.array(desktop.plotter.screenshot(return_img=True)).astype(int)
    renderer = desktop.plotter.renderers[desktop.plotter.renderers.loc_to_index(flat.pane)]
    for row, column, point in places(normal, scene):
        across, down = point[flat.drawn.plane.across], point[flat.drawn.plane.down]
        renderer.SetWorldPoint(across + 0.1, -down - 0.15, 0.0, 1.0)
        renderer.WorldToDisplay()
        at_x, at_y, _ = renderer.GetDisplayPoint()
        pixel = image[image.shape[0] - 1 - round(at_y), round(at_x)]
        assert (pixel.sum() > 550) == LETTER[row, column], (row, column, pixel)
    assert np.ptp(image[: image.shape[0] // 2, 2 * image.shape[1] // 3 :]) > 100
    desktop.plotter.close()


def test_keys_and_clicks_of_the_window():
    scene = letter_scene(2)
    desktop = Desktop(scene, off_screen=True)
    desktop.press("d")
    assert desktop.view.layer == "dose: uncertainty"
    desktop.press("b")
    assert desktop.view.background == "material"
    desktop.press("c")
    assert desktop.view.clip == "x"
    desktop.press("o")
    assert desktop.view.volume
    desktop.press("h")
    assert desktop.view.region == "water"
    voxels = letter(2)
    x, y, _ = center(voxels, (1, 2, 4))
    desktop.click(0, x + 0.1, -y + 0.1)
    assert desktop.view.crosshair[:2] == pytest.approx((x, y))
    z = desktop.view.crosshair[2]
    desktop.press("Down")
    assert desktop.view.crosshair[2] == pytest.approx(z - 1.25)
    before = desktop.view
    desktop.click(0, 1000.0, 0.0)
    assert desktop.view == before
    desktop.plotter.close()


def test_volume_planes_clip_tracks_and_source_are_drawn():
    scene = letter_scene(2)
    low, high = scene.bounds
    points = np.array([low, high, low, [high[0], low[1], high[2]]], dtype=np.float32)
    first = np.array([0, 2, 4])
    tracks = TrackSet(
        points, np.ones(4, np.float32), first, np.array([0, 2], np.int8), np.arange(2), PARTICLE_NAMES
    )
    scene = replace(scene, tracks=tracks)
    plotter = new_plotter(True, (400, 400))
    bare = replace(scene.start(), surfaces=False, isosurfaces=False, tracks=False)
    view = View3D(plotter, scene, bare)
    pictures = []
    for state in (
        bare, replace(bare, volume=True), replace(bare, planes=True), replace(bare, tracks=True),
        replace(bare, surfaces=True), replace(bare, surfaces=True, clip="x"), replace(bare, isosurfaces=True),
    ):  # fmt: skip
        view.update(scene, state)
        plotter.render()
        pictures.append(np.array(plotter.screenshot(return_img=True)).astype(int))
    for one in range(len(pictures)):
        for other in range(one):
            assert np.abs(pictures[one] - pictures[other]).sum() > 1000, (one, other)
    for particle in ("photon", "positron"):
        color = np.array(rgb(PARTICLES[particle]))
        close = np.abs(pictures[3] - color).max(axis=-1) < 12
        assert close.sum() > 20, particle
    plotter.close()


def test_isodose_surfaces_of_noise_are_those_of_means_over_more_voxels():
    noise = np.random.default_rng(2).random((80, 80, 80)).astype(np.float32) ** 4
    grid = ViewGrid.aligned(*(np.arange(81.0),) * 3)
    layer = Layer("dose", "dose", "Gy", grid, lambda: noise, is_dose=True)
    scene = Scene("noise", {"dose": layer})
    plotter = new_plotter(True, (200, 200))
    view = View3D(plotter, scene, scene.start())
    fine = value_mesh(coarse(noise, grid), grid).contour([0.1 * layer.reference, 0.5 * layer.reference])
    assert fine.n_points > 400_000
    assert 1000 < plotter.actors["isosurfaces"].mapper.dataset.n_points < 200_000
    view.update(scene, replace(scene.start(), isosurfaces=False))
    assert "isosurfaces" not in plotter.actors
    plotter.close()


def test_coarse_values_are_block_means():
    values = np.random.default_rng(4).random((4, 3, 2 * MOST_VOXELS + 2))
    values[0, 0, 0] = np.nan
    edges = tuple(np.arange(count + 1.0) for count in reversed(values.shape))
    thin = coarse(values, ViewGrid.aligned(*edges))
    assert thin.step == (1, 1, 3)
    known = np.nan_to_num(values)
    np.testing.assert_allclose(thin.values[..., 0], known[..., :3].mean(axis=-1), rtol=1e-6)
    np.testing.assert_allclose(
        thin.values[..., -1], known[..., 3 * 85 + 3 - 3 :][..., :3].mean(axis=-1), rtol=1e-6
    )
    assert thin.edges[0][-1] == values.shape[2]


def test_charts_and_keys_name_quantity_and_unit():
    scene = letter_scene(2)
    state = replace(scene.start(), region=EVERYTHING)
    chart = curve_svg(row_curve(scene.layers["dose"], state, 2))
    assert "dose along z" in chart
    assert ">z (cm)<" in chart
    assert "pGy/particle" in chart
    found = histogram(scene, state)
    assert found is not None
    assert "volume (%)" in histogram_svg(found)
    assert "pGy per source particle" in key_svg(scene, state)
    assert "aluminum" in key_svg(scene, replace(state, layer="", background="material"))
