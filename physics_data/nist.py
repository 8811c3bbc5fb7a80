"""The NIST list of elements and compounds, read from Geant4 in a process of its own.

Importing Geant4's Python binding asks on standard input whether to download its data sets (not needed
here: the answer is no) and prints banners; so it runs in a subprocess that writes JSON to a file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from inputs import GEANT4_PYBIND, Inputs

_SCRIPT = """
import json, sys
import geant4_pybind as g4
manager = g4.G4NistManager.Instance()
unit = g4.g / g4.cm3
materials = []
for name in manager.GetNistMaterialNames():
    material = manager.FindOrBuildMaterial(str(name))
    elements = [int(round(element.GetZ())) for element in material.GetElementVector()]
    materials.append({
        "name": str(name),
        "density": material.GetDensity() / unit,
        "mean_excitation_energy_eV": material.GetIonisation().GetMeanExcitationEnergy() / g4.eV,
        "state": str(material.GetState()).rsplit("kState", 1)[-1].lower(),
        "z": elements,
        "mass_fractions": [float(fraction) for fraction in material.GetFractionVector()],
    })
weights = [manager.GetAtomicMassAmu(z) for z in range(1, 101)]
with open(sys.argv[1], "w") as file:
    json.dump({"materials": materials, "atomic_weights": weights}, file)
"""


def read_nist(inputs: Inputs) -> dict[str, Any]:
    """Mapping with `materials` (elements first) and `atomic_weights` (g/mol, Z = 1..100).

    Binary noise of unit conversion is rounded away (10 significant digits).
    """
    package = inputs.unpacked(GEANT4_PYBIND)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "nist.json"
        subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(output)],
            input="n\n", text=True, cwd=folder, check=True, stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(package)},
        )  # fmt: skip
        nist: dict[str, Any] = json.loads(output.read_text())
    for material in nist["materials"]:
        for key in ("density", "mean_excitation_energy_eV"):
            material[key] = float(f"{material[key]:.10g}")
        material["mass_fractions"] = [float(f"{value:.10g}") for value in material["mass_fractions"]]
    return nist
