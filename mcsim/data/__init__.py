"""Element data read from `physics_data/`; nothing else opens those files.

| module               | what                                                         |
| -------------------- | ------------------------------------------------------------ |
| `elements`           | symbol, atomic weight, density, mean excitation energy       |
| `photons`            | XCOM cross sections per process and their interpolation      |
| `subshells`          | occupancy, binding energy, photoelectric cross section       |
| `scattering_factors` | form factors and incoherent scattering functions             |
| `relaxation`         | fluorescence, Auger and Coster-Kronig transitions            |
| `electrons`          | Seltzer-Berger bremsstrahlung, levels of the density effect  |
| `digest`             | digest of all of it, for the identity of a run               |
"""
