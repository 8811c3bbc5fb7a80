"""Tests see no GPU; this must stand before anything looks for one."""

import os

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
