"""`view`: the viewer from Python; in a notebook it stands in the notebook."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from mcsim.viewer.machine import PICTURES, WEB, has_display, missing, require

if TYPE_CHECKING:
    from mcsim.viewer.opening import Viewable

_PREFIX = "JUPYTERHUB_SERVICE_PREFIX"
_HEIGHT = 1000  # of the frame in a notebook, pixels


def view(*shown: Viewable, tracks: int = 0, height: int = _HEIGHT) -> Any:
    """Look at a result, a simulation or a file (`mcsim.view(result)`), or at two results beside each other.

    In a notebook the viewer appears in place, behind a JupyterHub through jupyter-server-proxy; without
    trame a picture does. In a script a window opens, and the call returns when it is closed; without a
    display the viewer is served and its address printed, until Ctrl-C.

    Args:
        shown: one `Result`, `Simulation`, result file, checkpoint or run file; or two results to compare.
        tracks: of a simulation or run file, histories whose tracks to follow and show.
        height: of the frame in a notebook, pixels.

    Raises:
        InputError, DataError: they cannot be shown. ResourceError: packages of the viewer are missing.
    """
    require(PICTURES)
    from mcsim.viewer.opening import open_scene

    scene = open_scene(*shown, tracks=tracks)
    if in_notebook():
        return _frame(scene, height) if not missing(WEB) else _picture(scene)
    if has_display():
        from mcsim.viewer.desktop import Desktop

        Desktop(scene).run()
        return None
    from mcsim.viewer.web.command import serve_until_interrupted

    serve_until_interrupted(scene)
    return None


def in_notebook() -> bool:
    """Whether this runs in the kernel of a notebook."""
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    shell = get_ipython()
    return shell is not None and hasattr(shell, "kernel")


def _frame(scene: Any, height: int) -> Any:
    """The viewer in a frame; its server lives as long as the kernel."""
    from IPython.display import IFrame

    from mcsim.viewer.web.serve import BackgroundServer

    server = BackgroundServer(scene, name=f"mcsim viewer {id(scene)}")
    return IFrame(frame_address(server.url), width="100%", height=height)


def frame_address(url: str) -> str:
    """Address that a browser reaches a local server at: behind a JupyterHub through its proxy."""
    prefix = os.environ.get(_PREFIX)
    if not prefix:
        return url
    port = url.rstrip("/").rsplit(":", 1)[1]
    return f"{prefix.rstrip('/')}/proxy/{port}/"


def _picture(scene: Any) -> Any:
    from IPython.display import Image

    from mcsim.viewer.drawing.svg import png_bytes
    from mcsim.viewer.export import screenshot

    return Image(data=png_bytes(screenshot(scene, scene.start())))
