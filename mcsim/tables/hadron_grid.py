"""The energy grid of every table of protons and light ions: 64 points per factor of two."""

from __future__ import annotations

from mcsim.physics.lookup import make_grid

ENERGY_MIN = 2.0**-10
"""Lowest energy of the tables, MeV (just below 1 keV)."""
ENERGY_MAX = 512.0
"""Highest energy of the tables, MeV."""
ENERGIES = make_grid(ENERGY_MIN, ENERGY_MAX)
"""Kinetic energies in MeV, shape (1217,)."""
ENERGIES.setflags(write=False)
