"""Element data read from `physics_data/`; nothing else opens those files.

| module               | what                                                         |
| -------------------- | ------------------------------------------------------------ |
| `elements`           | symbol, atomic weight, density, mean excitation energy       |
| `photons`            | XCOM cross sections per process and their interpolation      |
| `subshells`          | occupancy, binding energy, photoelectric cross section       |
| `scattering_factors` | form factors and incoherent scattering functions             |
| `compton`            | Compton profiles of the subshells                            |
| `relaxation`         | fluorescence, Auger and Coster-Kronig transitions            |
| `electrons`          | Seltzer-Berger bremsstrahlung, levels of the density effect  |
| `stopping`           | PSTAR and ASTAR stopping powers of protons and helium ions   |
| `digest`             | digest of all of it, for the identity of a run               |
"""

from mcsim.data.compton import ComptonProfiles, compton_profiles
from mcsim.data.digest import physics_data_digest
from mcsim.data.electrons import bremsstrahlung, sternheimer_levels
from mcsim.data.elements import Element, element, elements
from mcsim.data.photons import photon_cross_sections, xcom_interpolate
from mcsim.data.relaxation import Transition, relaxation
from mcsim.data.scattering_factors import form_factor, scattering_function
from mcsim.data.stopping import stopping_media, stopping_tables
from mcsim.data.subshells import Subshell, subshells

__all__ = [
    "ComptonProfiles",
    "Element",
    "Subshell",
    "Transition",
    "bremsstrahlung",
    "compton_profiles",
    "element",
    "elements",
    "form_factor",
    "photon_cross_sections",
    "physics_data_digest",
    "relaxation",
    "scattering_function",
    "sternheimer_levels",
    "stopping_media",
    "stopping_tables",
    "subshells",
    "xcom_interpolate",
]
