"""Relaxation of an atom with a vacancy: the cascade of fluorescence photons and Auger electrons."""

from __future__ import annotations

from mcsim.jit import device
from mcsim.physics import relaxation
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import rotate
from mcsim.transport.particles import ELECTRON, PHOTON, SECONDARY
from mcsim.transport.world import hand_over


@device
def relax(world, work, element, shell, x, y, z, weight, ix, iy, iz):
    """Fill a vacancy and those it leaves; bank what is above the cutoffs, isotropically.

    Returns the energy handed over, in quanta; the rest of the binding energy is the caller's to
    deposit. Shells bound by less than both cutoffs are not followed.
    """
    given = 0
    lowest = min(world.photon_cutoff, world.electron_cutoff)
    vacancies = work.vacancies
    vacancies[0] = shell
    waiting = 1
    while waiting > 0:
        waiting -= 1
        shell = vacancies[waiting]
        if world.photoelectric.binding[element, shell] <= lowest:
            continue
        radiative, energy, first, second = relaxation.sample_transition(
            world.relaxation, element, shell, work.state
        )
        if radiative and energy > world.photon_cutoff:
            u, v, w = rotate(0.0, 0.0, 1.0, 2.0 * uniform(work.state), uniform(work.state))
            given += hand_over(world, work, PHOTON, x, y, z, u, v, w, energy, weight, ix, iy, iz, SECONDARY)
        elif not radiative and energy > world.electron_cutoff:
            u, v, w = rotate(0.0, 0.0, 1.0, 2.0 * uniform(work.state), uniform(work.state))
            given += hand_over(world, work, ELECTRON, x, y, z, u, v, w, energy, weight, ix, iy, iz, SECONDARY)
        for vacancy in (first, second):
            if vacancy >= 0 and waiting < vacancies.shape[0]:
                vacancies[waiting] = vacancy
                waiting += 1
    return given
