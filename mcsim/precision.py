"""Single precision: the same sources with float32 numbers, for CUDA and, to test it, for the CPU.

To Numba a literal such as 0.5 is a float64, and whatever meets it becomes one too. So before types are
inferred, float literals and constants in the functions of `mcsim.physics` and `mcsim.transport` are replaced
by float32 ones, and calls of `float` by calls of `np.float32`. With a world whose arrays and numbers are
float32 (`mcsim.world.single`) no float64 is left but what the sources ask for by name. For that they keep
three rules: an integer enters a formula as `float(i)`; `np.float64` stands only where single precision would
be wrong; a constant holds in both precisions.

The CPU computes in double precision unless `MCSIM_PRECISION=single` is set before the first import.
"""

from __future__ import annotations

import os
from typing import Any

import numpy as np

SINGLE_ON_CPU = os.environ.get("MCSIM_PRECISION", "double") == "single"
_SOURCES = ("mcsim.physics.", "mcsim.transport.")


def single_literal(value: Any) -> Any:
    """The constant that replaces `value`; a number below one stays below one."""
    if value is float:
        return np.float32
    if isinstance(value, float):
        rounded = np.float32(value)
        if abs(rounded) == 1.0 and abs(value) < 1.0:
            rounded = np.nextafter(rounded, np.float32(0.0))
        return rounded
    if type(value) is tuple:
        return tuple(single_literal(item) for item in value)
    return value


def register_single_precision(rewrites: Any) -> None:
    """Have a target's compiler replace float literals.

    Args:
        rewrites: the target's package of rewrites, such as `numba.core.rewrites`.
    """

    class SingleLiterals(rewrites.Rewrite):  # type: ignore[misc]
        def match(self, func_ir: Any, block: Any, typemap: Any, calltypes: Any) -> bool:
            self.block = block
            self.found = []
            if not f"{func_ir.func_id.modname}.".startswith(_SOURCES):
                return False
            for statement in block.body:
                constant: Any = getattr(statement, "value", None)
                if type(constant).__name__ in ("Const", "Global", "FreeVar"):
                    value = single_literal(constant.value)
                    if value is not constant.value and not _same(value, constant.value):
                        self.found.append((constant, value))
            return bool(self.found)

        def apply(self) -> Any:
            for constant, value in self.found:
                constant.value = value
            return self.block

    rewrites.register_rewrite("before-inference")(SingleLiterals)


def _same(new: Any, old: Any) -> bool:
    if type(new) is not type(old):
        return False
    if isinstance(new, tuple):
        return all(_same(a, b) for a, b in zip(new, old, strict=True))
    return bool(new == old)
