"""The setup of a run in its result file: group `/setup`."""

from __future__ import annotations

import h5py

from mcsim.results.datasets import PORTABLE, read_texts, write_array
from mcsim.results.setup import Setup

_TEXTS = ("source", "physics", "compositions")


def write_setup(setup: Setup, group: h5py.Group) -> None:
    """Store a setup in a group."""
    for name, row in zip("xyz", setup.edges, strict=True):
        group[f"{name}_edges"] = row
    write_array(group, "material", setup.material, PORTABLE)
    write_array(group, "densities", setup.densities, PORTABLE)
    group["materials"] = list(setup.materials)
    for name in _TEXTS:
        group[name] = getattr(setup, name)
    if setup.region is not None:
        write_array(group, "region", setup.region, PORTABLE)
        group["region_names"] = list(setup.region_names)


def read_setup(group: h5py.Group) -> Setup:
    """The setup that `write_setup` stored."""
    return Setup(
        edges=(group["x_edges"][()], group["y_edges"][()], group["z_edges"][()]),
        material=group["material"][()],
        materials=read_texts(group["materials"]),
        densities=group["densities"][()],
        region=group["region"][()] if "region" in group else None,
        region_names=read_texts(group["region_names"]) if "region" in group else (),
        **{name: group[name].asstr()[()] for name in _TEXTS if name in group},
    )
