"""New PyVista plotters, with or without a window."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyvista as pv


def new_plotter(
    off_screen: bool, size: tuple[int, int], shape: tuple[int, int] = (1, 1), title: str = "mcsim"
) -> pv.Plotter:
    """A plotter of a size in pixels with so many rows and columns of panes.

    Off screen VTK looks for a display first and complains when there is none: that is kept from the user, and
    PyVista's own look for one, which opens and closes a window for a second, is left out.
    """
    import pyvista as pv
    from vtkmodules.vtkCommonCore import vtkLogger

    if off_screen:
        os.environ.setdefault("ALLOW_PLOTTING", "true")
        vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_OFF)
    return pv.Plotter(
        off_screen=off_screen, window_size=list(size), shape=shape, title=title, border_color="#b0b0b0"
    )
