"""Hard collisions of electrons and positrons, and the end of positrons."""

from __future__ import annotations

from mcsim.jit import device
from mcsim.physics import annihilation, bhabha, bremsstrahlung, impact_ionisation, moller, slowing
from mcsim.physics.kinematics import ELECTRON_MASS, collision_one_minus_cosines
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import rotate
from mcsim.transport.atom import bank_vacancy
from mcsim.transport.ledger import REST_ANNIHILATED, WEIGHT_GAMES, quanta
from mcsim.transport.particles import ELECTRON, PHOTON, SECONDARY
from mcsim.transport.world import hand_over

_OTHERS = 24  # products of an interaction besides photons that are split


@device
def collide(world, work, charge, material, u, v, w, energy, weight):
    """A hard collision: (energy, u, v, w, quanta handed over per place) after it; energy -1: annihilated.

    One with an electron bound by more than the transfer does not take place and changes nothing.
    """
    state = work.state
    choice = uniform(state)
    ionisation, annihilated, inner = slowing.collision_fractions(world.slowing, charge, material, energy)
    given = 0
    if choice < ionisation:
        if charge == 0:
            transfer = moller.sample(energy, world.electron_production, state)
        else:
            transfer = bhabha.sample(energy, world.electron_production, state)
        reach = slowing.within_reach(world.slowing, charge, material, transfer)
        if reach < 1.0 and uniform(state) >= reach:
            return energy, u, v, w, 0
        turn, knock_on_turn = collision_one_minus_cosines(energy, transfer)
        turns = uniform(state)
        if transfer > world.electron_cutoff:
            a, b, c = rotate(u, v, w, knock_on_turn, turns + 0.5 if turns < 0.5 else turns - 0.5)
            given = hand_over(world, work, ELECTRON, a, b, c, transfer, weight, SECONDARY)
        u, v, w = rotate(u, v, w, turn, turns)
        return max(energy - transfer, 0.0), u, v, w, given
    if choice < ionisation + annihilated:
        given = _annihilate_in_flight(world, work, u, v, w, energy, weight)
        return -1.0, u, v, w, given
    if choice < ionisation + annihilated + inner:
        element, shell = impact_ionisation.sample(world.impact_ionisation, material, energy, state)
        given = bank_vacancy(world, work, element, shell, weight)
        return max(energy - world.photoelectric.binding[element, shell], 0.0), u, v, w, given
    photon, given = _radiate(world, work, charge, material, u, v, w, energy, weight)
    return max(energy - photon, 0.0), u, v, w, given


@device
def _radiate(world, work, charge, material, u, v, w, energy, weight):
    """Bremsstrahlung: (photon energy, quanta handed over per place).

    When photons are split, several go out with the weight of one, and the first is the one that the electron
    pays for.
    """
    count = work.here.size[0]
    wanted = int(float(world.games.bremsstrahlung_splitting) * weight * float(count) + 0.5)
    photons = min(max(wanted, 1), work.products.reals.shape[0] - _OTHERS)
    share = weight / float(photons)
    paid, given, handed = 0.0, 0, 0
    for k in range(photons):
        photon = bremsstrahlung.sample_energy(
            world.bremsstrahlung, charge, material, energy, world.photon_production, work.state
        )
        if photon > world.photon_cutoff:
            turn = bremsstrahlung.sample_angle(world.bremsstrahlung, material, energy, photon, work.state)
            a, b, c = rotate(u, v, w, turn, uniform(work.state))
            handed += hand_over(world, work, PHOTON, a, b, c, photon, share, SECONDARY)
        if k == 0:
            paid = photon
            if photon > world.photon_cutoff:
                given = quanta(weight * photon, world.scale)
    work.ledger[WEIGHT_GAMES] += (handed - given) * count
    return paid, given


@device
def _annihilate_in_flight(world, work, u, v, w, energy, weight):
    """Two photons of a positron in flight: quanta handed over per place, less the rest mass."""
    state = work.state
    first, first_turn, second, second_turn = annihilation.sample_in_flight(energy, state)
    turns = uniform(state)
    rest = quanta(weight * 2.0 * ELECTRON_MASS, world.scale)
    work.ledger[REST_ANNIHILATED] += rest * work.here.size[0]
    given = -rest
    if first > world.photon_cutoff:
        a, b, c = rotate(u, v, w, first_turn, turns)
        given += hand_over(world, work, PHOTON, a, b, c, first, weight, SECONDARY)
    if second > world.photon_cutoff:
        a, b, c = rotate(u, v, w, second_turn, turns + 0.5 if turns < 0.5 else turns - 0.5)
        given += hand_over(world, work, PHOTON, a, b, c, second, weight, SECONDARY)
    return given


@device
def annihilate_at_rest(world, work, weight):
    """A positron at rest becomes two photons: quanta handed over per place, less the rest mass."""
    rest = quanta(weight * 2.0 * ELECTRON_MASS, world.scale)
    work.ledger[REST_ANNIHILATED] += rest * work.here.size[0]
    given = -rest
    if world.photon_cutoff < ELECTRON_MASS:
        u, v, w = rotate(0.0, 0.0, 1.0, 2.0 * uniform(work.state), uniform(work.state))
        for sign in (1.0, -1.0):
            given += hand_over(
                world, work, PHOTON, sign * u, sign * v, sign * w, ELECTRON_MASS, weight, SECONDARY
            )
    return given
