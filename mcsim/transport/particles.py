"""Particles at rest between step loops: their codes and the bank (stack) that holds them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.rng import split

PHOTON, ELECTRON, POSITRON = 0, 1, 2
VACANCY = 3  # not a particle: an atom with a vacancy in an inner shell, banked until it relaxes
PARTICLE_NAMES = ("photon", "electron", "positron")

# What has happened to a particle since the source (bits), and the four classes tallies tell apart.
SCATTERED_RAYLEIGH, SCATTERED_COMPTON, SECONDARY = 1, 2, 4
ORIGIN_NAMES = ("unscattered", "rayleigh", "compton", "secondary")

BANK_CAPACITY = 1024


class Bank(NamedTuple):
    """Stack of particles to be followed, last in first out; one per thread."""

    reals: np.ndarray  # (capacity, 8) float64: x, y, z (cm), u, v, w, kinetic energy (MeV), weight
    integers: np.ndarray  # (capacity, 5) int64: kind, voxel ix, iy, iz, history bits
    states: np.ndarray  # (capacity, 2) uint64: generator states
    size: np.ndarray  # (1,) int64


def make_bank() -> Bank:
    """An empty bank."""
    return Bank(
        np.zeros((BANK_CAPACITY, 8)),
        np.zeros((BANK_CAPACITY, 5), np.int64),
        np.zeros((BANK_CAPACITY, 2), np.uint64),
        np.zeros(1, np.int64),
    )


@device
def push(bank, parent_state, kind, x, y, z, u, v, w, energy, weight, ix, iy, iz, bits):
    """Bank a particle with a generator state of its own; False when the bank is full."""
    top = bank.size[0]
    if top >= bank.reals.shape[0]:
        return False
    reals = bank.reals[top]
    reals[0], reals[1], reals[2] = x, y, z
    reals[3], reals[4], reals[5] = u, v, w
    reals[6], reals[7] = energy, weight
    integers = bank.integers[top]
    integers[0] = kind
    integers[1], integers[2], integers[3] = ix, iy, iz
    integers[4] = bits
    split(parent_state, bank.states[top])
    bank.size[0] = top + 1
    return True


@device
def origin_class(bits):
    """Index into `ORIGIN_NAMES` for a particle's history bits."""
    if bits & SECONDARY:
        return 3
    if bits & SCATTERED_COMPTON:
        return 2
    return 1 if bits & SCATTERED_RAYLEIGH else 0
