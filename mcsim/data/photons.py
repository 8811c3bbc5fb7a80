"""Photon cross sections of the elements: NIST XCOM, with triplet production split off by EPDL97.

XCOM: M. J. Berger and J. H. Hubbell, NBSIR 87-3597 (1987). EPDL97: D. E. Cullen, J. H. Hubbell and
L. Kissel, UCRL-50400 vol. 6 rev. 5 (1997).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from mcsim.data.spline import Spline, evaluate_spline, make_spline
from mcsim.data.store import element_slice, read_arrays

PAIR_THRESHOLD = 1.022  # MeV, as XCOM has it
TRIPLET_THRESHOLD = 2.044  # MeV
PROCESSES = ("coherent", "incoherent", "photoelectric", "pair", "triplet")
Side = Literal["left", "right"]


@dataclass(frozen=True)
class PhotonCrossSections:
    """XCOM's table of one element, 1 keV to 100 GeV.

    Attributes:
        energy: MeV, ascending, shape (n,); an absorption edge stands twice, values below it first.
        coherent, incoherent, photoelectric, pair, triplet: cm2/g, shape (n,).
    """

    energy: np.ndarray
    coherent: np.ndarray
    incoherent: np.ndarray
    photoelectric: np.ndarray
    pair: np.ndarray
    triplet: np.ndarray

    @property
    def edges(self) -> np.ndarray:
        """Energies of the absorption edges above 1 keV, MeV, ascending."""
        found: np.ndarray = self.energy[1:][self.energy[1:] == self.energy[:-1]]
        return found


@cache
def photon_cross_sections(z: int) -> PhotonCrossSections:
    """XCOM's cross sections of element `z` at XCOM's energies.

    Raises:
        DataError: no such element.
    """
    arrays = read_arrays("photons.h5", "xcom")
    rows = element_slice(arrays["offset"], z)
    return PhotonCrossSections(arrays["energy"][rows], *(arrays[name][rows] for name in PROCESSES))


def xcom_interpolate(z: int, energies: np.ndarray, side: Side = "right") -> dict[str, np.ndarray]:
    """Cross sections of element `z` at any energies, per process, cm2/g.

    Interpolated as XCOM does: ln sigma in ln E, pair and triplet production as
    ln[sigma / (1 - threshold / E)^3], by cubic splines; photoelectric absorption by a spline above the
    K edge and linearly between the points and edges below it. Below 1 keV, where XCOM ends, the power
    law of the first interval goes on.

    Args:
        z: atomic number.
        energies: MeV, any shape.
        side: which value to take exactly at an edge, `left` (below it) or `right` (above it).

    Returns:
        Mapping from each of `PROCESSES` to an array of the shape of `energies`.
    """
    energies = np.asarray(energies, dtype=np.float64)
    x = np.log(energies)
    result = {}
    for name, threshold in zip(PROCESSES, (0.0, 0.0, 0.0, PAIR_THRESHOLD, TRIPLET_THRESHOLD), strict=True):
        if name == "photoelectric":
            value = _photoelectric(z, energies, side)
        else:
            value = evaluate_spline(_spline(z, name, threshold), x)
        result[name] = np.exp(value) * np.clip(1.0 - threshold / energies, 0.0, None) ** 3
    return result


@cache
def _spline(z: int, name: str, threshold: float = 0.0) -> Spline:
    """Spline of ln[sigma / (1 - threshold / E)^3] in ln E over the energies above the threshold."""
    table = photon_cross_sections(z)
    sigma = getattr(table, name)
    energy, first = np.unique(table.energy, return_index=True)
    used = sigma[first] > 0.0
    energy, sigma = energy[used], sigma[first][used]
    return make_spline(np.log(energy), np.log(sigma / (1.0 - threshold / energy) ** 3))


@cache
def _spline_above_k(z: int) -> Spline:
    """Spline of ln sigma in ln E of the photoelectric effect from the K edge (or 1 keV) on."""
    table = photon_cross_sections(z)
    start = 0 if len(table.edges) == 0 else np.searchsorted(table.energy, table.edges[-1], side="right") - 1
    return make_spline(np.log(table.energy[start:]), np.log(table.photoelectric[start:]))


def _photoelectric(z: int, energies: np.ndarray, side: Side) -> np.ndarray:
    """Logarithm of the photoelectric cross section."""
    table = photon_cross_sections(z)
    x, y = np.log(table.energy), np.log(table.photoelectric)
    last = np.clip(np.searchsorted(table.energy, energies, side=side), 1, len(x) - 1)
    slope = (y[last] - y[last - 1]) / (x[last] - x[last - 1])
    linear = y[last - 1] + slope * (np.log(energies) - x[last - 1])
    above = energies > table.edges[-1] if len(table.edges) else np.ones(energies.shape, dtype=bool)
    return np.where(above, evaluate_spline(_spline_above_k(z), np.log(energies)), linear)
