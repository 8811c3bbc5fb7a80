"""Addition to an element of a shared int64 array that is safe between threads."""

from __future__ import annotations

import threading

import numba
from numba.core import cgutils
from numba.extending import intrinsic

from mcsim.jit import JIT_DISABLED

if JIT_DISABLED:
    _LOCK = threading.Lock()

    def atomic_add(array, index, value):
        """array[index] += value."""
        with _LOCK:
            array[index] += value

else:

    @intrinsic
    def atomic_add(typing_context, array, index, value):
        """array[index] += value for a one-dimensional int64 array, as one atomic instruction."""
        signature = numba.types.void(array, numba.types.intp, numba.types.int64)

        def generate(context, builder, signature, arguments):
            array_type = signature.args[0]
            view = context.make_array(array_type)(context, builder, arguments[0])
            pointer = cgutils.get_item_pointer(
                context, builder, array_type, view, [arguments[1]], wraparound=False
            )
            builder.atomic_rmw("add", pointer, arguments[2], "monotonic")
            return context.get_dummy_value()

        return signature, generate
