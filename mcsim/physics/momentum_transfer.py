"""Momentum transfer of a scattered photon: the variable of form factors and scattering functions.

Tables of F and S use x = sin(theta / 2) / lambda in 1/Angstrom (J. H. Hubbell et al., J. Phys. Chem.
Ref. Data 4 (1975) 471). With 1 - cos theta = 2 sin^2(theta / 2) its square is linear in 1 - cos theta,

    x^2 = (E / h c)^2 (1 - cos theta) / 2,

so x^2 is the variable of the tables here: no square root and no trigonometry. Both tables share one
lookup grid in x^2 from `X2_MIN` to `X2_MAX`.
"""

from __future__ import annotations

from mcsim.jit import device

PLANCK_CONSTANT_C = 1.239841984e-2  # h c in MeV Angstrom (CODATA 2018)
X2_MIN = 2.0**-20  # 1/Angstrom^2; at 1 keV this is a deflection of 1 degree
X2_MAX = 2.0**14  # 1/Angstrom^2; beyond, S = Z and F = 0 to better than 1e-6


@device
def backward_x2(energy):
    """x^2 in 1/Angstrom^2 of a photon of `energy` MeV that is scattered by 180 degrees."""
    x = energy * (1.0 / PLANCK_CONSTANT_C)
    return x * x
