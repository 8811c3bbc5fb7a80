"""Collisions of photons: what happens to the photon, what is banked, and what stays at the place."""

from __future__ import annotations

from mcsim.jit import device
from mcsim.physics import attenuation, compton, doppler, pair, photoelectric, rayleigh
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.physics.rng import uniform
from mcsim.physics.rotation import rotate
from mcsim.transport.atom import bank_vacancy
from mcsim.transport.ledger import REST_MADE, quanta
from mcsim.transport.partial_dose import depositor
from mcsim.transport.particles import (
    ELECTRON,
    PHOTON,
    POSITRON,
    SCATTERED_COMPTON,
    SCATTERED_RAYLEIGH,
    SECONDARY,
)
from mcsim.transport.world import deposit, hand_over


@device
def collide(world, work, bins, u, v, w, energy, weight, bits, material, index, fraction):
    """A photon's collision with an atom of `material`, where it stands.

    Returns the photon after it, (energy, u, v, w, bits), with energy 0 when there is none above the cutoff.
    """
    process = attenuation.choose_process(world.attenuation, material, index, fraction, uniform(work.state))
    if process == attenuation.RAYLEIGH:
        turn = rayleigh.sample(world.rayleigh, material, energy, work.state)
        u, v, w = rotate(u, v, w, turn, uniform(work.state))
        return energy, u, v, w, bits | SCATTERED_RAYLEIGH
    if process == attenuation.COMPTON:
        energy, u, v, w = _compton(world, work, bins, u, v, w, energy, weight, bits, material)
        return energy, u, v, w, bits | SCATTERED_COMPTON
    element = attenuation.choose_element(
        world.attenuation, process, material, index, fraction, uniform(work.state)
    )
    if process == attenuation.PHOTOELECTRIC:
        _photoelectric(world, work, bins, u, v, w, energy, weight, bits, element, index, fraction)
    else:
        _pair(world, work, bins, u, v, w, energy, weight, bits, element)
    return 0.0, u, v, w, bits


@device
def _compton(world, work, bins, u, v, w, energy, weight, bits, material):
    """Compton collision: (photon energy, u, v, w) after it, energy 0 when the photon is absorbed."""
    state = work.state
    scattered, turn = compton.sample(world.compton, material, energy, state)
    turns = uniform(state)
    left = quanta(weight * energy, world.scale)
    recoil = energy - scattered
    if energy < world.doppler.highest[material]:
        scattered, row = doppler.sample(world.doppler, material, energy, scattered, turn, state)
        recoil = energy - scattered
        if row >= 0 and world.doppler.shell[row] >= 0:
            element, shell = world.doppler.element[row], world.doppler.shell[row]
            recoil -= world.photoelectric.binding[element, shell]
            left -= bank_vacancy(world, work, element, shell, weight)
    if recoil > world.electron_cutoff:
        electron_turn = compton.electron_one_minus_cos(energy, scattered, turn)
        a, b, c = rotate(u, v, w, electron_turn, turns + 0.5 if turns < 0.5 else turns - 0.5)
        left -= hand_over(world, work, ELECTRON, a, b, c, recoil, weight, SECONDARY)
    if scattered > world.photon_cutoff:
        left -= quanta(weight * scattered, world.scale)
        u, v, w = rotate(u, v, w, turn, turns)
    else:
        scattered = 0.0
    deposit(world, work, bins, left, depositor(PHOTON, bits), weight)
    return scattered, u, v, w


@device
def _photoelectric(world, work, bins, u, v, w, energy, weight, bits, element, index, fraction):
    """Photoelectric absorption: the photoelectron and what the atom emits; the rest is local."""
    state = work.state
    left = quanta(weight * energy, world.scale)
    shell = photoelectric.sample_shell(world.photoelectric, element, index, fraction, state)
    kinetic = energy
    if shell >= 0:
        kinetic = max(energy - world.photoelectric.binding[element, shell], 0.0)
    if kinetic > world.electron_cutoff:
        turn = photoelectric.sample_angle(kinetic, state)
        a, b, c = rotate(u, v, w, turn, uniform(state))
        left -= hand_over(world, work, ELECTRON, a, b, c, kinetic, weight, SECONDARY)
    if shell >= 0:
        left -= bank_vacancy(world, work, element, shell, weight)
    deposit(world, work, bins, left, depositor(PHOTON, bits), weight)


@device
def _pair(world, work, bins, u, v, w, energy, weight, bits, element):
    """Pair (or triplet) production; the positron is always followed, for its annihilation."""
    state = work.state
    rest = quanta(weight * 2.0 * ELECTRON_MASS, world.scale)
    left = quanta(weight * energy, world.scale) - rest
    work.ledger[REST_MADE] += rest * work.here.size[0]
    kinetic_electron, kinetic_positron = pair.sample_energies(world.pair, element, energy, state)
    if kinetic_electron > world.electron_cutoff:
        turn = pair.sample_angle(kinetic_electron, state)
        a, b, c = rotate(u, v, w, turn, uniform(state))
        left -= hand_over(world, work, ELECTRON, a, b, c, kinetic_electron, weight, SECONDARY)
    turn = pair.sample_angle(kinetic_positron, state)
    a, b, c = rotate(u, v, w, turn, uniform(state))
    left -= hand_over(world, work, POSITRON, a, b, c, kinetic_positron, weight, SECONDARY)
    deposit(world, work, bins, left, depositor(PHOTON, bits), weight)
