"""Vacancies in inner shells, and the cascade of fluorescence photons and Auger electrons that fills them.

Whatever ionises an inner shell banks the vacancy, with its binding energy, among the particles; the atom
relaxes when its turn comes. So the cascade is compiled once, and the ledger counts the energy like that of
any secondary.
"""

from __future__ import annotations

from mcsim.jit import device
from mcsim.physics import relaxation
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import rotate
from mcsim.transport.ledger import quanta
from mcsim.transport.partial_dose import depositor
from mcsim.transport.particles import ELECTRON, PHOTON, SECONDARY, VACANCY
from mcsim.transport.world import deposit, hand_over

_SHELL_BITS = 6
_SHELL_MASK = (1 << _SHELL_BITS) - 1


@device
def bank_vacancy(world, work, element, shell, weight):
    """Bank an atom with a vacancy; the binding energy handed over, in quanta.

    Nothing is banked, and the caller deposits the energy, when all that can come out is below both cutoffs.
    """
    binding = world.photoelectric.binding[element, shell]
    if binding <= min(world.photon_cutoff, world.electron_cutoff):
        return 0
    vacancy = (element << _SHELL_BITS) | shell
    return hand_over(world, work, VACANCY, 0.0, 0.0, 1.0, binding, weight, vacancy)


@device
def relax(world, work, bins, energy, weight, vacancy):
    """Fill a vacancy and those it leaves; bank what is above the cutoffs, isotropically.

    `energy` is the binding energy of the shell, in MeV, `vacancy` what `bank_vacancy` banked. What the
    particles do not take away is deposited here. Shells bound by less than both cutoffs are not followed.
    """
    element = vacancy >> _SHELL_BITS
    left = quanta(weight * energy, world.scale)
    lowest = min(world.photon_cutoff, world.electron_cutoff)
    vacancies = work.vacancies
    vacancies[0] = vacancy & _SHELL_MASK
    waiting = 1
    while waiting > 0:
        waiting -= 1
        shell = vacancies[waiting]
        if world.photoelectric.binding[element, shell] <= lowest:
            continue
        radiative, emitted, first, second = relaxation.sample_transition(
            world.relaxation, element, shell, work.state
        )
        if emitted > (world.photon_cutoff if radiative else world.electron_cutoff):
            kind = PHOTON if radiative else ELECTRON
            u, v, w = rotate(0.0, 0.0, 1.0, 2.0 * uniform(work.state), uniform(work.state))
            left -= hand_over(world, work, kind, u, v, w, emitted, weight, SECONDARY)
        for vacant in (first, second):
            if vacant >= 0 and waiting < vacancies.shape[0]:
                vacancies[waiting] = vacant
                waiting += 1
    deposit(world, work, bins, left, depositor(ELECTRON, SECONDARY), weight)
