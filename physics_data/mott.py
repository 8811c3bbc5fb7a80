"""Build step of mott.h5: elastic scattering of electrons and positrons by atoms.

No input but the form factors in photons.h5; all else is computed from first principles.
"""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
from mott_series import energies, ratio_coefficients
from partial_waves import Atom, fit_atom
from screening import transport_table
from store import write_hdf5

ELEMENTS = 100


def build_mott(path: Path) -> None:
    """Compute the tables (5 minutes) and write them to `path`; photons.h5 is read from the same folder."""
    atoms = _atoms(path.parent / "photons.h5")
    ratio = np.array([[ratio_coefficients(atom.z, sign) for sign in (1, -1)] for atom in atoms])
    transport = np.array(
        [[transport_table(atom, charge, ratio[atom.z - 1, charge]) for charge in (0, 1)] for atom in atoms]
    )
    index = "[Z - 1, electron or positron, energy]"
    write_hdf5(
        path,
        {
            "energy": (energies(), "MeV"),
            "ratio": (ratio.astype(np.float32), f"1; {index}[coefficient of the series]"),
            "first_transport": (transport[..., 0].astype(np.float32), f"barn; {index}"),
            "screening": (transport[..., 1].astype(np.float32), f"1; {index}"),
        },
    )


def _atoms(photons: Path) -> list[Atom]:
    with h5py.File(photons) as file:
        group = file["form_factors"]
        ends = group["offset"][()]
        x, values = group["x"][()], group["value"][()]
    rows = [slice(ends[z - 1], ends[z]) for z in range(1, ELEMENTS + 1)]
    return [fit_atom(z, x[rows[z - 1]], values[rows[z - 1]]) for z in range(1, ELEMENTS + 1)]
