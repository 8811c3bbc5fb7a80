"""Binding energies of nuclei, for the Q values of proton reactions.

Up to zinc: mass excesses of the atomic mass evaluation AME2012 (M. Wang et al., Chinese Phys. C 36 (2012)
1603), rounded to 10 keV, within a band around stability; beryllium 8, helium 5, lithium 5 and boron 9, which
fall apart at once, are among them. Above: the liquid drop of W. Myers and W. Swiatecki (Nucl. Phys. 81 (1966)
1) without shell and pairing terms, the form that C. Kalbach uses for separation energies (Phys. Rev. C 37
(1988) 2350). It is off by up to 3 MeV per separation energy at closed shells.

Electron binding is neglected (below 20 keV).
"""

from __future__ import annotations

import math

NEUTRON_EXCESS = 8.07132
HYDROGEN_EXCESS = 7.28897
"""Mass excesses of the neutron and of the hydrogen atom, MeV."""
LAST_EVALUATED = 30
"""Largest atomic number with evaluated masses."""

_TO_SILICON = (1, 4, 7, 9, 11, 12, 14, 16, 19, 20, 23, 24, 27, 28)
_TO_COPPER = (31, 32, 35, 40, 39, 40, 45, 48, 51, 52, 55, 56, 59, 58, 63)
MAIN_ISOTOPE = (*_TO_SILICON, *_TO_COPPER)
"""Mass numbers of the most abundant isotopes of Z = 1 to 29."""

# Z: (first N, mass excesses in MeV of N, N + 1, ...)
_MASS_EXCESS: dict[int, tuple[int, tuple[float, ...]]] = {
    1: (0, (7.29, 13.14, 14.95)),
    2: (1, (14.93, 2.42, 11.23, 17.59)),
    3: (2, (11.68, 14.09, 14.91, 20.95, 24.95)),
    4: (4, (4.94, 11.35, 12.61, 20.18, 25.08)),
    5: (4, (12.42, 12.05, 8.67, 13.37, 16.56)),
    6: (4, (15.70, 10.65, 0.00, 3.13, 3.02, 9.87)),
    7: (4, (24.30, 17.34, 5.35, 2.86, 0.10, 5.68, 7.87, 13.11)),
    8: (5, (23.11, 8.01, 2.86, -4.74, -0.81, -0.78, 3.33, 3.80)),
    9: (6, (16.81, 10.68, 1.95, 0.87, -1.49, -0.02, -0.05, 2.79, 3.31)),
    10: (7, (16.50, 5.32, 1.75, -7.04, -5.73, -8.02, -5.15, -5.95)),
    11: (8, (12.93, 6.85, -2.18, -5.18, -9.53, -8.42, -9.36, -6.86, -5.52)),
    12: (9, (10.91, -0.40, -5.47, -13.93, -13.19, -16.21, -14.59, -15.02)),
    13: (10, (6.75, -0.05, -8.92, -12.21, -17.20, -16.85, -18.20, -15.87, -14.96)),
    14: (11, (3.83, -7.14, -12.38, -21.49, -21.90, -24.43, -22.95, -24.08)),
    15: (12, (-0.72, -7.15, -16.95, -20.20, -24.44, -24.30, -26.34, -24.55, -24.86)),
    16: (13, (-3.16, -14.06, -19.04, -26.02, -26.59, -29.93, -28.85, -30.66)),
    17: (14, (-7.07, -13.33, -21.00, -24.44, -29.01, -29.52, -31.76, -29.80, -29.80)),
    18: (16, (-18.38, -23.05, -30.23, -30.95, -34.71, -33.24, -35.04, -33.07, -34.42, -32.01, -32.67)),
    19: (16, (-11.17, -17.42, -24.80, -28.80, -33.81, -33.54, -35.56, -35.02, -36.58)),
    20: (17, (-13.14, -22.06, -27.28, -34.85, -35.14, -38.55, -38.41, -41.47)),
    21: (18, (-14.17, -20.52, -28.64, -32.12, -36.19, -37.82, -41.07, -41.76, -44.34, -44.50, -46.56)),
    22: (20, (-25.10, -29.32, -37.55, -39.01, -44.13, -44.94, -48.49, -48.56, -51.43, -49.73, -49.47)),
    23: (22, (-31.88, -37.07, -42.01, -44.48, -47.96, -49.22, -52.20, -51.44, -51.85, -49.89, -49.14)),
    24: (22, (-29.47, -34.56, -42.82, -45.33, -50.26, -51.45, -55.42, -55.29, -56.93, -55.11, -55.28)),
    25: (24, (-37.64, -42.63, -48.24, -50.71, -54.69, -55.56, -57.71, -56.91, -57.49, -55.83, -55.53)),
    26: (24, (-34.49, -40.20, -48.33, -50.95, -56.25, -57.48, -60.61, -60.18, -62.15, -60.66, -61.41)),
    27: (26, (-42.66, -48.01, -54.03, -56.04, -59.34, -59.85, -62.23, -61.65, -62.90)),
    28: (24, (-23.47, -29.63, -39.22, -45.34, -53.91, -56.08, -60.23, -61.16, -64.47, -64.22, -66.75)),
    29: (28, (-47.31, -51.67, -56.36, -58.34, -61.98, -62.79, -65.58)),
    30: (28, (-42.30, -47.22, -54.17, -56.35, -61.17, -62.21, -66.00)),
}


def binding_energy(z: int, n: int) -> float | None:
    """Binding energy in MeV of an evaluated nucleus of `z` protons, `n` neutrons; None outside the band."""
    if (z, n) in ((0, 0), (1, 0), (0, 1)):
        return 0.0
    first, excesses = _MASS_EXCESS.get(z, (0, ()))
    if not first <= n < first + len(excesses):
        return None
    return z * HYDROGEN_EXCESS + n * NEUTRON_EXCESS - excesses[n - first]


def liquid_drop(z: int, n: int) -> float:
    """Binding energy in MeV of the liquid drop of Myers and Swiatecki, for A of about 20 and more."""
    a = z + n
    asymmetry = (n - z) ** 2
    volume = 15.68 * a - 28.07 * asymmetry / a
    surface = 18.56 * a ** (2.0 / 3.0) - 33.22 * asymmetry / a ** (4.0 / 3.0)
    coulomb = 0.717 * z**2 / math.cbrt(a) - 1.211 * z**2 / a
    return float(volume - surface - coulomb)
