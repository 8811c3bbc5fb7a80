"""Tests call device functions from Python; this must stand before anything imports them."""

import os

os.environ.setdefault("MCSIM_CALLABLE_DEVICE_FUNCTIONS", "1")
