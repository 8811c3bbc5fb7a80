"""The bits of a floating-point number, which name its place on a grid with even bins in every octave."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from mcsim.jit import JIT_DISABLED

_MANTISSA_64, _MANTISSA_32 = 52, 23
_EXPONENT_SHIFT = 1023 - 127  # between the biases of the two formats


if JIT_DISABLED:

    def float64_bits(value):
        """Bits (int64) of the float64 that equals `value`, a positive float64 or float32."""
        return int(np.float64(value).view(np.int64))

else:

    @intrinsic
    def float64_bits(typing_context: Any, value: Any) -> Any:
        """Bits (int64) of the float64 that equals `value`, a positive float64 or float32."""

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            word = ir.IntType(64)
            if value == types.float64:
                return builder.bitcast(arguments[0], word)
            bits = builder.zext(builder.bitcast(arguments[0], ir.IntType(32)), word)
            rebased = builder.add(bits, word(_EXPONENT_SHIFT << _MANTISSA_32))
            return builder.shl(rebased, word(_MANTISSA_64 - _MANTISSA_32))

        return types.int64(value), generate
