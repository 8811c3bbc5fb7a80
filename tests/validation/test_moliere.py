"""The reference of the case `protons_150MeV_moliere`: Moliere's theory, computed here by itself."""

import numpy as np
import pytest

from mcsim.materials import material
from mcsim.physics.hadrons import PROTON
from mcsim.tables.hadron_grid import ENERGIES
from mcsim.tables.hadron_stopping import csda_range
from mcsim.validation.case import case_files, read_case

FINE_STRUCTURE, ELECTRON_MASS, SCATTERING = 1.0 / 137.036, 0.510999, 0.15692  # 1, MeV, MeV2 cm2/g
WATER = ((1, 1.00794, 0.111894), (8, 15.9994, 0.888106))  # Z, A, mass fraction


def moliere_width(depth):
    """Standard deviation (cm) of Hanson's Gaussian of lateral displacements of 150 MeV protons in water.

    Scattering at z moves a proton by (depth - z) times its angle: the characteristic angle chi_c^2 and the
    screening angle chi_a^2 (in the mean of logarithms over chi_c^2) become displacements. G. Moliere,
    Z. Naturforsch. 3a (1948) 78; H. Bethe, Phys. Rev. 89 (1953) 1256, with Z (Z + 1) for the electrons.
    """
    water = material("water")
    ranges = csda_range(water, PROTON)
    z = (np.arange(4000) + 0.5) * depth / 4000
    energy = np.interp(np.interp(150.0, ENERGIES, ranges) - z, ranges, ENERGIES)
    total = energy + PROTON.mass
    momentum2 = energy * (energy + 2.0 * PROTON.mass)
    beta2 = momentum2 / total**2
    strength = sum(w * charge * (charge + 1) / a for charge, a, w in WATER)
    screening = np.zeros_like(z)
    for charge, a, w in WATER:
        first = (FINE_STRUCTURE * ELECTRON_MASS / 0.885) ** 2 * charge ** (2.0 / 3.0) / momentum2
        angle2 = first * (1.13 + 3.76 * (FINE_STRUCTURE * charge) ** 2 / beta2)
        screening += w * charge * (charge + 1) / a / strength * np.log(angle2)
    lever2 = (depth - z) ** 2
    parts = SCATTERING * strength / (momentum2 * beta2) * lever2 * depth / 4000
    characteristic2 = parts.sum()
    logarithm = (parts * (screening + np.log(lever2))).sum() / characteristic2
    b = np.log(characteristic2) - logarithm + 1.0 - 2.0 * 0.5772157
    big = b
    for _ in range(50):
        big = b + np.log(big)
    return np.sqrt(0.5 * characteristic2 * (big - 1.2))


def test_the_case_has_the_widths_of_the_theory():
    case, _ = read_case(case_files()["protons_150MeV_moliere"])
    (check,) = case.checks
    for name, entry in check.entries.items():
        depth = float(name.removesuffix(" mm")) / 10.0
        assert entry.value == pytest.approx(moliere_width(depth), rel=0.01), name
        assert entry.within <= 0.0301 * entry.value
