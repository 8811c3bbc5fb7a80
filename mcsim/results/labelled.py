"""Tallies as labelled arrays of xarray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcsim.errors import ResourceError

if TYPE_CHECKING:
    import xarray

    from mcsim.results.tally import TallyResult


def tally_to_xarray(tally: TallyResult) -> xarray.Dataset:
    """`value` and `uncertainty` on bin centres (or labels), with units and provenance in the attributes.

    Raises:
        ResourceError: xarray is not installed.
    """
    try:
        import xarray
    except ImportError as error:
        raise ResourceError("to_xarray needs xarray; install it with: pip install 'mcsim[xarray]'") from error
    names = tuple(axis.name for axis in tally.axes)
    about = {"unit": tally.unit, "quantity": tally.quantity}
    coordinates = {
        axis.name: (axis.name, list(axis.labels) if axis.edges is None else axis.centers, {"unit": axis.unit})
        for axis in tally.axes
    }
    return xarray.Dataset(
        {"value": (names, tally.value, about), "uncertainty": (names, tally.uncertainty, about)},
        coords=coordinates,
        attrs={"name": tally.name, **about, "histories": tally.histories, "batches": tally.batches},
    )
