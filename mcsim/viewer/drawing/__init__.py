"""Drawing of scenes: slices, curves and keys as SVG; the 3D view by PyVista."""
