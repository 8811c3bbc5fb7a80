"""A world, or the work space of a thread, in single precision."""

from __future__ import annotations

from typing import Any, TypeVar, cast

import numpy as np

from mcsim.transport.world import World

Tree = TypeVar("Tree", bound=tuple)  # type: ignore[type-arg]


def single(tree: Tree) -> Tree:
    """The named tuple with every float64 array and number in it as float32, but the scale of the quanta.

    Quanta are counted in double precision, so that the energy ledger closes exactly.
    """
    cast_tree = cast(Tree, _single(tree))
    if isinstance(cast_tree, World):
        return cast(Tree, cast_tree._replace(scale=tree.scale))  # type: ignore[attr-defined]
    return cast_tree


def _single(value: Any) -> Any:
    if isinstance(value, tuple):
        items = [_single(item) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if isinstance(value, np.ndarray):
        return value.astype(np.float32) if value.dtype == np.float64 else value
    if isinstance(value, float):
        return np.float32(value)
    return value
