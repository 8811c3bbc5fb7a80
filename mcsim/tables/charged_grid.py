"""The energy grid of every electron and positron table: 64 points per factor of two."""

from __future__ import annotations

from mcsim.physics.lookup import make_grid

ENERGY_MIN = 2.0**-10
"""Lowest energy of the tables, MeV (just below 1 keV)."""
ENERGY_MAX = 64.0
"""Highest energy of the tables, MeV."""
ENERGIES = make_grid(ENERGY_MIN, ENERGY_MAX)
"""Kinetic energies in MeV, shape (1025,)."""
ENERGIES.setflags(write=False)
