"""Tests call device functions from Python and see no GPU; this must stand before anything imports them."""

import os

os.environ.setdefault("MCSIM_CALLABLE_DEVICE_FUNCTIONS", "1")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
