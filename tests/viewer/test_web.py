"""The page in a real browser: it loads, follows its sliders, and shows the values of the array."""

from __future__ import annotations

import asyncio
import re
import threading
from dataclasses import replace

import numpy as np
import pytest

from mcsim.errors import ResourceError
from mcsim.viewer.drawing.panel import HEIGHT, WIDTH, panel_of
from mcsim.viewer.scene.build import stored_scene
from mcsim.viewer.scene.slices import PLANES, Plane, slice_picture
from mcsim.viewer.web.choices import NOTHING, applied, chosen, menu_items
from mcsim.viewer.web.serve import BackgroundServer
from tests.viewer.letters import LETTER, center, letter, letter_scene, stored
from tests.viewer.pages import READY, opened, picture, pictured
from tests.viewer.test_pictures import in_the_letter, places


@pytest.fixture(scope="module")
def voxels():
    return letter(2)


@pytest.fixture(scope="module")
def value(voxels):
    noise = np.random.default_rng(5).random(voxels.shape)
    return (1.0 + 2.0 * voxels + 0.5 * noise) * 1e-12


@pytest.fixture(scope="module")
def server(voxels, value):
    served = BackgroundServer(stored_scene(stored(voxels, value)), name="test of the page")
    yield served
    served.stop()


@pytest.fixture(scope="module")
def page(browser, server):
    with opened(browser, server.url) as shown:
        yield shown


def wait_for(page, what: str) -> None:
    page.wait_for_function(what, timeout=READY)


def source(page, name: str) -> str:
    return page.get_attribute(name, "src")


def wait_until_changed(page, name: str, before: str) -> None:
    page.wait_for_function(
        "([name, before]) => document.querySelector(name).src !== before", arg=[name, before], timeout=READY
    )


def slide(page, axis: str, step: str = "ArrowRight") -> None:
    thumb = page.locator(f"#slide_{axis}").locator(
        "xpath=ancestor-or-self::*[contains(@class,'v-slider')][1]//*[@role='slider']"
    )
    thumb.focus()
    page.keyboard.press(step)


def reading(page) -> tuple[float, float]:
    """Value and uncertainty that the page names at the crosshair, pGy."""
    words = page.inner_text("#reading")
    found = re.search(r"dose ([\d.e-]+) ± ([\d.e-]+) pGy per source particle", words)
    assert found is not None, words
    return float(found[1]), float(found[2])


def test_the_page_names_the_value_at_the_crosshair(page, voxels, value):
    index = tuple(count // 2 for count in voxels.shape)
    found, error = reading(page)
    assert found == pytest.approx(1e12 * value[index], rel=1e-4)
    assert error == pytest.approx(1e11 * value[index], rel=0.06)


def test_the_slider_changes_the_slice_and_the_value(page, voxels, value):
    before, old = source(page, "#panel_z"), reading(page)
    shown = picture(page, "#panel_z")
    slide(page, "z")
    wait_until_changed(page, "#panel_z", before)
    wait_for(page, "document.querySelector('#reading').innerText.includes('±')")
    pictured(page, "#panel_z", lambda now: np.abs(now - shown).sum() > 10_000)
    found, _ = reading(page)
    assert found != old[0]
    assert found == pytest.approx(1e12 * value[2, 4, 3], rel=1e-4)
    before = source(page, "#panel_z")
    slide(page, "z", "ArrowLeft")
    wait_until_changed(page, "#panel_z", before)


def click_at(page, name: str, x: float, y: float) -> None:
    box = page.locator(name).bounding_box()
    page.mouse.click(box["x"] + x / WIDTH * box["width"], box["y"] + y / HEIGHT * box["height"])


def test_a_click_moves_the_crosshair_to_the_value_of_the_array(page, voxels, value):
    scene = stored_scene(stored(voxels, value))
    drawn = slice_picture(scene, scene.start(), PLANES[0])
    panel = panel_of(drawn, WIDTH, HEIGHT)
    for index in [(1, 1, 4), (1, 6, 1), (1, 3, 3)]:
        x, y, _ = center(voxels, index)
        click_at(page, "#panel_z", panel.across.pixel(x), panel.down.pixel(y))
        wanted = f"{1e12 * value[index]:.5g}"
        wait_for(page, f"document.querySelector('#reading').innerText.includes('dose {wanted[:5]}')")
        assert reading(page)[0] == pytest.approx(1e12 * value[index], rel=1e-4)
    page.mouse.move(5, 5)


def test_the_mouse_reads_values_without_moving_the_crosshair(page, voxels, value):
    scene = stored_scene(stored(voxels, value))
    panel = panel_of(slice_picture(scene, scene.start(), PLANES[0]), WIDTH, HEIGHT)
    old = reading(page)
    box = page.locator("#panel_z").bounding_box()
    x, y, _ = center(voxels, (1, 5, 4))
    page.mouse.move(
        box["x"] + panel.across.pixel(x) / WIDTH * box["width"],
        box["y"] + panel.down.pixel(y) / HEIGHT * box["height"],
    )
    wanted = f"{1e12 * value[1, 5, 4]:.5g}"[:5]
    wait_for(page, f"document.querySelector('#hover').innerText.includes('dose {wanted}')")
    assert reading(page) == old


def test_the_3d_view_is_not_blank_and_turns(page):
    shown = pictured(page, "#view_3d", lambda now: len(np.unique(now.reshape(-1, 3), axis=0)) > 50)
    assert shown.std() > 5.0
    box = page.locator("#view_3d").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 25, steps=5)
    page.mouse.up()
    pictured(page, "#view_3d", lambda now: np.abs(now - shown).sum() > 100_000)


def test_menus_and_switches_change_the_slices(page):
    before = source(page, "#panel_y")
    page.locator("#switch_wash").click(force=True)
    wait_until_changed(page, "#panel_y", before)
    before = source(page, "#panel_y")
    page.locator("#switch_wash").click(force=True)
    wait_until_changed(page, "#panel_y", before)
    before = source(page, "#histogram")
    page.locator("#menu_region").locator("xpath=ancestor::*[contains(@class,'v-select')][1]").click()
    page.get_by_role("option", name="aluminum", exact=True).click()
    wait_until_changed(page, "#histogram", before)


@pytest.mark.parametrize("normal", [0, 1])
def test_the_letter_stands_upright_on_the_page(browser, normal):
    check_letter(browser, normal)


def test_the_letter_stands_upright_in_the_slice_across_z(browser):
    check_letter(browser, 2)


def test_a_turned_letter_stands_turned_on_the_page(browser):
    check_letter(browser, 2, -25.0)


def check_letter(browser, normal: int, turn: float = 0.0) -> None:
    """The letter in the slice across an axis, by the colours of the page where its voxels should be."""
    scene = letter_scene(normal, turn)
    state = in_the_letter(normal, scene)
    drawn = slice_picture(scene, state, Plane(normal))
    panel = panel_of(drawn, WIDTH, HEIGHT)
    served = BackgroundServer(scene, name=f"test of the letter {normal} {turn}")
    try:
        with opened(browser, served.url) as page:
            name = f"#panel_{'xyz'[normal]}"
            before = source(page, name)
            page.locator("#switch_lines").click(force=True)
            wait_until_changed(page, name, before)
            shown = pictured(page, name, lambda now: now.std() > 5.0)
    finally:
        served.stop()
    for row, column, point in places(normal, scene):
        x, y = panel.across.pixel(point[drawn.plane.across]), panel.down.pixel(point[drawn.plane.down])
        size = panel.box.height / LETTER.shape[0]
        y += 0.3 * size  # beside the crosshair
        x += 0.3 * panel.box.width / LETTER.shape[1]
        pixel = shown[int(y / HEIGHT * shown.shape[0]), int(x / WIDTH * shown.shape[1])]
        assert (pixel.sum() > 600) == LETTER[row, column], (row, column, pixel)


def test_the_page_works_behind_a_proxy_with_a_prefix(browser, server, value, voxels):
    with Proxy(server.url, "/user/someone/proxy/1234") as url, opened(browser, url) as page:
        assert reading(page)[0] > 0.0
        before = source(page, "#panel_x")
        slide(page, "x")
        wait_until_changed(page, "#panel_x", before)


class Proxy:
    """A proxy that shows a server below a prefix, sockets included, as jupyter-server-proxy does."""

    def __init__(self, target: str, prefix: str) -> None:
        self.target, self.prefix = target.rstrip("/"), prefix
        self.ready, self.loop = threading.Event(), asyncio.new_event_loop()

    def __enter__(self) -> str:
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        assert self.ready.wait(10)
        return f"http://127.0.0.1:{self.port}{self.prefix}/"

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.done.set)
        self.thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._serve())
        self.loop.close()

    async def _serve(self) -> None:
        from aiohttp import ClientSession, web

        self.done = asyncio.Event()
        async with ClientSession() as self.session:
            app = web.Application()
            app.router.add_route("*", self.prefix + "/{path:.*}", self._pass)
            runner = web.AppRunner(app)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.port = runner.addresses[0][1]
            self.ready.set()
            await self.done.wait()
            await runner.cleanup()

    async def _pass(self, request):
        from aiohttp import web

        url = f"{self.target}/{request.match_info['path']}"
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._socket(request, url.replace("http", "ws", 1))
        headers = {"Referer": request.headers["Referer"]} if "Referer" in request.headers else {}
        async with self.session.request(
            request.method, url, data=await request.read(), headers=headers
        ) as got:
            return web.Response(body=await got.read(), status=got.status, content_type=got.content_type)

    async def _socket(self, request, url: str):
        from aiohttp import WSMsgType, web

        near = web.WebSocketResponse(max_msg_size=0)
        await near.prepare(request)
        async with self.session.ws_connect(url, max_msg_size=0) as far:

            async def carry(source, target) -> None:
                async for message in source:
                    if message.type is WSMsgType.BINARY:
                        await target.send_bytes(message.data)
                    elif message.type is WSMsgType.TEXT:
                        await target.send_str(message.data)

            tasks = [asyncio.create_task(carry(near, far)), asyncio.create_task(carry(far, near))]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
        return near


def test_a_growing_dose_appears_on_the_page(browser, voxels, value):
    first = stored(voxels, value, histories=10, complete=False)
    served = BackgroundServer(stored_scene(first), name="test of growth")
    grown = 2.0 * value[:, ::-1]
    try:
        with opened(browser, served.url) as page:
            assert page.inner_text("#status").startswith("10 histories so far")
            served.report("10 of 20 histories, 0:05 left")
            wait_for(page, "document.querySelector('#status').innerText.includes('0:05 left')")
            before = source(page, "#panel_z")
            served.show(stored_scene(stored(voxels, grown, histories=20)))
            wait_until_changed(page, "#panel_z", before)
            wait_for(page, "document.querySelector('#status').innerText.startsWith('20 histories')")
            wanted = f"{1e12 * grown[1, 4, 3]:.5f}"[:5]
            wait_for(page, f"document.querySelector('#reading').innerText.includes('dose {wanted}')")
            assert served.watchers == 1
    finally:
        served.stop()


def test_a_port_in_use_is_refused(server):
    port = int(server.url.rstrip("/").rsplit(":", 1)[1])
    with pytest.raises(ResourceError, match=r"address already in use.*--port"):
        BackgroundServer(letter_scene(2), port=port)


def test_choices_that_make_no_sense_change_nothing():
    state = letter_scene(2).start()
    assert applied(state, chosen(state)) == state
    odd = chosen(state) | {"opacity": "much", "wash": 3, "radius": None, "layer": NOTHING}
    assert applied(state, odd) == replace(state, layer="")
    assert applied(state, chosen(state) | {"opacity": 1}).opacity == 1.0
    assert NOTHING in menu_items(letter_scene(2))["layers"]


def test_values_that_take_long_leave_the_page_alive(browser, voxels, value):
    """Such as gamma: the page says what it waits for, its sliders move, and the mouse asks for nothing."""
    plain, release = stored_scene(stored(voxels, value)), threading.Event()

    def make():
        release.wait(READY / 1000)
        return value

    slow = replace(plain.layers["dose"], name="slow", quantity="gamma index", make=make)
    served = BackgroundServer(plain, name="test of slow values")
    try:
        with opened(browser, served.url) as page:
            before = source(page, "#panel_z")
            served.show(replace(plain, layers={"slow": slow}))
            wait_for(page, "document.querySelector('#status').innerText.includes('computing gamma index')")
            box = page.locator("#panel_z").bounding_box()
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            slide(page, "z")
            served.report("still alive")
            wait_for(page, "document.querySelector('#status').innerText.includes('still alive')")
            assert source(page, "#panel_z") == before
            release.set()
            wait_until_changed(page, "#panel_z", before)
            wait_for(page, "document.querySelector('#status').innerText.includes('histories')")
            assert f"gamma index {1e12 * value[2, 4, 3]:.4g}" in page.inner_text("#reading")
    finally:
        release.set()
        served.stop()
