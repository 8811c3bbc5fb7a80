"""Random numbers: xoroshiro128++, one state of two 64-bit words per particle.

Generator: D. Blackman and S. Vigna, ACM Trans. Math. Softw. 47 (2021) 36. Words are mixed with the
64-bit finalizer "variant 13" of D. Stafford, as in SplitMix64 (G. Steele et al., OOPSLA 2014).

History h of seed s starts in a state that is a function of (s, h) alone; for one seed no two
histories share a state. A banked secondary gets a state of its own from its parent by `split`, so
that the order in which particles are followed does not matter.
"""

from __future__ import annotations

import numpy as np

from mcsim.jit import device

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_SILVER = np.uint64(0xD1B54A32D192ED03)
_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_S12 = np.uint64(12)
_S17 = np.uint64(17)
_S21 = np.uint64(21)
_S27 = np.uint64(27)
_S28 = np.uint64(28)
_S30 = np.uint64(30)
_S31 = np.uint64(31)
_S36 = np.uint64(36)
_S47 = np.uint64(47)
_S49 = np.uint64(49)
_S15 = np.uint64(15)
_TO_UNIT = 2.0**-52
_BELOW_ONE = 1.0 - 2.0**-53


@device
def mix(word):
    """Bijective mix of a uint64 word."""
    word = (word ^ (word >> _S30)) * _MIX1
    word = (word ^ (word >> _S27)) * _MIX2
    return word ^ (word >> _S31)


@device
def seed_history(state, seed, history):
    """Set `state` (uint64[2]) to the start of history `history` of seed `seed` (both uint64)."""
    state[0] = mix(mix(seed + _GOLDEN) + history * _GOLDEN)
    state[1] = mix(mix(seed ^ _SILVER) + history * _SILVER)


@device
def next_word(state):
    """Next uint64 word of the stream."""
    s0 = state[0]
    s1 = state[1]
    total = s0 + s1
    word = ((total << _S17) | (total >> _S47)) + s0
    s1 ^= s0
    state[0] = ((s0 << _S49) | (s0 >> _S15)) ^ s1 ^ (s1 << _S21)
    state[1] = (s1 << _S28) | (s1 >> _S36)
    return word


@device
def uniform(state):
    """Uniform number in the open interval (0, 1); one word.

    In single precision too it can be as small as 2^-53, for paths -log(u) of up to 36 mean free paths.
    """
    return min((float(next_word(state) >> _S12) + 0.5) * _TO_UNIT, _BELOW_ONE)


@device
def split(state, child):
    """Set `child` (uint64[2]) to a state of its own, drawn from the parent's stream; two words."""
    child[0] = mix(next_word(state))
    child[1] = mix(next_word(state) ^ _SILVER)
