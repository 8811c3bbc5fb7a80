"""The page: controls on the left, three slices and the 3D view, curves below."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pyvista as pv
from trame.ui.vuetify3 import SinglePageWithDrawerLayout
from trame.widgets import html
from trame.widgets import vuetify3 as vuetify
from trame_pyvista.widgets import PyVistaRemoteView

from mcsim.viewer.scene.grid import AXES
from mcsim.viewer.scene.slices import PLANES

if TYPE_CHECKING:
    from mcsim.viewer.web.app import WebViewer

_GRID = "display:grid; grid-template-columns:repeat(2, minmax(0, 1fr)); gap:6px; padding:6px;"
_CHARTS = "display:grid; grid-template-columns:repeat(4, minmax(0, 1fr)); gap:6px; padding:0 6px 6px;"
_IMAGE = "width:100%; display:block; user-select:none; touch-action:none; will-change:transform;"
"""A picture is a layer of its own to the browser: those beside it are not painted again when one changes."""
_CARD = "background:#ffffff; border:1px solid #d8d8d8; border-radius:4px; overflow:hidden; min-width:0;"
_ABOVE = "position:absolute; left:0; top:0; pointer-events:none;"
_AT = "$event.offsetX / $event.target.clientWidth, $event.offsetY / $event.target.clientHeight"


def build_page(viewer: WebViewer, plotter: pv.Plotter) -> Callable[[], None]:
    """Build the page of a viewer; gives what brings the 3D view up to date."""
    with SinglePageWithDrawerLayout(viewer.server, show_drawer=True, width=300) as page:
        page.title.set_text("mcsim")
        page.footer.hide()
        page.icon.click = "main_drawer = !main_drawer"
        with page.toolbar as toolbar:
            toolbar.density = "compact"
            html.Div("{{ title }}", classes="font-weight-bold px-2", id="title")
            html.Div("{{ status }}", classes="px-2", id="status")
            html.Div("{{ fault }}", classes="px-2 text-error", id="fault", v_if="fault")
        with page.drawer:
            _controls(viewer)
        with page.content, html.Div(style="background:#f2f2f2; min-height:100%;"):
            vuetify.VAlert("{{ note }}", v_for="note in notes", key="note", type="info", density="compact")
            _readings()
            with html.Div(style=_GRID):
                for number in range(3):
                    _panel(viewer, number)
                view = _three_d(plotter)
            with html.Div(style=_CHARTS):
                for name in ("curve_0", "curve_1", "curve_2", "histogram"):
                    html.Img(src=(name,), style=_IMAGE + _CARD, id=name, alt=name.replace("_", " along "))
    update: Callable[[], None] = view.update
    return update


def _readings() -> None:
    """What stands at the crosshair and under the mouse."""
    with html.Div(style=_CARD + "margin:6px 6px 0; padding:4px 10px; font-size:14px;"):
        with html.Div():
            html.B("Crosshair ")
            html.Span("{{ place }}: ")
            html.Span("{{ reading }}", id="reading", classes="font-weight-bold")
            html.Span("{{ medium }}", id="medium", classes="ml-2")
        html.Div("Mouse {{ hover }}", id="hover", style="color:#606060; min-height:1.4em;")


def _panel(viewer: WebViewer, number: int) -> None:
    """One slice with its slider."""
    name = AXES[PLANES[number].normal]
    with html.Div(style=_CARD), html.Div(style="position:relative;"):
        html.Img(
            src=(f"panel_{number}",),
            id=f"panel_{name}",
            alt=f"slice across {name}",
            draggable="false",
            style=_IMAGE + "cursor:crosshair;",
            click=(viewer.click, f"[{number}, {_AT}]"),
            mousemove=(viewer.point_at, f"[{number}, {_AT}, $event.buttons]"),
            wheel_prevent=(viewer.wheel, f"[{number}, $event.deltaY]"),
            __events=[("wheel_prevent", "wheel.prevent")],
        )
        html.Img(src=(f"crosshair_{number}",), style=_IMAGE + _ABOVE, alt="crosshair")
        vuetify.VSlider(
            v_model_number=(f"slide_{name}",),
            min=0,
            max=(f"count_{name} - 1",),
            step=1,
            label=name,
            raw_attrs=[f'aria-label="slice across {name}"'],
            hide_details=True,
            density="compact",
            classes="px-4",
            id=f"slide_{name}",
        )


def _three_d(plotter: pv.Plotter) -> PyVistaRemoteView:
    with html.Div(style=_CARD + "position:relative; min-height:360px;", id="view_3d"):
        view = PyVistaRemoteView(
            plotter, interactive_ratio=1, still_ratio=1, style="width:100%; height:100%;"
        )
    return view


def _controls(viewer: WebViewer) -> None:
    """Everything that can be chosen."""
    with html.Div(classes="pa-3", style="font-size:14px;"):
        html.Img(src=("key",), style="width:100%; display:block;", id="key", alt="key to the colours")
        _menu("Colours", "layer", "layers")
        _menu("Behind them", "background", "backgrounds")
        _menu("Colour map of doses", "color_map", "color_maps")
        _slider("Opacity", "opacity", 0.0, 1.0, 0.05)
        _slider("Colours from (% of full scale)", "threshold", 0.0, 50.0, 1.0)
        _switch("Colour wash", "wash")
        _switch("Isodose lines (% of maximum)", "lines")
        _switch("z upwards", "z_up")
        html.Div("3D view", classes="font-weight-bold mt-3")
        for words, name in (
            ("Geometry", "surfaces"), ("Isodose surfaces", "isosurfaces"), ("Volume rendering", "volume"),
            ("Slices", "planes"), ("Source", "source"), ("Particle tracks", "tracks"),
        ):  # fmt: skip
            _switch(words, name, shown="has_tracks" if name == "tracks" else "")
        _slider("Transparency of the geometry", "transparency", 0.0, 1.0, 0.05)
        _menu("Cut open at the crosshair", "clip", "clips")
        vuetify.VBtn("Reset view", size="small", click=viewer.look, classes="my-2", id="reset_view")
        html.Div("Dose-volume histogram", classes="font-weight-bold mt-3")
        _menu("Region", "region", "regions")
        _slider("Radius or half width (cm)", "radius", 0.1, 10.0, 0.1)


def _menu(label: str, name: str, items: str) -> None:
    vuetify.VSelect(
        v_model=(name,), items=(items,), label=label, density="compact", hide_details=True,
        variant="outlined", classes="my-2", id=f"menu_{name}",
    )  # fmt: skip


def _switch(label: str, name: str, shown: str = "") -> None:
    condition = {"v_if": shown} if shown else {}
    vuetify.VSwitch(
        v_model=(name,), label=label, density="compact", hide_details=True, color="primary",
        id=f"switch_{name}", **condition,
    )  # fmt: skip


def _slider(label: str, name: str, low: float, high: float, step: float) -> None:
    html.Div(f"{label}: {{{{ {name} }}}}", classes="mt-2")
    vuetify.VSlider(
        v_model_number=(name,), min=low, max=high, step=step, density="compact", hide_details=True,
        id=f"slider_{name}",
    )  # fmt: skip
