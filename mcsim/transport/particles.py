"""Particles at rest between step loops: their codes, where they stand, and the bank (stack) that holds them.

A particle stands at one place, or, as a group, at several: so many equal particles, each with the weight of
the group, of the same medium, direction and energy. Whatever happens to a group happens once and is scored
at each of its places; see `mcsim.transport.splitting`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcsim.jit import device
from mcsim.physics.rng import split

# Numpy integers on purpose: to the compiler each Python integer is a type of its own, and what takes it is
# compiled anew for each value.
PHOTON, ELECTRON, POSITRON, PROTON = np.int64(0), np.int64(1), np.int64(2), np.int64(3)
VACANCY = np.int64(8)  # not a particle: an atom with a vacancy in an inner shell, banked until it relaxes
RECOIL = np.int64(9)  # not a particle: a nucleus that was struck, and what it sets free below the cutoffs
KINDS = 9
PARTICLE_NAMES = ("photon", "electron", "positron", "proton", "deuteron", "triton", "helion", "alpha")
LIGHT_NAMES = PARTICLE_NAMES[:3]
"""Those that photons, electrons and positrons make."""

# What has happened to a particle since the source (bits), and the four classes tallies tell apart.
SCATTERED_RAYLEIGH, SCATTERED_COMPTON, SECONDARY = np.int64(1), np.int64(2), np.int64(4)
ORIGIN_NAMES = ("unscattered", "rayleigh", "compton", "secondary")

MOST_PLACES = 256  # of one particle

IX, IY, IZ, CELL, HELD, SCORED = 0, 1, 2, 3, 4, 5


class Room(NamedTuple):
    """How much a thread can hold."""

    particles: int = 16_384  # in the bank; a 50 MeV electron sets free some thousands above 1 keV
    places: int = 131_072  # of all particles in the bank
    sites: int = MOST_PLACES  # places of one particle
    products: int = 1024  # of one interaction


class Places(NamedTuple):
    """Where particles stand; the first `size` rows count."""

    points: np.ndarray  # (capacity, 3) float64: x, y, z, cm
    numbers: np.ndarray  # (capacity, 6) int64: voxel ix, iy, iz and its number; quanta of a charged
    # particle that are still to be accounted for in this voxel, and on the tally grids
    size: np.ndarray  # (1,) int64


class Products(NamedTuple):
    """What an interaction sets free where the particle being followed stands, until it is banked."""

    reals: np.ndarray  # (capacity, 5) float64: u, v, w, kinetic energy (MeV), weight
    integers: np.ndarray  # (capacity, 2) int64: kind, history bits
    size: np.ndarray  # (1,) int64


class Bank(NamedTuple):
    """Stack of particles to be followed, last in first out; one per thread."""

    reals: np.ndarray  # (capacity, 5) float64: u, v, w, kinetic energy (MeV), weight
    integers: np.ndarray  # (capacity, 3) int64: kind, history bits, number of places
    states: np.ndarray  # (capacity, 2) uint64: generator states
    size: np.ndarray  # (1,) int64
    places: Places  # of all particles in the bank, in their order


def make_places(capacity: int) -> Places:
    """Room for places, none taken."""
    return Places(np.zeros((capacity, 3)), np.zeros((capacity, 6), np.int64), np.zeros(1, np.int64))


def make_products(capacity: int) -> Products:
    """Room for the products of an interaction."""
    return Products(np.zeros((capacity, 5)), np.zeros((capacity, 2), np.int64), np.zeros(1, np.int64))


def make_bank(capacity: int, places: int) -> Bank:
    """An empty bank."""
    return Bank(
        np.zeros((capacity, 5)),
        np.zeros((capacity, 3), np.int64),
        np.zeros((capacity, 2), np.uint64),
        np.zeros(1, np.int64),
        make_places(places),
    )


@device
def set_place(places, k, x, y, z, ix, iy, iz, cell):
    """Write place `k`."""
    point, number = places.points[k], places.numbers[k]
    point[0], point[1], point[2] = x, y, z
    number[IX], number[IY], number[IZ], number[CELL] = ix, iy, iz, cell


@device
def copy_place(source, k, target, j):
    """Copy place `k` of `source` to place `j` of `target`; not the energy held there."""
    a, b = source.points[k], target.points[j]
    b[0], b[1], b[2] = a[0], a[1], a[2]
    m, n = source.numbers[k], target.numbers[j]
    n[IX], n[IY], n[IZ], n[CELL] = m[IX], m[IY], m[IZ], m[CELL]


@device
def push(bank, parent_state, kind, here, first, last, u, v, w, energy, weight, bits):
    """Bank a particle at places first .. last - 1 of `here`, with a generator state of its own.

    False when the bank is full.
    """
    top, stood = bank.size[0], bank.places.size[0]
    if top >= bank.reals.shape[0] or stood + last - first > bank.places.points.shape[0]:
        return False
    reals, integers = bank.reals[top], bank.integers[top]
    reals[0], reals[1], reals[2], reals[3], reals[4] = u, v, w, energy, weight
    integers[0], integers[1], integers[2] = kind, bits, last - first
    split(parent_state, bank.states[top])
    copy_place(here, first, bank.places, stood)
    for k in range(first + 1, last):
        copy_place(here, k, bank.places, stood + k - first)
    bank.size[0] = top + 1
    bank.places.size[0] = stood + last - first
    return True


@device
def take(bank, state, here):
    """Take the last particle off the bank: (kind, u, v, w, energy, weight, bits).

    Its generator state goes to `state`, its places to `here`.
    """
    top = bank.size[0] - 1
    bank.size[0] = top
    reals, integers = bank.reals[top], bank.integers[top]
    state[0], state[1] = bank.states[top, 0], bank.states[top, 1]
    count = integers[2]
    first = bank.places.size[0] - count
    bank.places.size[0] = first
    copy_place(bank.places, first, here, 0)
    for k in range(1, count):
        copy_place(bank.places, first + k, here, k)
    here.size[0] = count
    return integers[0], reals[0], reals[1], reals[2], reals[3], reals[4], integers[1]


@device
def origin_class(bits):
    """Index into `ORIGIN_NAMES` for a particle's history bits."""
    if bits & SECONDARY:
        return 3
    if bits & SCATTERED_COMPTON:
        return 2
    return 1 if bits & SCATTERED_RAYLEIGH else 0
