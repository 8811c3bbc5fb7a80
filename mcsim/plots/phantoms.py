"""Phantoms: the three middle slices, coloured by material or grey by density."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mcsim.plots.style import house_style, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NOTHING, _AIR = "#FFFFFF", "#F2F2F2"
_MATERIALS = ("#9CC9E8", "#E8D9A0", "#D7A6C2", "#A3D1B8", "#E0A884", "#8FA8C8", "#C9C9C9", "#F0E442")
_GAS = 0.01  # g/cm3: below it a material is drawn nearly white


def draw_phantom(
    edges: Sequence[NDArray[np.float64]],
    material: NDArray[Any],
    names: Sequence[str],
    densities: NDArray[Any],
    shown: bool = False,
) -> Figure:
    """The middle slices of a phantom: coloured by material, or by density where there are many.

    Args:
        edges: voxel edges along x, y, z (cm).
        material: index into `names`, shape (nz, ny, nx).
        names: of the materials.
        densities: g/cm3, one for each material, or one for each voxel where they vary.
        shown: whether notebooks and windows show the figure.
    """
    by_density = densities.ndim == 3 or len(names) > len(_MATERIALS)
    with house_style():
        figure = new_figure((7.6, 3.2), shown)
        for axes, number in zip(figure.subplots(1, 3), (0, 1, 2), strict=True):
            cells = _middle(material, number)
            if by_density:
                mass = _middle(densities, number) if densities.ndim == 3 else densities[cells]
                mesh = _draw(axes, edges, number, mass, cmap="gray", vmin=0.0, vmax=float(densities.max()))
            else:
                _draw(axes, edges, number, cells, **_scale(names, densities))
        if by_density:
            figure.colorbar(mesh, ax=figure.axes, label="Density (g/cm³)", shrink=0.85)
        else:
            _legend(figure, names, densities)
    return figure


def _middle(array: NDArray[Any], axis: int) -> NDArray[Any]:
    layer: NDArray[Any] = np.take(array, array.shape[axis] // 2, axis)
    return layer


def _draw(
    axes: Axes, edges: Sequence[NDArray[np.float64]], across: int, cells: NDArray[Any], **colors: Any
) -> Any:
    """One slice; `across` counts z, y, x. Depth goes down."""
    names = [name for number, name in enumerate("zyx") if number != across]
    rows, columns = (edges["xyz".index(name)] for name in names)
    mesh = axes.pcolormesh(columns, rows, cells, rasterized=True, **colors)
    axes.set_aspect("equal")
    if names[0] == "z":
        axes.invert_yaxis()
    axes.set_xlabel(f"{names[1]} (cm)")
    axes.set_ylabel(f"{names[0]} (cm)")
    along = edges["xyz".index("zyx"[across])]
    middle = (len(along) - 1) // 2
    axes.set_title(f"{'zyx'[across]} = {0.5 * (along[middle] + along[middle + 1]):.5g} cm")
    return mesh


def _scale(names: Sequence[str], densities: NDArray[Any]) -> dict[str, Any]:
    from matplotlib.colors import ListedColormap

    colors = _colors(names, densities)
    return {"cmap": ListedColormap(colors), "vmin": -0.5, "vmax": len(colors) - 0.5}


def _colors(names: Sequence[str], densities: NDArray[Any]) -> list[str]:
    """One colour for each material: vacuum white, gases nearly so."""
    palette = iter(_MATERIALS)
    return [
        _NOTHING if density == 0.0 else _AIR if density < _GAS else next(palette)
        for _, density in zip(names, densities.tolist(), strict=True)
    ]


def _legend(figure: Figure, names: Sequence[str], densities: NDArray[Any]) -> None:
    from matplotlib.patches import Patch

    colors = _colors(names, densities)
    handles = [
        Patch(facecolor=color, edgecolor="0.4", linewidth=0.6, label=f"{name} ({density:.4g} g/cm³)")
        for name, density, color in zip(names, densities.tolist(), colors, strict=True)
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=min(len(handles), 3))
