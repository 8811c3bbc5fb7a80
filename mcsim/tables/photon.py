"""All tables that photon transport reads, for the materials of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mcsim.materials.material import Material
from mcsim.physics.attenuation import AttenuationTable
from mcsim.physics.compton import ComptonTable
from mcsim.physics.doppler import DopplerTable
from mcsim.physics.pair import PairTable
from mcsim.physics.photoelectric import PhotoelectricTable
from mcsim.physics.rayleigh import RayleighTable
from mcsim.physics.relaxation import RelaxationTable
from mcsim.tables.attenuation import LOWEST_BINDING, build_attenuation, mass_attenuation
from mcsim.tables.compton import build_compton
from mcsim.tables.doppler import build_doppler
from mcsim.tables.pair import build_pair
from mcsim.tables.photoelectric import build_photoelectric
from mcsim.tables.rayleigh import build_rayleigh
from mcsim.tables.relaxation import build_relaxation

__all__ = ["PhotonTables", "build_photon_tables", "mass_attenuation"]


class PhotonTables(NamedTuple):
    """Tables of M materials and of their E elements, numbered by ascending atomic number."""

    attenuation: AttenuationTable
    compton: ComptonTable
    doppler: DopplerTable
    rayleigh: RayleighTable
    photoelectric: PhotoelectricTable
    relaxation: RelaxationTable
    pair: PairTable


def build_photon_tables(
    materials: Sequence[Material], lowest_vacancy: float = LOWEST_BINDING
) -> PhotonTables:
    """Build the photon tables of `materials`, in their order; energies from 1 keV to 64 MeV.

    Densities play no part: all cross sections are per unit mass. lowest_vacancy: vacancies in shells bound
    by this energy (MeV) or less emit nothing that is followed.
    """
    elements = sorted({z for material in materials for z in material.z})
    return PhotonTables(
        attenuation=build_attenuation(materials, elements),
        compton=build_compton(materials),
        doppler=build_doppler(materials, elements, lowest_vacancy),
        rayleigh=build_rayleigh(materials),
        photoelectric=build_photoelectric(elements),
        relaxation=build_relaxation(elements),
        pair=build_pair(elements),
    )
