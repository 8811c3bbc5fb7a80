"""The viewer: slices, 3D view and curves of results and run files, on the desktop or in a browser."""

from mcsim.viewer.notebook import view

__all__ = ["view"]
